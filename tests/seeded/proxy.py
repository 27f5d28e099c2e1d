"""Stands before the real site and puts one fault into what it answers. The site itself stays as it is."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.seeded.fault import Fault

SCRIPT = "/seeded.js"
# Between two neighbours only, or no longer true of a changed body.
OWN = {
    "connection",
    "transfer-encoding",
    "content-length",
    "content-encoding",
    "date",
    "server",
    "etag",
    "cache-control",
}
NOT_ASKED = {"accept-encoding", "if-none-match", "if-modified-since", "connection"}


class Proxy:
    """`with Proxy(site, fault) as proxy:` at `proxy.address` the site with the fault; `changed` if it was put in."""

    def __init__(self, site: str, fault: Fault) -> None:
        self.site, self.fault, self.changed = urlsplit(site), fault, False
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    def body(self, path: str, kind: str, body: bytes) -> bytes:
        """What is sent in place of what the site has answered."""
        new = body
        if kind.startswith("text/html"):
            new = self.fault.in_page(body.decode(), SCRIPT).encode()
        elif path.endswith("/app.css") and self.fault.css:
            new = body + self.fault.css.encode()
        elif path.endswith(".js") and self.fault.in_script:
            new = self.fault.in_script(body.decode()).encode()
        self.changed |= new != body
        return new

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == SCRIPT:
                    self._send(200, [("Content-Type", "text/javascript")], proxy.fault.script.encode())
                else:
                    self._pass_on()

            def do_POST(self) -> None:
                self._pass_on()

            def _pass_on(self) -> None:
                assert proxy.site.hostname
                given = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                behind = http.client.HTTPConnection(proxy.site.hostname, proxy.site.port, timeout=60)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in NOT_ASKED}
                behind.request(self.command, self.path, given or None, headers)
                answer = behind.getresponse()
                kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in OWN]
                body = proxy.body(self.path.partition("?")[0], answer.getheader("Content-Type", ""), answer.read())
                behind.close()
                self._send(answer.status, kept, body)

            def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                self.send_response(status)
                for name, value in [*headers, ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Nothing: pytest shows what went wrong."""

        return Handler
