"""What we add to the CMS: people, reports, and who is offered which."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter

from learn.accounts.access import may_report
from learn.accounts.viewsets import departments, memberships
from learn.assessment import urls as assessment
from learn.assessment.regrade import REGRADED
from learn.assessment.views import may_assess
from learn.compliance.views import PERMISSION as READ_REQUIREMENTS
from learn.compliance.views import RequirementList
from learn.operations.cms import PERMISSION as READ_MAILS
from learn.operations.cms import outbox
from learn.reports.views import EXPORTED, CompletionCsv, CompletionReport


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
    return [departments, memberships, outbox]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("berichte/abschluesse/", CompletionReport.as_view(), name="completion_report"),
        path("berichte/abschluesse/csv/", CompletionCsv.as_view(), name="completion_report_csv"),
        path("berichte/pflichtschulungen/", RequirementList.as_view(), name="requirements"),
        *assessment.urlpatterns,
    ]


class QuizzesItem(MenuItem):
    """A menu item for those who work on courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_assess(request.user)


@hooks.register("register_admin_menu_item")
def quizzes_item() -> MenuItem:
    return QuizzesItem(_("Quizze"), reverse_lazy("quizzes"), name="quizzes", icon_name="tasks", order=150)


@hooks.register("register_reports_menu_item")
def completions_item() -> MenuItem:
    address = reverse_lazy("completion_report")
    return ReportItem(_("Abschlüsse"), address, name="completions", icon_name="table", order=10)


@hooks.register("register_reports_menu_item")
def requirements_item() -> MenuItem:
    return PermittedItem(
        _("Pflichtschulungen"),
        reverse_lazy("requirements"),
        name="requirements",
        icon_name="clipboard-list",
        order=20,
        permission=READ_REQUIREMENTS,
    )


@hooks.register("register_reports_menu_item")
def outbox_item() -> MenuItem:
    return PermittedItem(
        outbox.menu_label,
        reverse_lazy("outbox:index"),
        name="outbox",
        icon_name=outbox.icon,
        order=90,
        permission=READ_MAILS,
    )


class ReportPanel(Component):
    """What the personnel office and heads come for, on the first page of the CMS."""

    order = 50
    template_name = "learn/reports/home_panel.html"


@hooks.register("construct_homepage_panels")
def report_panel(request: HttpRequest, panels: list[Component]) -> None:
    if may_report(request.user):  # type: ignore[arg-type]
        panels.append(ReportPanel())


@hooks.register("register_admin_menu_item")
def people_menu() -> MenuItem:
    items = [
        PermittedItem(
            _("Konten"),
            reverse_lazy("wagtailusers_users:index"),
            name="accounts",
            icon_name="user",
            order=10,
            permission="accounts.change_user",
        ),
        PermittedItem(
            departments.menu_label,
            reverse_lazy("departments:index"),
            name="departments",
            icon_name="group",
            order=20,
            permission="accounts.change_department",
        ),
        PermittedItem(
            memberships.menu_label,
            reverse_lazy("memberships:index"),
            name="memberships",
            icon_name="calendar-check",
            order=30,
            permission="accounts.change_membership",
        ),
    ]
    return SubmenuMenuItem(_("Personen"), Menu(items=items), name="people", icon_name="group", order=160)


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
def regrade_log(actions: Any) -> None:
    @actions.register_action(REGRADED)
    class RegradeFormatter(LogFormatter):
        label = _("Quiz neu bewertet")

        def format_message(self, log_entry: Any) -> str:
            count = log_entry.data["questions"]
            return ngettext("Neu bewertet: %(n)d Frage", "Neu bewertet: %(n)d Fragen", count) % {"n": count}
