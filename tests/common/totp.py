"""Shows what an authenticator app would: pyotp, which others wrote.

totp.py SECRET SECONDS: the code of the secret at a moment.
totp.py ADDRESS SECONDS: the same for an otpauth:// address, and then whose it says it is.
"""

import sys

import pyotp

shared, seconds = sys.argv[1], int(sys.argv[2])
if shared.startswith("otpauth://"):
    app = pyotp.parse_uri(shared)
    print(app.at(seconds), app.name, app.issuer, app.digits, app.interval)
else:
    print(pyotp.TOTP(shared).at(seconds))
