"""Publishing rules for every way of publishing, and who may publish what."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PagePermissionTester, Revision

from courses.checks import COURSE_DEPTH, problems

EDITORS_RIGHT = "courses.change_infopage"


class PublishRefused(ValidationError):
    """A page was to be published, but has faults. `page` is the page, `messages` are sentences for people."""

    def __init__(self, page: Page, found: list[str]) -> None:
        self.page = page
        super().__init__(found)

    @property
    def sentence(self) -> str:
        """What an editor reads when no form shows the faults."""
        return _("„%(page)s“ wurde nicht veröffentlicht: %(faults)s") % {
            "page": self.page.get_admin_display_title(),
            "faults": " ".join(self.messages),
        }


class StrictForm(WagtailAdminPageForm):
    """The page form: drafts may have faults, publishing may not."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors:
            for problem in problems(self.instance, form=self):
                self.add_error(None, problem)


class GuardedPublish(PublishPageRevisionAction):
    """Wagtail's publishing, after a look at the revision's own content."""

    def execute(self, skip_permission_checks: bool = False) -> None:
        self.check(skip_permission_checks=skip_permission_checks)
        if found := problems(self.object):
            raise PublishRefused(self.object, found)
        super().execute(skip_permission_checks=skip_permission_checks)


class OwnCourseTester(PagePermissionTester):
    """Whoever may edit here and owns the course may also publish in it."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and "change" in self.permissions and _owns_course(user, page):
            self.permissions.add("publish")


class EditorsTester(PagePermissionTester):
    """Pages of the site itself belong to the editors: rights on a catalogue are meant for the courses in it."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and not user.has_perm(EDITORS_RIGHT):
            self.permissions &= {"add"} if page.depth < COURSE_DEPTH else set()


def _owns_course(user: Any, page: Page) -> bool:
    if page.depth == COURSE_DEPTH:
        return page.owner_id == user.pk
    path = page.path[: Page.steplen * COURSE_DEPTH]
    return len(page.path) > len(path) and Page.objects.filter(path=path, owner_id=user.pk).exists()


_Base: Any = object  # mixed into pages; a model class here would be a table of its own


class Guarded(_Base):
    """A page whose publishing is guarded, whichever way it is asked for."""

    base_form_class = StrictForm

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        action = GuardedPublish(
            revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )
        try:
            action.execute(skip_permission_checks=skip_permission_checks)
        except PublishRefused:
            if log_action != "wagtail.publish.scheduled":
                raise
            # one spoiled page must not stop the schedule of all the others: its date is dropped, the live page stays
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return OwnCourseTester(user, self)


class OfTheSite(_Base):
    """A page that editors change, and trainers do not."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return EditorsTester(user, self)
