"""A learner's hands: opens pages and posts what their forms hold, like a browser."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.learn.small_course import right_key, wrong_key

TOKEN = re.compile(r'name="sitzung" value="([^"]+)"')
NUMBER = re.compile(r"Frage Nummer (\d+)")


class Walk:
    """One browser in one course."""

    def __init__(self, client: Client | None = None, course: str = "testkurs", language: str = "de") -> None:
        self.client = client or Client()
        self.base = f"/{language}/kurse/{course}"

    def in_language(self, language: str) -> "Walk":
        return Walk(self.client, self.base.rsplit("/", 1)[1], language)

    def get(self, path: str, **data: Any) -> Any:
        return self.client.get(f"{self.base}/{path}", data)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"{self.base}/{path}", data)

    def tick(self, number: int) -> Any:
        return self.post(f"lektion-{number}/erledigt/")

    def tick_all(self, count: int = 3) -> None:
        for number in range(1, count + 1):
            assert self.tick(number).status_code == 303

    def open_question(self, place: int) -> tuple[str, int]:
        """The form's token and the number in the question's text."""
        page = self.get(f"abschluss/frage/{place}/")
        html = page.content.decode()
        found, number = TOKEN.search(html), NUMBER.search(html)
        assert found and number, html
        return unescape(found[1]), int(number[1])

    def answer(self, place: int, right: bool = True, opened: tuple[str, int] | None = None) -> Any:
        token, number = opened or self.open_question(place)
        choice = right_key(number) if right else wrong_key(number)
        return self.post(f"abschluss/frage/{place}/", sitzung=token, a=choice)

    def answer_all(self, count: int = 3, right: bool = True) -> Any:
        for place in range(1, count + 1):
            response = self.answer(place, right)
            assert response.status_code == 303, response.content.decode()
        return response


def text_of(response: HttpResponse) -> str:
    """The page's words without tags."""
    html = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))
