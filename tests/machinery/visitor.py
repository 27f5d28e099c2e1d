"""A browser of few words: plain HTTP with cookies and forms, as it arrives from the proxy in front of the site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

Fields = Mapping[str, str | list[str]]

_FORM = re.compile(r"(?s)<form\b[^>]*>.*?</form>")
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class NoAnswer(Exception):
    """The connection was refused, or broke before the whole answer was there."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HTTPMessage
    text: str

    @property
    def location(self) -> str:
        """Where it leads, without the host."""
        parts = urlsplit(self.headers.get("Location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def hidden(self, name: str) -> dict[str, str] | None:
        """The hidden fields of the form that has one of this name; None if the page has no such form."""
        for form in _FORM.findall(self.text):
            fields = {key: unescape(value) for key, value in _HIDDEN.findall(form)}
            if name in fields:
                return fields
        return None


class Visitor:
    """One browser. Each request has a connection of its own."""

    def __init__(self, port: int, address: str = "127.0.0.1", patience: float = 30) -> None:
        self.port, self.address, self.patience = port, address, patience
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, fields: Fields) -> Answer:
        return self._send("POST", path, urlencode(fields, doseq=True))

    def _send(self, method: str, path: str, body: str | None = None) -> Answer:
        origin = f"localhost:{self.port}"
        headers = {"Host": origin, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.address}
        headers["Connection"] = "close"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {"Origin": f"https://{origin}", "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        self._keep(response.headers)
        return Answer(response.status, response.headers, text)

    def _keep(self, headers: HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            for name, cookie in SimpleCookie(line).items():
                if cookie["max-age"] == "0" or not cookie.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = cookie.coded_value
