"""Reminders in the CMS: the texts of the mails with preview and test, quiet times, and who cannot be reached."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from learn.accounts.access import visible_people
from learn.accounts.guarded import Guarded
from learn.compliance.models import SentReminder
from learn.compliance.reminder_models import QuietPeriod
from learn.compliance.reminders import texts
from learn.compliance.reminders.due import quiet_times
from learn.compliance.reminders.example import example_calendar, example_letter
from learn.compliance.reminders.texts import ChangedMeanwhile, Kind, Texts
from learn.compliance.reminders.writing import addressable
from learn.post import outbox
from learn.post.letters import Letter
from learn.rules.deadlines import State, Step
from learn.rules.roster.no_mail import NO_MAIL
from learn.rules.workdays import next_working_day

PERMISSION = "learn.change_remindertext"
TESTS_AN_HOUR = 10
PROBE = "probe"  # kind of a test mail
MOST_UNREACHABLE = 100
KINDS: dict[Kind, tuple[Promise, Promise]] = {
    Kind.REMINDER: (
        gettext_lazy("Erinnerung an die Person"),
        gettext_lazy(
            "Geht an alle, bei denen eine Frist näher rückt oder vorbei ist. Jede Person bekommt eine E-Mail."
        ),
    ),
    Kind.ESCALATION: (
        gettext_lazy("Hinweis an die Leitung"),
        gettext_lazy(
            "Geht an die Leitung der Einheit, wenn eine Frist länger vorbei ist; sonst an die Einheit darüber, "
            "zuletzt an die Personalstelle."
        ),
    ),
}
PENDING = (State.OPEN, State.OVERDUE, State.EXPIRED, State.IN_GRACE)


class ReminderScreen(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """What the screens share."""

    header_icon = "mail"
    page_title: str | Promise = gettext_lazy("Erinnerungen")

    def allowed(self) -> bool:
        return self.viewer.has_perm(PERMISSION)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("reminder_texts"), "label": _("Erinnerungen")}]


class ReminderTexts(ReminderScreen):
    """Both mails, the quiet times, the last and the next morning, and people whom no mail reaches."""

    template_name = "learn/compliance/reminder_texts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        quiet = quiet_times()
        last = SentReminder.objects.exclude(step=Step.BY_HAND).order_by("-written_on").first()
        sent = SentReminder.objects.filter(written_on=last.written_on).exclude(mail_key="") if last else None
        unreachable = list(self._unreachable()[: MOST_UNREACHABLE + 1])
        kinds = [
            {
                "kind": kind,
                "name": name,
                "about": about,
                "last": next(iter(texts.history(kind, 1)), None),
                "standard": texts.current(kind) == texts.standard(kind),
            }
            for kind, (name, about) in KINDS.items()
        ]
        return super().get_context_data(
            kinds=kinds,
            quiet=QuietPeriod.objects.all(),
            last_on=last.written_on if last else None,
            last_mails=sent.values("mail_key").distinct().count() if sent is not None else 0,
            next_on=next_working_day(today + timedelta(days=1), quiet),
            unreachable=unreachable[:MOST_UNREACHABLE],
            more=len(unreachable) > MOST_UNREACHABLE,
            **kwargs,
        )

    def _unreachable(self) -> Any:
        """People under a duty that is open or late, without an address or with a closed account."""
        pending = Q(learner__obligations__state__in=[state.value for state in PENDING])
        nowhere = Q(email="") | Q(email__endswith=f"@{NO_MAIL}") | Q(is_active=False)
        people = visible_people(self.viewer, timezone.localdate()).filter(nowhere, pending)
        return people.annotate(pending=Count("learner__obligations")).order_by("last_name", "first_name", "pk")


class TextScreen(ReminderScreen):
    """A screen about one of the mails (`kind` in the address)."""

    template_name = "learn/compliance/reminder_text.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(PERMISSION) and kwargs["kind"] not in set(Kind):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> Kind:
        return Kind(self.kwargs["kind"])

    def get_page_subtitle(self) -> str:
        return str(KINDS[self.kind][0])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_subtitle()}]

    def posted(self) -> Texts:
        """The texts of the form; line ends as everywhere."""
        given = {part: self.request.POST.get(part, "").replace("\r\n", "\n").strip() for part in texts.PARTS}
        return Texts(**given)

    def meant(self, given: Texts) -> Texts:
        """The same with the standard text in place of what was left empty."""
        return replace(texts.standard(self.kind), **{part: text for part, text in asdict(given).items() if text})

    def letter(self, given: Texts) -> Letter:
        return example_letter(self.kind, self.meant(given), timezone.localdate())

    def again(self, given: Texts, faults: dict[str, list[str]], status: int, seen: int | None = None) -> HttpResponse:
        """The form as it was sent, with what is wrong."""
        context = self.get_context_data(given=given, faults=faults, seen=seen)
        return self.render_to_response(context, status=status)

    def get_context_data(
        self, given: Texts | None = None, faults: Any = None, seen: int | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        usual, current = texts.standard(self.kind), texts.current(self.kind)
        shown = given or current
        kwargs["kind"] = self.kind
        return super().get_context_data(
            about=KINDS[self.kind][1],
            fields=[
                {
                    "name": part,
                    "label": texts.LABELS[part],
                    "text": getattr(shown, part),
                    "standard": getattr(usual, part),
                    "long": part in {"intro", "closing"},
                    "most": texts.LONGEST[part],
                    "faults": (faults or {}).get(part, ()),
                }
                for part in texts.PARTS
            ],
            faults=faults,
            placeholders=[(f"{{{name}}}", about) for name, about in texts.PLACEHOLDERS.items()],
            seen=texts.version(self.kind) if seen is None else seen,
            is_standard=current == usual,
            history=[(row, texts.LABELS.get(row.part, row.part)) for row in texts.history(self.kind)],
            **kwargs,
        )


class EditText(TextScreen):
    """The four parts of a mail; POST keeps them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = self.posted()
        if faults := texts.faults(self.meant(given)):
            return self.again(given, faults, 422)
        seen = request.POST.get("seen", "")
        try:
            changed = texts.save(self.kind, given, self.viewer, int(seen) if seen.isdecimal() else None)
        except ChangedMeanwhile as clash:
            messages.error(
                request,
                _(
                    "%(who)s hat diesen Text inzwischen geändert. Ihre Fassung steht noch in den Feldern. "
                    "Wenn sie gelten soll, speichern Sie bitte noch einmal."
                )
                % {"who": clash.last.by or _("Jemand")},
            )
            return self.again(given, {}, 409, texts.version(self.kind))
        if changed:
            messages.success(request, _("Gespeichert. Die nächste E-Mail hat den neuen Text."))
        else:
            messages.info(request, _("Es gab nichts zu ändern."))
        return redirect("reminder_text", kind=self.kind)


class PreviewText(TextScreen):
    """The mail for an invented person, for the frame beside the form: as it is sent now, or as the form has it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown(texts.current(self.kind))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = self.posted()
        faults = texts.faults(self.meant(given))
        return self._told(faults) if faults else self._shown(given)

    def _shown(self, given: Texts) -> HttpResponse:
        letter = self.letter(given)
        around = {"subject": letter.subject, "text": letter.text}
        head = render_to_string("learn/compliance/reminder_preview_head.html", around)
        foot = render_to_string("learn/compliance/reminder_preview_text.html", around)
        sheet = format_html('<link rel="stylesheet" href="{}">', static("learn/cms/reminder_preview.css"))
        html = letter.html.replace("</head>", f"{sheet}</head>", 1)
        html = html.replace('<div role="main"', f'{head}<div role="main"', 1)
        return HttpResponse(html.replace("</body>", f"{foot}</body>", 1))

    def _told(self, faults: dict[str, list[str]]) -> HttpResponse:
        told = [(texts.LABELS[part], sentences) for part, sentences in faults.items()]
        html = render_to_string("learn/compliance/reminder_preview_faults.html", {"faults": told})
        return HttpResponse(html, status=422)


class TestText(TextScreen):
    """POST sends the mail as the form has it to whoever asks, without keeping it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("reminder_text", kind=self.kind)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = self.posted()
        if faults := texts.faults(self.meant(given)):
            return self.again(given, faults, 422)
        now = timezone.now()
        address = self.viewer.email
        if not addressable(self.viewer):
            messages.error(request, _("Zu Ihrem Konto gehört keine E-Mail-Adresse."))
        elif outbox.written_since(PROBE, address, now - timedelta(hours=1)) >= TESTS_AN_HOUR:
            messages.error(request, _("Das waren viele Test-E-Mails. Bitte versuchen Sie es in einer Stunde wieder."))
        else:
            letter = self.letter(given)
            dates = example_calendar(timezone.localdate(), now) if self.kind is Kind.REMINDER else ""
            subject = _("Test: %(subject)s") % {"subject": letter.subject}
            outbox.write(PROBE, address, subject, letter.text, letter.html, key=f"{PROBE}-{uuid4()}", calendar=dates)
            messages.success(
                request,
                _("Die Test-E-Mail an %(address)s ist unterwegs. Gespeichert ist noch nichts.") % {"address": address},
            )
        return self.again(given, {}, 200)


class ResetText(TextScreen):
    """POST puts the standard text back; the town's own stays in the history."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("reminder_text", kind=self.kind)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        changed = texts.save(self.kind, texts.standard(self.kind), self.viewer)
        words = ngettext("%(n)d Teil hat", "%(n)d Teile haben", changed) % {"n": changed}
        messages.success(request, _("%(parts)s wieder den Standardtext.") % {"parts": words})
        return redirect("reminder_text", kind=self.kind)


class QuietPeriods(ModelViewSet):
    """Times in which no reminder is sent, beside weekends and public holidays."""

    model = QuietPeriod
    icon = "calendar"
    url_prefix = "pflichten/ruhezeiten"
    menu_label = gettext_lazy("Ruhezeiten")
    list_display = [
        "name",
        DateColumn("first", label=gettext_lazy("erster Tag")),
        DateColumn("last", label=gettext_lazy("letzter Tag")),
        "every_year",
    ]
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["first"]
    add_to_reference_index = False
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("first"), FieldPanel("last")]),
        FieldPanel("every_year"),
    ]


quiet_periods = QuietPeriods("quiet_periods")
urlpatterns: list[URLPattern] = [
    path("pflichten/erinnerungen/", ReminderTexts.as_view(), name="reminder_texts"),
    path("pflichten/erinnerungen/<str:kind>/", EditText.as_view(), name="reminder_text"),
    path("pflichten/erinnerungen/<str:kind>/vorschau/", PreviewText.as_view(), name="reminder_preview"),
    path("pflichten/erinnerungen/<str:kind>/test/", TestText.as_view(), name="reminder_test"),
    path("pflichten/erinnerungen/<str:kind>/standard/", ResetText.as_view(), name="reminder_reset"),
]
