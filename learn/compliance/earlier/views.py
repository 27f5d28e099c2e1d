"""The screen for earlier completions: a file, its preview, the result; and a template to fill in."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from learn.accounts import disclosures
from learn.accounts.roster_files import roster_lines
from learn.accounts.roster_sentences import sentence
from learn.compliance import orders
from learn.compliance.earlier.apply import write
from learn.compliance.earlier.plan import Item, Plan, plan
from learn.compliance.person.access import DECIDE, DutyScreen
from learn.rules.deadlines import State
from learn.rules.roster import EARLIER, Fault, Unreadable, Wrong, packed, read_earlier, unpacked

__all__ = ["EarlierCompletions", "EarlierTemplate"]

#: lines shown one by one
SHOWN = 200
FAULTS_SHOWN = 100
#: more at once would keep everybody else from writing for too long
MOST = 20_000
SALT = "earlier-completions"
#: a preview is good for a working day
MOST_AGE = 12 * 3600


class EarlierCompletions(DutyScreen):
    """Nothing is written before the effect has been shown, and nothing at all as long as one line is wrong."""

    template_name = "learn/compliance/earlier/earlier.html"
    page_title = gettext_lazy("Frühere Abschlüsse")
    header_icon = "upload"
    needs = DECIDE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page("file")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        if "confirm" in request.POST:
            return self._confirmed(today)
        upload = request.FILES.get("datei")
        if upload is None:
            return self._page("file", refused=_("Bitte wählen Sie eine Datei."))
        try:
            lines = roster_lines(upload.read())
            if len(lines) > MOST:
                raise Unreadable(Fault(0, Wrong.TOO_MANY_LINES, value=str(MOST)))
            reading = read_earlier(lines, today)
        except Unreadable as error:
            return self._page("file", refused=sentence(error.fault))
        name = PurePath(upload.name or "liste").name
        found = plan(reading.rows, self.viewer, today)
        faults = sorted([*reading.faults, *found.faults])
        if faults:
            return self._faulty(faults, name)
        if not reading.rows:
            return self._page("file", refused=_("Unter der Überschrift steht keine Zeile."))
        parcel = signing.dumps([name, [packed(row) for row in reading.rows]], salt=SALT, compress=True)
        return self._page("preview", found, packed=parcel, name=name, ignored=reading.ignored)

    def _confirmed(self, today: date) -> HttpResponse:
        try:
            name, rows = signing.loads(self.request.POST.get("liste", ""), salt=SALT, max_age=MOST_AGE)
        except signing.BadSignature:
            return self._page("file", refused=_("Die Vorschau ist zu alt. Bitte laden Sie die Datei noch einmal hoch."))
        if len(rows) > orders.LARGE:
            order = orders.ask(self.viewer, orders.EARLIER, {"file": name}, rows)
            return redirect("duty_order", order.pk)
        found = write([unpacked(row) for row in rows], name, self.viewer, today)
        if found.faults:
            return self._faulty(found.faults, name)
        return self._page("done", found, name=name)

    def _faulty(self, faults: Sequence[Fault], name: str) -> HttpResponse:
        told = [sentence(fault) for fault in faults[:FAULTS_SHOWN]]
        return self._page("file", faults=told, fault_number=len(faults), name=name)

    def _page(self, step: str, found: Plan | None = None, **context: Any) -> HttpResponse:
        items: list[Item] = found.items if found else []
        if items:
            disclosures.record(self.viewer, {item.learner.pk for item in items}, str(self.page_title))
        wrong = "refused" in context or "faults" in context
        page = self.get_context_data(
            step=step,
            plan=found,
            items=items[:SHOWN],
            further=max(0, len(items) - SHOWN),
            people=len({item.learner.pk for item in items}),
            moves=_moves(items),
            columns=EARLIER,
            today=timezone.localdate(),
            **context,
        )
        return self.render_to_response(page, status=422 if wrong else 200)


class EarlierTemplate(View):
    """An empty list with the right heading and one line to show the forms of the cells."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        heading = ";".join(column.name for column in EARLIER)
        example = "012345;datenschutz-alle;31.01.2026;VHS Krefeld;Teilnahmebescheinigung"
        return HttpResponse(
            f"\ufeff{heading}\r\n{example}\r\n",
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="fruehere-abschluesse.csv"'},
        )


def _moves(items: Sequence[Item]) -> list[tuple[str, str, int]]:
    """How many duties go from which state to which, each duty once."""
    pairs = {(i.learner.pk, i.requirement.pk): (i.before.state, i.after.state) for i in items if i.before and i.after}
    order = list(State)
    counted = sorted(Counter(pairs.values()).items(), key=lambda pair: [order.index(state) for state in pair[0]])
    return [(before.value, after.value, number) for (before, after), number in counted]
