"""A small real mail server for tests: it takes mails over SMTP, and can refuse or vanish as told."""

import email
import socketserver
import threading
from email.message import Message
from typing import Any


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine. `answer` gives the reply to the mail's text; "" hangs up instead."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[Message] = []
        self.thinks = 0.0  # seconds before it answers to a mail's text
        self.answers = {"RCPT": "250 ok", "DATA": "250 taken"}
        self.port: int = self.server_address[1]

    def __enter__(self) -> "Sink":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in mid-sentence is nothing to talk about."""

    def __exit__(self, *_exc: object) -> None:
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().decode()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "DATA":
                self.say("354 go on")
                self.take()
                answer = self.server.answers["DATA"]
                threading.Event().wait(self.server.thinks)
                if not answer:
                    return
                self.say(answer)
            else:
                self.say(self.server.answers.get(verb, "250 ok"))

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.server.answers["DATA"][:1] in ("", "2"):
            self.server.mails.append(email.message_from_bytes(b"".join(lines)))

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
