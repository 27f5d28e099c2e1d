"""The demo's people and their duties on a fixed day, over courses that are empty but for their names."""

from datetime import date
from io import StringIO

import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from courses import stamp
from courses.models import Catalogue, Course

__all__ = ["DAY", "build", "load"]

DAY = date(2027, 2, 15)
COURSES = (
    "barrierefreie-dokumente",
    "datenschutz-am-arbeitsplatz",
    "digital-zusammenarbeiten",
    "informationssicherheit-im-amt",
    "ki-verstehen",
    "phishing-erkennen",
    "sichere-passwoerter",
)


def load() -> str:
    """Run the command; returns what it said."""
    said = StringIO()
    call_command("load_city", stdout=said, stderr=said)
    return said.getvalue()


def build() -> None:
    """Lay the city down as on DAY; certificates and mails that would follow on commit are not made."""
    with transaction.atomic():
        catalogue = Catalogue.objects.get(locale__language_code="de")
        for slug in COURSES:
            course = Course(title=slug, slug=slug, teaser="Kurz.", outcomes="Ich kann das.", locale=catalogue.locale)
            catalogue.add_child(instance=course)
        stamp.renew()
        with time_machine.travel(f"{DAY} 09:00+01:00", tick=False):
            load()
        connection.run_on_commit.clear()
