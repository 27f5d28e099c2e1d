"""What we add to the CMS: people, reports, and who is offered which."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter

from learn.accounts import roles
from learn.accounts.access import may_report
from learn.accounts.roles import REPORT_ALL
from learn.accounts.viewsets import departments, memberships
from learn.assessment import urls as assessment
from learn.assessment.regrade import REGRADED
from learn.assessment.views import may_assess
from learn.compliance import people_urls as people_duties
from learn.compliance.overview import urls as overview
from learn.compliance.overview.home import DutiesPanel
from learn.compliance.person.access import DECIDE
from learn.compliance.reminders import cms as reminders
from learn.compliance.requirements import urls as rules
from learn.compliance.requirements.list_views import PERMISSION as READ_REQUIREMENTS
from learn.operations.cms import PERMISSION as READ_MAILS
from learn.operations.cms import outbox
from learn.people import merge_views as joined
from learn.people import urls as people
from learn.reports import certificates as held_certificates
from learn.reports import views as reports
from learn.reports import views_definitions as kept_reports
from learn.reports import views_runs as report_files
from learn.reports.catalogue import REPORTS
from learn.reports.runs import EXPORTED


class PermittedItem(MenuItem):
    """A menu item for those who have one right."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class ReportItem(MenuItem):
    """A menu item for those who may see reports on people."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_report(request.user)  # type: ignore[arg-type]


@hooks.register("register_admin_viewset")
def people_viewsets() -> Sequence[ModelViewSet]:
    return [departments, memberships, outbox, reminders.quiet_periods]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        *rules.urlpatterns,
        *people_duties.urlpatterns,
        *overview.urlpatterns,
        *held_certificates.urlpatterns,
        *report_files.urlpatterns,
        *kept_reports.urlpatterns,
        *reports.urlpatterns,
        *assessment.urlpatterns,
        *reminders.urlpatterns,
        *people.urlpatterns,
    ]


class QuizzesItem(MenuItem):
    """A menu item for those who work on courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_assess(request.user)


@hooks.register("register_admin_menu_item")
def quizzes_item() -> MenuItem:
    return QuizzesItem(_("Quizze"), reverse_lazy("quizzes"), name="quizzes", icon_name="tasks", order=150)


# Title, address, name, icon and right of each item, in their order. No right: whoever may see reports on people.
DUTY_ITEMS = (
    (_("Übersicht"), "duties", "duty-overview", "view", ""),
    (_("Matrix"), "duty_matrix", "duty-matrix", "table", ""),
    (_("Zyklen"), "duty_health", "duty-health", "rotate", ""),
    (_("Liste"), "duty_people", "duty-people", "list-ul", ""),
    (_("Regeln"), "requirements", "requirements", "clipboard-list", READ_REQUIREMENTS),
    (_("Erinnerungen"), "reminder_texts", "reminders", "mail", reminders.PERMISSION),
    (_("Sammelaktion"), "duty_bulk", "duty-bulk", "tasks", ""),
    (_("Frühere Abschlüsse"), "earlier_completions", "earlier-completions", "upload", DECIDE),
)
PEOPLE_ITEMS = (
    (_("Personalliste einlesen"), "roster_import", "roster", "upload", roles.MANAGE_PEOPLE),
    (departments.menu_label, "units", "units", "group", roles.MANAGE_PEOPLE),
    (_("Einladungen"), "invitations", "invitations", "mail", roles.MANAGE_PEOPLE),
    (_("Konten"), "wagtailusers_users:index", "accounts", "user", roles.ADMINISTER),
    (memberships.menu_label, "memberships:index", "memberships", "calendar-check", "accounts.change_membership"),
    (_("Konten zusammenführen"), "merge_people", "merge", "copy", roles.ADMINISTER),
)
_ICONS = {"abschluesse": "table", "ueberfaellig": "warning", "ablauf": "time", "stichtag": "calendar-check"}
_ICONS |= {"verlauf": "history", "beteiligung": "group"}
REPORT_ITEMS = (
    # counts of the whole city are for those alone who see it
    *((r.title, r.url, f"report-{r.key}", _ICONS[r.key], "" if r.of_people else REPORT_ALL) for r in REPORTS.values()),
    (_("Gespeicherte Berichte"), "report_definitions", "kept-reports", "list-ul", ""),
    (_("Erzeugte Dateien"), "report_runs", "report-files", "download", ""),
    (_("Zertifikate"), "held_certificates", "certificates", "doc-full-inverse", held_certificates.PERMISSION),
    # for the staff council; it stands on the public site
    (_("Wer sieht was?"), "who_sees_what", "sight", "view", ""),
    (outbox.menu_label, "outbox:index", "outbox", outbox.icon, READ_MAILS),
)


def menu_item(place: int, title: Any, address: str, name: str, icon: str, right: str) -> MenuItem:
    """One line of the tables above."""
    shown = {"name": name, "icon_name": icon, "order": place}
    if right:
        return PermittedItem(title, reverse_lazy(address), permission=right, **shown)
    return ReportItem(title, reverse_lazy(address), **shown)


def menu(lines: Iterable[tuple[Any, str, str, str, str]]) -> Menu:
    return Menu(items=[menu_item(place, *line) for place, line in enumerate(lines, 1)])


@hooks.register("register_admin_menu_item")
def duties_menu() -> MenuItem:
    return SubmenuMenuItem(_("Pflichten"), menu(DUTY_ITEMS), name="duties", icon_name="clipboard-list", order=140)


@hooks.register("register_admin_menu_item")
def people_menu() -> MenuItem:
    return SubmenuMenuItem(_("Personen"), menu(PEOPLE_ITEMS), name="people", icon_name="group", order=160)


for _place, _line in enumerate(REPORT_ITEMS, 1):
    hooks.register("register_reports_menu_item", partial(menu_item, _place, *_line))


class ReportPanel(Component):
    """What the personnel office and heads come for, on the first page of the CMS."""

    order = 50
    template_name = "learn/reports/home_panel.html"


@hooks.register("construct_homepage_panels")
def report_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_report(request.user):  # type: ignore[arg-type]
        panels += [DutiesPanel(), ReportPanel()]


@hooks.register("construct_settings_menu")
def accounts_stand_under_people(_request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "users"]


@hooks.register("construct_help_menu")
def help_stays_in_the_house(_request: HttpRequest, items: list[MenuItem]) -> None:
    """No link to another host, and no badge that counts them."""
    items[:] = [item for item in items if not item.url.startswith("http")]


@hooks.register("register_log_actions")
def report_log(actions: Any) -> None:
    @actions.register_action(EXPORTED)
    class ExportFormatter(LogFormatter):  # the registry wants a class, and it is needed nowhere else
        label = _("Bericht heruntergeladen")

        def format_message(self, log_entry: Any) -> str:
            return _("Bericht %(file)s mit %(rows)s Zeilen heruntergeladen") % log_entry.data


@hooks.register("register_log_actions")
def certificate_log(actions: Any) -> None:
    for action, (name, sentence) in (held_certificates.SAID | joined.SAID).items():
        # One formatter an action: the registry wants a class each.
        actions.register_action(action)(type("Formatter", (_Formatter,), {"label": name, "sentence": sentence}))


class _Formatter(LogFormatter):
    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence % log_entry.data)


@hooks.register("register_log_actions")
def regrade_log(actions: Any) -> None:
    @actions.register_action(REGRADED)
    class RegradeFormatter(LogFormatter):
        label = _("Quiz neu bewertet")

        def format_message(self, log_entry: Any) -> str:
            count = log_entry.data["questions"]
            return ngettext("Neu bewertet: %(n)d Frage", "Neu bewertet: %(n)d Fragen", count) % {"n": count}
