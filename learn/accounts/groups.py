"""The groups of the CMS and what each may do; can be run again at any time."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowTask,
)

from learn.accounts import roles
from learn.accounts.access import covering
from learn.accounts.models import Membership, User

_CMS = "wagtailadmin.access_admin"
_REQUIREMENTS = "learn.view_requirement"
_CHANGE_REQUIREMENTS = "learn.change_requirement"
# Deciding about duties: exempt, extend, take over, revoke.
_DECISIONS = "learn.change_obligation"
_MAILS = "learn.view_mail"
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
REVIEW = "Freigabe durch die Redaktion"
_WAGTAILS_GROUPS = ("Moderators", "Editors")
# What an editor keeps besides pages: topics, glossary, whatever else the room of the courses offers.
_CONTENT_APPS = ("courses",)
# Code that runs at learners, and what is said about it, are for administrators alone.
_ADMINISTRATORS_MODELS = ("h5plibrary", "h5plibraryrequest", "h5pcontenttype")
_H5P = tuple(f"courses.{action}_h5pcontent" for action in ("view", "add", "change", "delete"))
# Withdrawing certificates and putting names right.
_CERTIFICATES = "certificates.change_certificate"
_DESIGNS = tuple(f"certificates.{action}_design" for action in ("view", "add", "change", "delete"))
# The texts of reminders, and the times without any.
_REMINDERS = (
    "learn.change_remindertext",
    *(f"learn.{action}_quietperiod" for action in ("view", "add", "change", "delete")),
)
# Rows which nobody edits in the CMS; rights to them would only be a risk.
_CLOSED_APPS = ("learn", "sessions", "contenttypes", "django_q", "account", "mfa")


def set_up_groups() -> dict[str, Group]:
    """Make the five groups and give them exactly the rights of this file; rights given by hand are taken back."""
    with transaction.atomic():
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in roles.ALL}
        catalogues = _catalogue_pages()
        # A course's owner may publish it by the rule of the page itself, so publishing is not given here.
        _grant(groups[roles.TRAINERS], [_CMS, *_H5P], catalogues, ("add", "change"), _FILES)
        _grant(
            groups[roles.EDITORS],
            [_CMS, *_content(), *_DESIGNS],
            catalogues,
            ("add", "change", "publish", "lock", "unlock"),
            _FILES,
        )
        _grant(
            groups[roles.HR],
            [
                _CMS,
                roles.REPORT_ALL,
                roles.MANAGE_PEOPLE,
                _REQUIREMENTS,
                _CHANGE_REQUIREMENTS,
                _DECISIONS,
                _CERTIFICATES,
                *_REMINDERS,
            ],
        )
        _grant(groups[roles.HEADS], [_CMS, roles.REPORT_OWN_UNITS, _REQUIREMENTS])
        _grant(
            groups[roles.ADMINISTRATORS],
            _everything(),
            Page.objects.filter(depth=1),
            ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
            (*_FILES, "delete_image", "delete_document"),
        )
        _review_by(groups[roles.EDITORS])
    return groups


def sync_heads(on: date) -> int:
    """Let the group of the heads hold exactly the people whose membership on this day leads a unit; their number."""
    heads = {
        user_id
        for user_id, position in Membership.objects.filter(covering(on), user__is_active=True).values_list(
            "user_id", "position"
        )
        if roles.leads(position)
    }
    group = Group.objects.get(name=roles.HEADS)
    group.user_set.set(User.objects.filter(pk__in=heads))
    return len(heads)


def _review_by(editors: Group) -> None:
    """What trainers hand in is looked at by the editors. Wagtail begins with two groups nobody is in and a workflow
    that ends at one of them: they go, and the workflow ends at people."""
    Group.objects.filter(name__in=_WAGTAILS_GROUPS, user=None).delete()
    task = GroupApprovalTask.objects.order_by("pk").first() or GroupApprovalTask.objects.create(name=REVIEW)
    workflow = Workflow.objects.order_by("pk").first() or Workflow.objects.create(name=REVIEW)
    for each in (task, workflow):
        if each.name != REVIEW:
            each.name = REVIEW
            each.save(update_fields=["name"])
    task.groups.set([editors])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    workflow.workflow_pages.get_or_create(page=Page.objects.get(depth=1))


def _catalogue_pages() -> Iterable[Page]:
    """The top pages of all languages, under which all courses stand."""
    return Page.objects.filter(depth=2, content_type__app_label="courses")


def _content() -> list[str]:
    rights = Permission.objects.filter(content_type__app_label__in=_CONTENT_APPS)
    found = rights.exclude(content_type__model__in=_ADMINISTRATORS_MODELS).select_related("content_type")
    return [f"{right.content_type.app_label}.{right.codename}" for right in found]


def _everything() -> list[str]:
    found = Permission.objects.exclude(content_type__app_label__in=_CLOSED_APPS).select_related("content_type")
    return [
        _REQUIREMENTS,
        _CHANGE_REQUIREMENTS,
        _DECISIONS,
        _MAILS,
        *_REMINDERS,
        *(f"{right.content_type.app_label}.{right.codename}" for right in found),
    ]


def _grant(
    group: Group,
    rights: Iterable[str],
    pages: Iterable[Page] = (),
    page_rights: Iterable[str] = (),
    file_rights: Iterable[str] = (),
) -> None:
    group.permissions.set(_permissions(rights))
    _keep(
        GroupPagePermission,
        group,
        {
            ("page_id", page.pk, right.pk)
            for page in pages
            for right in Permission.objects.filter(
                content_type__app_label="wagtailcore",
                content_type__model="page",
                codename__in=[f"{name}_page" for name in page_rights],
            )
        },
    )
    root = Collection.get_first_root_node()
    files = Permission.objects.filter(codename__in=list(file_rights)).filter(
        Q(content_type__app_label="wagtailimages", content_type__model="image")
        | Q(content_type__app_label="wagtaildocs", content_type__model="document")
    )
    _keep(GroupCollectionPermission, group, {("collection_id", root.pk, right.pk) for right in files})


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = set(names)
    found = [
        right
        for right in Permission.objects.select_related("content_type")
        if f"{right.content_type.app_label}.{right.codename}" in wanted
    ]
    missing = wanted - {f"{right.content_type.app_label}.{right.codename}" for right in found}
    if missing:
        raise Permission.DoesNotExist(f"No such permission: {', '.join(sorted(missing))}. Run the migrations first.")
    return found


def _keep(
    model: type[GroupPagePermission] | type[GroupCollectionPermission], group: Group, wanted: set[tuple[str, int, int]]
) -> None:
    """Leave exactly these rows of a group, without touching those that are right already."""
    place = "page_id" if model is GroupPagePermission else "collection_id"
    there = {(place, getattr(row, place), row.permission_id): row.pk for row in model.objects.filter(group=group)}
    model.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    model.objects.bulk_create(
        [model(group=group, permission_id=right, **{place: where}) for _, where, right in wanted - there.keys()]
    )
