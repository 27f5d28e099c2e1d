"""The report on a content: what it is, what becomes of it here, what is lost; and the choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from courses.cms.facts import Register
from courses.cms.forms import BOTH, NATIVE, PLAYER, ChoiceForm
from courses.cms.parts import Part, parts
from courses.cms.places import QUIZ, Place, page_of, places
from courses.cms.screen import H5PScreen
from courses.cms.waiting_screen import WaitingScreen
from courses.exchange.h5p import add_activity, make_lesson_blocks, make_quiz
from courses.h5p import library
from courses.h5p.contents import Kept, keep, package_of
from courses.h5p.convert import Loss, Native, convertible, to_native
from courses.h5p.losses import loss_sentences
from courses.h5p.models import H5PContent, H5PVersion
from courses.h5p.package import Package
from courses.models import Quiz

_OUTCOMES: Mapping[str, str | Promise] = {
    NATIVE: gettext_lazy("Eigene Fragen und Texte: barrierefrei, die Ergebnisse zählen (empfohlen)"),
    PLAYER: gettext_lazy("H5P-Inhalt im Player: sieht aus wie im Original, die Ergebnisse zählen nur als Übung"),
    BOTH: gettext_lazy("Beides"),
}


@dataclass(frozen=True, slots=True)
class Converted:
    """What conversion makes of a content, ready to be shown."""

    native: Native
    parts: list[Part]
    losses: list[str]

    @classmethod
    def of(cls, source: Package | Kept, kind: Callable[[str], str]) -> "Converted | None":
        """None where there is nothing to make of it. `kind` names a library in words."""
        if not convertible(str(source.main)):
            return None
        native = to_native(str(source.main), source.content, source.language)
        if not native.questions and not native.blocks:
            return None
        absent = [Loss("no-file")] if set(native.media.values()) - source.media.keys() else []
        losses = loss_sentences([*native.losses, *absent], questions=bool(native.questions), kind=kind)
        return cls(native, parts(native), losses)


class ChoiceScreen(H5PScreen):
    """The report with the choice, wherever the content comes from."""

    template_name = "courses/cms/h5p_report.html"
    page_title: str | Promise = gettext_lazy("Bericht und Auswahl")

    @property
    def source(self) -> Package | Kept:
        raise NotImplementedError

    @cached_property
    def converted(self) -> Converted | None:
        return Converted.of(self.source, self.register.title)

    @cached_property
    def register(self) -> Register:
        return Register()

    @cached_property
    def found(self) -> list[Place]:
        return places(self.request.user, quizzes=bool(self.converted and self.converted.native.questions))

    def outcomes(self) -> list[str]:
        return [NATIVE] if self.converted and self.found else []

    def form(self, data: Any = None) -> ChoiceForm | None:
        """None where nothing can be done with the content."""
        outcomes = [(name, _OUTCOMES[name]) for name in self.outcomes()]
        if not outcomes:
            return None
        native = self.converted.native if self.converted else None
        title = (native.title if native else "") or self.source.title
        return ChoiceForm(data, outcomes=outcomes, found=self.found, user=self.request.user, initial={"title": title})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = self.source
        return super().get_context_data(
            source=source,
            facts=self.register.facts(str(source.main), source.language, source.license),
            converted=self.converted,
            found=self.found,
            **{"form": self.form(), **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        made: dict[str, Any] = {}
        outcome, content = form.cleaned_data["outcome"], None
        if outcome in (PLAYER, BOTH):  # outside: writing many files must not keep others from saving
            content = self.keep(form.cleaned_data["title"])
            made["inhalt"] = content.pk
        if form.cleaned_data["place"]:
            with transaction.atomic():
                made["seite"] = self._make(form, content).pk
        self.finished()
        return redirect(f"{reverse('h5p_done')}?{urlencode(made)}")

    def _make(self, form: ChoiceForm, content: H5PContent | None) -> Any:
        """The draft: a new quiz, or a lesson with more blocks. A single question becomes the twin of its activity."""
        kind, page = page_of(form.cleaned_data["place"])
        title, user, media = form.cleaned_data["title"], self.request.user, self.source.media
        native = self.converted.native if self.converted and form.cleaned_data["outcome"] != PLAYER else None
        if native and kind == QUIZ:
            return make_quiz(page, native, media, user, title=title)
        twin = native if content and native and len(native.questions) == 1 and not native.blocks else None
        if native and not twin:
            make_lesson_blocks(page, native, media, user)
        if content:
            add_activity(page, content.pk, title, twin, media, user)
        return page

    def keep(self, title: str) -> H5PContent:
        raise NotImplementedError

    def finished(self) -> None:
        """What is done once everything is kept."""


class ReportScreen(WaitingScreen, ChoiceScreen):
    """The report on an upload that waits."""

    #: what is missing for the player
    lacking: list[library.Missing]

    def look(self) -> None:
        self.lacking = library.missing(self.package)

    @property
    def source(self) -> Package:
        return self.package

    def outcomes(self) -> list[str]:
        native = super().outcomes()
        if self.lacking:
            return native
        return [*native, PLAYER, BOTH] if native else [PLAYER]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = bool(self.lacking) and library.asked_for(self.lacking)
        return super().get_context_data(lacking=self.lacking, asked=asked, playable=not self.lacking, **kwargs)

    def keep(self, title: str) -> H5PContent:
        return keep(self.package, title=title, user=self.request.user).content

    def finished(self) -> None:
        self.uploads.drop(self.token)


class ConvertScreen(ChoiceScreen):
    """The report on a content that is kept already: questions and texts can still be made of it."""

    template_name = "courses/cms/h5p_report.html"
    page_title = gettext_lazy("In Fragen umwandeln")
    content: H5PContent

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission):
            self.content = get_object_or_404(H5PContent, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def version(self) -> H5PVersion:
        version = self.content.current
        if version is None:
            raise Http404
        return version

    @cached_property
    def source(self) -> Kept:
        return package_of(self.version)

    def get_page_subtitle(self) -> str:
        return self.content.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(playable=self.version.libraries.exists(), **kwargs)


class DoneScreen(H5PScreen):
    """What has come of a content, with the ways on."""

    template_name = "courses/cms/h5p_done.html"
    page_title = gettext_lazy("Fertig")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self._found(Page.objects.all(), "seite")
        if page is not None and not page.permissions_for_user(self.request.user).can_edit():
            page = None
        return super().get_context_data(
            page=page, is_quiz=isinstance(page, Quiz), content=self._found(H5PContent.objects.all(), "inhalt"), **kwargs
        )

    def _found(self, rows: Any, name: str) -> Any:
        value = self.request.GET.get(name, "")
        row = rows.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 10 else None
        return getattr(row, "specific", row)


class AskScreen(WaitingScreen):
    """POST: the libraries an upload lacks are wanted."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        library.ask_for(library.missing(self.package), request.user)
        messages.success(request, _("Die Administration weiß jetzt, welche Bibliotheken Sie brauchen."))
        return redirect("h5p_new_version" if "content" in self.upload else "h5p_report", token=self.token)
