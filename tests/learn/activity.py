"""An H5P activity in a small course, and the hands of its page: begin, report, keep."""

import json
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.conf import settings

from courses import stamp
from courses.h5p.contents import keep
from courses.h5p.library import approve_folder
from courses.h5p.models import H5PContent
from courses.h5p.own_package import pack_folder
from courses.h5p.package import Package, read
from courses.models import Lesson
from tests.courses.h5p.test_own_package import ACTIVITY, LIBRARY
from tests.learn.small_course import make_course
from tests.learn.walk import Walk

RIGHT, WRONG = "1", "0"


def package(question: str = "") -> Package:
    made = read(BytesIO(pack_folder(ACTIVITY, [LIBRARY])))
    if question:
        made.content["question"] = question
    return made


class Player(Walk):
    """The page's script, by hand."""

    sitting = ""
    lesson = "lektion-1"
    key = ""

    def ask(self, where: str, **what: Any) -> Any:
        body = json.dumps({"sitting": self.sitting, **what})
        address = f"{self.base}/{self.lesson}/aufgabe/{self.key}/{where}/"
        return self.client.post(address, body, content_type="application/json", headers={"Origin": "http://testserver"})

    def begin(self) -> dict[str, Any]:
        told: dict[str, Any] = self.ask("beginnen").json()
        self.sitting = told["sitting"]
        return told

    def report(self, response: str = RIGHT, verb: str = "answered", key: str = "", **changes: Any) -> Any:
        return self.ask("ergebnis", key=key or str(uuid4()), statement=statement(response, verb, **changes))


def statement(response: str = RIGHT, verb: str = "answered", **changes: Any) -> dict[str, Any]:
    raw = int(response == RIGHT)
    content = H5PContent.objects.get()
    return {
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"{settings.SITE_URL}/h5p/{content.key}"},
        "result": {"score": {"min": 0, "max": 1, "raw": raw, "scaled": raw}, "response": response},
        **changes,
    }


def activity(done_when: str = "never", percent: int = 60, **value: Any) -> Player:
    """A player of the first lesson of a small course, with one more block in it."""
    approve_folder(LIBRARY.parent)
    content = H5PContent.objects.first() or keep(package(), title="E-Mail", user=None).content
    if not Lesson.objects.exists():
        make_course()
    lesson = Lesson.objects.get(slug="lektion-1")
    player = Player()
    player.key = str(uuid4())
    made = {"title": "Zum Üben", "content": content.pk, "text": "<p>Dasselbe als Text.</p>", "done_when": done_when}
    made |= {"percent": percent, "question": [], **value}
    block = {"type": "activity", "value": made, "id": player.key}
    lesson.body = lesson._meta.get_field("body").to_python([*lesson.body.get_prep_value(), block])
    lesson.save()
    stamp.renew()
    return player
