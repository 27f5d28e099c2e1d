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
    row("short_code", "go", code="ABCD"),
    row("verify", "ok"),
    row("verify_code", "ok", code="world.code"),
    row("verify_qr", "ok", code="world.code"),
    row("home", "ok"),
    row("catalogue", "ok"),
    row("course", "ok", course=COURSE),
    row("step", "ok", **STEP),
    row("lesson_done", "go", **STEP),
    row("lesson_done", "go", "post", **STEP),
    row("practice", "none", key=UNKNOWN, **STEP),
    row("question", "ok", number=1, **SITTING),
    row("result", "go", **SITTING),
    row("questions", "ok", **SITTING),
    row("begin", "go", **SITTING),
    row("my_learning", "ok"),
    row("certificate", "login ok none none none none none none", code="world.code"),
    row("certificate_pdf", "login later none none none none none none", code="world.code"),
    row("certificate_name", "bad"),
    row("certificate_name", "login bad bad bad bad bad bad bad", "post"),
    row("comfort", "ok"),
    row("comfort", "go", "post"),
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
    row("account_change_password", MEMBERS),
    row("account_reset_password", "ok"),
    row("account_confirm_password_reset_code", "login"),
    row("account_complete_password_reset", "go"),
    row("account_password_reset_completed", "ok"),
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
CMS_OURS = [
    row("cms_login", NOBODY),
    row("cms_action_closed", "refused", "post", "/cms/api/main/pages/{world.lesson_page}/action/publish/"),
    row("completion_report", REPORTERS),
    row("completion_report_csv", REPORTERS),
    row("requirements", REPORTERS),
    row("quizzes", AUTHORS),
    row("review_queue", OWNERS, key=UNKNOWN),
    row("review_answer", OWNERS, key=UNKNOWN, response=1),
    # a trainer who does not answer for the course finds no quiz there
    row("quiz_regrade", "login refused refused none refused refused refused ok", key="world.quiz_key"),
    row("quiz_regrade", "login refused refused none refused refused refused go", "post", key="world.quiz_key"),
    row("quiz_statistics", "login refused refused none refused refused refused ok", key="world.quiz_key"),
    *H5P,
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
