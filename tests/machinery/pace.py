"""How fast this machine works at the moment, by a fixed piece of work: limits in seconds are set for a quiet one.

Shared machines are up to three times slower at times. A figure is judged after division by the pace, and tables show
the pace beside the figure as it was measured.
"""

from datetime import date
from functools import cache
from time import process_time

from django.contrib.auth.models import Group
from django.template import Context, Template
from django.utils import translation

__all__ = ["pace"]

#: CPU seconds of `_work` on the quiet two-core machine on which the limits were set (an empty page of the CMS: 15 ms)
QUIET_S = 0.040
ROWS = [{"name": f"Müller-{n:03}", "day": date(2026, 1 + n % 12, 1), "late": n % 3} for n in range(150)]
TEXT = """{% load i18n %}{% for row in rows %}<li class="{% if row.late %}late{% endif %}">
<a href="{% url 'account_login' %}?next={{ row.name|urlencode }}">{{ row.name }}</a> {{ row.day|date:"j. F Y" }}
{% blocktranslate count days=row.late %}{{ days }} Tag{% plural %}{{ days }} Tage{% endblocktranslate %}</li>
{% endfor %}"""


def pace() -> float:
    """How many times longer a piece of work takes than on the quiet machine; never below 1."""
    return max(1.0, min(_seconds() for _ in range(5)) / QUIET_S)


def _seconds() -> float:
    begun = process_time()
    _work()
    return process_time() - begun


def _work() -> None:
    """What pages and jobs of Django do most of the time: templates, texts in German, queries put together."""
    with translation.override("de"):
        _template().render(Context({"rows": ROWS}))
    for number in range(40):
        found = Group.objects.filter(user__last_name__startswith=f"M{number}", user__is_active=True)
        str(found.exclude(permissions__codename="x").order_by("name", "pk").values_list("name", "pk").query)


@cache
def _template() -> Template:
    return Template(TEXT)
