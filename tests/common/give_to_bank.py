"""Gives the pain.001 on stdin to a bank of `mock-bank`, twice; as JSON: what the schema of `sepaxml` has against it,
what the bank answers each time, and its reports of the days after. The payment with the EndToEndId that is named comes
back."""

import json
import sys
import threading
import urllib.error
import urllib.request

from mockbank.server import Config, make_server
from sepaxml.validation import ValidationError, try_valid_xml

given, comes_back = sys.stdin.buffer.read(), sys.argv[1]
found = {"schema": ""}
try:
    try_valid_xml(given, "pain.001.001.09")
except ValidationError as error:
    found["schema"] = str(error.__cause__)

bank = make_server(Config(port=0, quiet=True, clock="2026-11-30T09:00"))
threading.Thread(target=bank.serve_forever, daemon=True).start()


def ask(method, path, body=None):
    url = "http://127.0.0.1:%d%s" % (bank.server_address[1], path)
    request = urllib.request.Request(url, body, {"Content-Type": "application/xml"}, method=method)
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refused:
        answer = refused
    return answer.status, answer.read().decode()


behaviour = {"behaviour": "return-later", "parameters": {"days": 2, "reason": "AC04", "end_to_end_id": comes_back}}
set_to = ask("PATCH", "/_mock/accounts/ACME", json.dumps(behaviour).encode())
assert set_to[0] == 200, set_to
found["answers"] = [[status, json.loads(said)] for status, said in (ask("POST", "/payments", given) for _ in range(2))]
ask("POST", "/_mock/advance?days=10")
found["messages"] = json.loads(ask("GET", "/_mock/messages")[1])
print(json.dumps(found))
