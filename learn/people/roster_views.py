"""Taking a list of the personnel office in: upload, preview, confirm, result. Nothing is written before the yes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts.models import RosterRun
from learn.people import intake
from learn.people.preview import TILES
from learn.people.roster_forms import RosterForm
from learn.people.screen import RELOAD_SECONDS, RELOADS, PeopleScreen, turn_of
from learn.rules.roster import PEOPLE, UNITS

__all__ = ["RosterImport", "RosterResult"]

RUNS = 10
State = RosterRun.State
WAITING = (State.READING, State.APPLYING)


class RosterImport(PeopleScreen):
    """Hand in a list. What was taken in before stands below."""

    template_name = "learn/people/roster_import.html"
    page_title = gettext_lazy("Personalliste einlesen")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = RosterRun.objects.select_related("by").defer("units_file", "people_file", "preview").order_by("-at")
        columns = [(_("Personalliste"), PEOPLE), (_("Liste der Einheiten"), UNITS)]
        kwargs.setdefault("form", RosterForm())
        return super().get_context_data(runs=runs[:RUNS], columns=columns, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RosterForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        run = intake.take_upload(self.viewer, form.uploads(), form.options(), timezone.localdate())
        return redirect("roster_run", key=run.pk)


class RosterResult(PeopleScreen):
    """One list: what is wrong with it, what it would change, or what it has changed. POST confirms or drops it."""

    template_name = "learn/people/roster_run.html"
    page_title = gettext_lazy("Personalliste einlesen")
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown(kwargs["key"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key: UUID = kwargs["key"]
        get_object_or_404(RosterRun.objects.defer("units_file", "people_file"), pk=key)
        if "drop" in request.POST:
            intake.drop(key)
            messages.success(request, _("Die Liste ist verworfen. Es wurde nichts geändert."))
            return redirect("roster_import")
        if intake.confirm(key, accepts_many=request.POST.get("many") == "yes"):
            return redirect("roster_run", key=key)
        return self._shown(key, refused=True)

    def _shown(self, key: UUID, *, refused: bool = False) -> HttpResponse:
        runs = RosterRun.objects.select_related("by").defer("units_file", "people_file")
        run = get_object_or_404(runs, pk=key)
        turn = turn_of(self.request)
        reloads = run.state in WAITING and turn < RELOADS
        lists = run.preview.get("lists", {})
        tiles = [
            {
                "name": name,
                "label": label,
                "count": run.counts.get(name, 0),
                "rows": lists.get(name, []),
                "more": max(0, run.counts.get(name, 0) - len(lists.get(name, []))),
            }
            for name, label in TILES.items()
        ]
        told = [tile for tile in tiles if tile["count"] or not str(tile["name"]).startswith("units")]
        context = self.get_context_data(run=run, tiles=told, reloads=reloads, seconds=RELOAD_SECONDS, **run.preview)
        alarm = refused and run.state == State.READY and run.preview["alarming"]
        response = self.render_to_response(context | {"unconfirmed": alarm}, status=422 if alarm else 200)
        if reloads:
            response["Refresh"] = f"{RELOAD_SECONDS}; url={self.request.path}?n={turn + 1}"
        return response
