"""A mail server for the tests, made of aiosmtpd. It prints its port, then each mail as a line of JSON.

Recipients say what becomes of a mail: refused…@ is answered 550, grey…@ 451 the first time, barred…@ 554 and
…@relay… 550 in words that have the domain in them; slow…@ is never answered.
"""

import argparse
import asyncio
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("--hang", default="")
arguments.add_argument("--password")
arguments.add_argument("--refuse-sender", action="store_true")
arguments.add_argument("--cert")
arguments.add_argument("--key")
arguments.add_argument("--tls", action="store_true")
options = arguments.parse_args()


async def hang(stage):
    if options.hang == stage:
        print("hangs at " + stage, flush=True)
        await asyncio.Event().wait()


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await hang("ehlo")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        await hang("mail")
        if options.refuse_sender:
            return "550 5.7.1 <%s>: sender not allowed" % address
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        await hang("rcpt")
        if address.startswith("refused"):
            return "550 5.1.1 <%s>: no such user here" % address
        if address.startswith("barred"):
            return "554 5.7.1 <%s>: Relay access denied" % address
        if "@relay" in address:
            return "550 5.7.1 nobody of this name at %s" % address.split("@")[1]
        if address.startswith("slow"):
            await asyncio.Event().wait()
        if address.startswith("grey") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 <%s>: greylisted, come back later" % address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "helo": session.host_name,
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": envelope.content.decode(),
        }
        print("MAIL " + json.dumps(mail), flush=True)
        await hang("end")
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        await hang("quit")
        return "221 Bye"


class Server(SMTP):
    async def _handle_client(self):
        await hang("connect")
        await super()._handle_client()

    async def smtp_DATA(self, arg):
        await hang("data")
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    good = data.password.decode() == options.password
    return AuthResult(success=good, handled=False, auth_data=data if good else None)


async def main():
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    settings = {"enable_SMTPUTF8": True}
    if options.password:
        settings.update(authenticator=authenticate, auth_required=True)
        settings.update(auth_require_tls=context is not None and not options.tls)
    if context and not options.tls:
        settings.update(tls_context=context, require_starttls=True)
    handler = Handler()
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(handler, **settings),
        "127.0.0.1",
        options.port,
        ssl=context if options.tls else None,
    )
    print("Listening on %d" % server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
