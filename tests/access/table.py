"""Who may open what: one row an address, one word a role."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from tests.access.world import COURSE, ROLES, World

LESSON, QUIZ = "was-ist-phishing", "abschluss"
# Wagtail checks each chosen page by itself; without one there is nothing to act on.
BULK = "/cms/bulk/wagtailcore/page/publish/"
UNKNOWN = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Row:
    """One address with the expected word for each role; `args` may ask the world for an object."""

    name: str
    expected: dict[str, str]
    method: str = "get"
    kwargs: Callable[[World], dict[str, object]] = lambda world: {}
    path: str = ""

    def url(self, world: World) -> str:
        if self.path:
            return self.path.format(world=world)
        with translation.override("de"):
            return reverse(self.name, kwargs=self.kwargs(world) or None)

    @property
    def title(self) -> str:
        return f"{self.method} {self.name}{' ' + self.path if self.path else ''}"


def row(name: str, expected: str, method: str = "get", path: str = "", /, **kwargs: object) -> Row:
    """`expected`: one word for all, or one word a role in the order of ROLES. A value "world.x" is looked up."""
    words = expected.split()
    words = words * len(ROLES) if len(words) == 1 else words
    assert len(words) == len(ROLES), name

    def resolved(world: World) -> dict[str, object]:
        return {
            key: getattr(world, value.removeprefix("world.")) if str(value).startswith("world.") else value
            for key, value in kwargs.items()
        }

    return Row(name, dict(zip(ROLES, words, strict=True)), method, resolved, path)


STEP = {"course": COURSE, "slot": LESSON}
SITTING = {"course": COURSE, "slot": QUIZ}

# anonymous learner other trainer head_a head_b hr admin
ADMIN = "login refused refused refused refused refused refused ok"
AUTHORS = "login refused refused ok refused refused refused ok"
# a quiz is there only for those who may publish it; what is behind it has its own tests
OWNERS = "login refused refused none refused refused refused none"
ADMIN_NONE = "login refused refused refused refused refused refused none"
SENT_AUTHORS = "login refused refused go refused refused refused go"
STAFF = "login refused refused ok ok ok ok ok"
REPORTERS = "login refused refused refused ok ok ok ok"
NOBODY = "login refused refused refused refused refused refused refused"
MEMBERS = "login ok ok ok ok ok ok ok"
SENT_ON = "login go go go go go go go"
NO_FACTOR = "login none none none none none none none"  # there is nothing to show or to take away yet
STRANGERS = "ok go go go go go go go"

SITE = [
    row("root", "go"),
    row("healthz", "ok"),
    row("favicon", "go"),
    row("readyz", "ok"),
    row("media", "none", name="gibt-es-nicht.png"),
    row("h5p_frame", "none", token="falsch"),
    row("h5p_content_file", "none", token="falsch", name="h5p.json"),
    row("h5p_library_file", "none", token="falsch", library="SK.Selfcheck-1.1", name="selfcheck.js"),
    row("short_code", "go", code="ABCD"),
    row("verify_json", "none", code="ABCD"),
    row("did", "ok"),
    row("jwks", "ok"),
    row("issuer", "ok"),
    row("badge_picture", "ok"),
    row("status_list", "later", page=0),
    row("status_list_jwt", "later", page=0),
    row("verify", "ok"),
    row("verify_name", "none", "post", code="ABCD"),
    row("verify_file", "bad", "post"),
    row("verify_code", "ok", code="world.code"),
    row("verify_qr", "ok", code="world.code"),
    row("home", "ok"),
    row("catalogue", "ok"),
    row("course", "ok", course=COURSE),
    row("step", "ok", **STEP),
    row("lesson_done", "go", **STEP),
    row("lesson_done", "go", "post", **STEP),
    row("practice", "none", key=UNKNOWN, **STEP),
    row("activity_begin", "none", "post", key=UNKNOWN, **STEP),
    row("activity_report", "none", "post", key=UNKNOWN, **STEP),
    row("activity_state", "none", "post", key=UNKNOWN, **STEP),
    row("question", "ok", number=1, **SITTING),
    row("result", "go", **SITTING),
    row("questions", "ok", **SITTING),
    row("begin", "go", **SITTING),
    row("my_learning", "ok"),
    row("my_duty", "login none none none none none none none", pk=987654),
    row("certificate", "login ok none none none none none none", code="world.code"),
    row("certificate_pdf", "login later none none none none none none", code="world.code"),
    row("certificate_badge", "login later none none none none none none", code="world.code", form="json"),
    row("certificate_mail", "bad", code="world.code"),
    row("certificate_mail", "login none none none none none none none", "post", code="world.code"),
    row("certificate_name", "bad"),
    row("certificate_name", "login bad bad bad bad bad bad bad", "post"),
    row("comfort", "ok"),
    row("comfort", "go", "post"),
    row("who_sees_what", "ok"),
    row("info", "none", slug="gibt-es-nicht"),
]
WAGTAIL_SITE = [
    row("page_login", "login"),
    row("wagtailcore_authenticate_with_password", "none", page_view_restriction_id=1, page_id=1),
    row("wagtail_serve", "none", "get", "/de/gibt/es/nicht/"),
    row("wagtaildocs_serve", "none", "get", "/dokumente/1/gibt-es-nicht.pdf"),
    row("wagtaildocs_authenticate_with_password", "none", restriction_id=1),
]
ACCOUNT = [
    row("account_login", STRANGERS),
    row("account_signup", STRANGERS),
    row("account_logout", "go ok ok ok ok ok ok ok"),
    row("account_inactive", "ok"),
    row("account_reauthenticate", MEMBERS),
    row("account_email_verification_sent", "ok"),
    row("my_disclosures", MEMBERS),
    row("voluntary_details", MEMBERS),
    row("voluntary_details", "login go go go go go go go", "post"),
    row("account_change_password", MEMBERS),
    row("account_reset_password", "ok"),
    row("account_confirm_password_reset_code", "login"),
    row("account_complete_password_reset", "go"),
    row("account_password_reset_completed", "ok"),
    row("account_access_code", "ok"),
    row("account_access_code", "bad", "post"),
    row("account_first_password", "go"),
    row("invitation", "none", token="FALSCH"),
    row("mfa_index", MEMBERS),
    row("mfa_authenticate", SENT_ON),
    row("mfa_reauthenticate", SENT_ON),
    row("mfa_activate_totp", SENT_ON),
    row("mfa_deactivate_totp", NO_FACTOR),
    row("mfa_view_recovery_codes", NO_FACTOR),
    row("mfa_generate_recovery_codes", SENT_ON),
    row("mfa_download_recovery_codes", NO_FACTOR),
]
# addresses of one content, upload or library: there is none, which is said to those alone who may look
H5P = [
    row("h5p_contents", AUTHORS),
    row("h5p_upload", AUTHORS),
    row("h5p_upload", "login refused refused bad refused refused refused bad", "post"),
    row("h5p_done", AUTHORS),
    row("h5p_report", OWNERS, token=UNKNOWN),
    row("h5p_ask", OWNERS, "post", token=UNKNOWN),
    row("h5p_new_version", OWNERS, token=UNKNOWN),
    row("h5p_content", OWNERS, pk=0),
    row("h5p_replace", OWNERS, pk=0),
    row("h5p_convert", OWNERS, pk=0),
    row("h5p_remove", OWNERS, pk=0),
    row("h5p_remove", OWNERS, "post", pk=0),
    row("h5p_export", OWNERS, pk=0),
    row("h5p_export_file", OWNERS, pk=0),
    row("h5p_libraries", ADMIN),
    row("h5p_library_upload", ADMIN),
    row("h5p_library_review", ADMIN_NONE, token=UNKNOWN),
    row("h5p_library_review", ADMIN_NONE, "post", token=UNKNOWN),
    row("h5p_withdraw", ADMIN_NONE, pk=0),
    row("h5p_withdraw", ADMIN_NONE, "post", pk=0),
    row("h5p_types:index", ADMIN),
    row("h5p_types:index_results", ADMIN),
    row("h5p_types:add", ADMIN),
    row("h5p_types:edit", ADMIN, pk="world.content_type"),
    row("h5p_types:delete", ADMIN, pk="world.content_type"),
    row("h5p_chooser:choose", AUTHORS),
    row("h5p_chooser:choose_results", AUTHORS),
    row("h5p_chooser:chosen", OWNERS, pk=0),
    row("h5p_chooser:chosen_multiple", AUTHORS),
    row("h5p_snippet:list", SENT_AUTHORS),
    row("h5p_snippet:add", SENT_AUTHORS),
    row("h5p_snippet:edit", SENT_AUTHORS, pk=0),
    row("h5p_snippet:delete", SENT_AUTHORS, pk=0),
    row("h5p_snippet:usage", SENT_AUTHORS, pk=0),
]
EDITORS_NOBODY = ADMIN  # no editor is among the roles: who may change designs has tests of its own
HR_ADMIN = "login refused refused refused refused refused ok ok"
CERTIFICATES = [
    row("certificate_designs", EDITORS_NOBODY),
    row("certificate_design_new", EDITORS_NOBODY),
    row("certificate_design_new", "login refused refused refused refused refused refused bad", "post"),
    row("certificate_design", ADMIN_NONE, pk=0),
    row("certificate_design_preview", ADMIN_NONE, pk=0),
    row("certificate_design_proof", ADMIN_NONE, pk=0),
    row("certificate_design_publish", ADMIN_NONE, "post", pk=0),
    row("certificate_design_delete", ADMIN_NONE, pk=0),
    row("held_certificates", HR_ADMIN),
    # a citizen's certificate: nothing for the personnel office
    row("held_certificate", "login refused refused refused refused refused none ok", code="world.code"),
    row("held_certificate", "login refused refused refused refused refused none bad", "post", code="world.code"),
    row("certificate_parcels", REPORTERS),
    row("certificate_parcels", "login refused refused refused go go go go", "post"),
    row("certificate_parcel", "login refused refused refused none none none none", key=UNKNOWN),
]
HR_ADMIN_NONE = "login refused refused refused refused refused none none"
# whoever changes rules; there is no such requirement and no such draft
RULES = [
    row("requirement_add", HR_ADMIN),
    row("requirement_add", "login refused refused refused refused refused bad bad", "post"),
    row("requirement_edit", HR_ADMIN_NONE, key="gibt-es-nicht"),
    row("requirement_edit", HR_ADMIN_NONE, "post", key="gibt-es-nicht"),
    row("requirement_copy", HR_ADMIN_NONE, key="gibt-es-nicht"),
    row("requirement_end", HR_ADMIN_NONE, key="gibt-es-nicht"),
    row("requirement_end", HR_ADMIN_NONE, "post", key="gibt-es-nicht"),
    row("requirement_history", HR_ADMIN_NONE, key="gibt-es-nicht"),
    # a draft that is gone was applied or thrown away: back to the list with a remark
    row("requirement_preview", "login refused refused refused refused refused go go", draft=UNKNOWN),
    row("requirement_preview", HR_ADMIN_NONE, "post", draft=UNKNOWN),
]
OFFICE = "login refused refused refused refused refused {} {}"
# a person, duty or exemption that there is not: nothing, and for heads the same as a foreign one (own tests)
PERSON_DUTIES = [
    row("duty_person", "login refused refused refused none none none none", learner=UNKNOWN),
    row("duty_explained", "login refused refused refused none none none none", pk=987654),
    row("duty_decide", OFFICE.format("none", "none"), learner=UNKNOWN, action="befreien", pk=1),
    row("duty_decide", OFFICE.format("none", "none"), "post", learner=UNKNOWN, action="befreien", pk=1),
    row("duty_bulk", REPORTERS),
    row("duty_bulk", "login refused refused refused bad bad bad bad", "post"),
    row("duty_order", "login refused refused refused none none none none", pk=987654),
    row("earlier_completions", OFFICE.format("ok", "ok")),
    row("earlier_completions", OFFICE.format("bad", "bad"), "post"),
    row("earlier_template", OFFICE.format("ok", "ok")),
]
SENT_REPORTERS = "login refused refused refused go go go go"
NO_REPORT = "login refused refused refused none none none none"
REPORTS = [
    row("report_overdue", REPORTERS),
    row("report_expiring", REPORTERS),
    row("report_asof", REPORTERS),
    row("report_history", REPORTERS),
    # heads are told that there is nothing for them
    row("report_participation", REPORTERS),
    # without a format they are sent back to choose one
    row("report_file", SENT_REPORTERS, "post", key="ueberfaellig"),
    row("report_file", NO_REPORT, "post", key="gibt-es-nicht"),
    row("report_runs", REPORTERS),
    row("report_run", NO_REPORT, key=UNKNOWN),
    row("report_run_file", NO_REPORT, key=UNKNOWN),
    row("report_definitions", REPORTERS),
    row("report_definition_add", REPORTERS, key="ueberfaellig"),
    row("report_definition_add", NO_REPORT, key="gibt-es-nicht"),
    row("report_definition", NO_REPORT, pk=0),
    row("report_definition_delete", NO_REPORT, "post", pk=0),
]
REMINDERS = [
    row("reminder_texts", HR_ADMIN),
    row("reminder_text", HR_ADMIN, kind="erinnerung"),
    # an empty form means the standard text: nothing to complain about, and nothing to keep
    row("reminder_text", "login refused refused refused refused refused go go", "post", kind="eskalation"),
    row("reminder_text", "login refused refused refused refused refused none none", kind="falsch"),
    row("reminder_preview", HR_ADMIN, kind="erinnerung"),
    row("reminder_test", "login refused refused refused refused refused go go", kind="erinnerung"),
    row("reminder_test", HR_ADMIN, "post", kind="erinnerung"),
    row("reminder_reset", "login refused refused refused refused refused go go", "post", kind="erinnerung"),
    row("quiet_periods:index", HR_ADMIN),
    row("quiet_periods:add", HR_ADMIN),
    row("quiet_periods:edit", HR_ADMIN, pk="world.quiet"),
    row("quiet_periods:delete", HR_ADMIN, pk="world.quiet"),
]
PEOPLE = [
    row("roster_import", HR_ADMIN),
    row("roster_import", "login refused refused refused refused refused bad bad", "post"),
    row("roster_run", "login refused refused refused refused refused none none", key=UNKNOWN),
    row("roster_run", "login refused refused refused refused refused none none", "post", key=UNKNOWN),
    row("invitations", HR_ADMIN),
    row("invitations", "login refused refused refused refused refused go go", "post"),
    row("merge_people", ADMIN),
    row("merge_people", "login refused refused refused refused refused refused go", "post"),
    row("units", HR_ADMIN),
    row("unit_people", HR_ADMIN, code="A"),
    row("unit_people", "login refused refused refused refused refused none none", code="gibt-es-nicht"),
    row("person_places", "login refused refused refused refused refused none none", learner=UNKNOWN),
    row("person_places", "login refused refused refused refused refused none none", "post", learner=UNKNOWN),
]
DUTIES = [
    row("duties", REPORTERS),
    row("duty_matrix", REPORTERS),
    row("duty_health", REPORTERS),
    row("duty_people", REPORTERS),
    # the head of another unit learns nothing, not even whether the unit exists
    row("duty_unit", "login refused refused refused ok none ok ok", code="A"),
    row("duty_unit", "login refused refused refused none none none none", code="gibt-es-nicht"),
    row("duty_requirement", "login refused refused refused none none none none", key="gibt-es-nicht"),
]
CMS_OURS = [
    *REMINDERS,
    *PEOPLE,
    *PERSON_DUTIES,
    row("cms_login", NOBODY),
    row("cms_action_closed", "refused", "post", "/cms/api/main/pages/{world.lesson_page}/action/publish/"),
    row("completion_report", REPORTERS),
    *REPORTS,
    row("requirements", REPORTERS),
    *RULES,
    *DUTIES,
    row("quizzes", AUTHORS),
    row("review_queue", OWNERS, key=UNKNOWN),
    row("review_answer", OWNERS, key=UNKNOWN, response=1),
    # a trainer who does not answer for the course finds no quiz there
    row("quiz_regrade", "login refused refused none refused refused refused ok", key="world.quiz_key"),
    row("quiz_regrade", "login refused refused none refused refused refused go", "post", key="world.quiz_key"),
    row("quiz_statistics", "login refused refused none refused refused refused ok", key="world.quiz_key"),
    *H5P,
    *CERTIFICATES,
    row("outbox:index", ADMIN),
    row("outbox:index_results", ADMIN),
    row("outbox:inspect", ADMIN, pk="world.mail"),
    row("departments:index", ADMIN),
    row("departments:edit", ADMIN, pk="world.unit_a"),
    row("departments:delete", ADMIN, pk="world.unit_a"),
    row("memberships:index", ADMIN),
    row("memberships:edit", ADMIN, pk="world.member_of_a"),
    row("memberships:delete", ADMIN, pk="world.member_of_a"),
    row("memberships:add", ADMIN),
]
# One or two of each kind of Wagtail's own screens.
CMS_WAGTAIL = [
    row("wagtailadmin_home", STAFF, "get", "/cms/"),
    row("wagtailadmin_explore_root", AUTHORS, "get", "/cms/pages/"),
    row(
        "wagtailadmin_pages:edit",
        AUTHORS,
        "get",
        "/cms/pages/{world.lesson_page}/edit/",
    ),
    row(
        "wagtailadmin_pages:delete",
        ADMIN,
        "get",
        "/cms/pages/{world.lesson_page}/delete/",
    ),
    row(
        "wagtailadmin_pages:history",
        AUTHORS,
        "get",
        "/cms/pages/{world.lesson_page}/history/",
    ),
    row(
        "wagtailadmin_pages:set_privacy",
        ADMIN,
        "get",
        "/cms/pages/{world.lesson_page}/privacy/",
    ),
    row("wagtailadmin_api:pages:listing", STAFF, "get", "/cms/api/main/pages/"),
    row("wagtail_bulk_action", "login refused refused none none none none none", "get", BULK),
    row("wagtailimages:index", AUTHORS, "get", "/cms/images/"),
    row("wagtailimages:add", AUTHORS, "get", "/cms/images/add/"),
    row("wagtaildocs:index", AUTHORS, "get", "/cms/documents/"),
    row("wagtailusers_users:index", ADMIN, "get", "/cms/users/"),
    row("wagtailusers_groups:index", ADMIN, "get", "/cms/groups/"),
    row("wagtailsites:index", ADMIN, "get", "/cms/sites/"),
    row("wagtaillocales:index", ADMIN, "get", "/cms/locales/"),
    row(
        "wagtailadmin_collections:index",
        NOBODY,
        "get",
        "/cms/collections/",
    ),
    row(
        "wagtailadmin_workflows:index",
        ADMIN,
        "get",
        "/cms/workflows/list/",
    ),
    # lists only what happened to pages the person may see
    row("wagtailadmin_reports:site_history", STAFF, "get", "/cms/reports/site-history/"),
    row("wagtailsnippets:index", ADMIN, "get", "/cms/snippets/"),
    row("wagtailadmin_account", STAFF, "get", "/cms/account/"),
]
ROWS = [*SITE, *WAGTAIL_SITE, *ACCOUNT, *CMS_OURS, *CMS_WAGTAIL]
