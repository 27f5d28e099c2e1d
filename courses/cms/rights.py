"""Who may do what with H5P in the CMS: contents belong to those who teach, libraries to administrators."""

from typing import Any

from courses.h5p.contents import used_by
from courses.h5p.models import H5PContent

UPLOAD = "courses.add_h5pcontent"
CHANGE = "courses.change_h5pcontent"
DELETE = "courses.delete_h5pcontent"
APPROVE = "courses.add_h5plibrary"
RATE = "courses.change_h5pcontenttype"


def may_upload(user: Any) -> bool:
    return bool(user.has_perm(UPLOAD))


def may_approve(user: Any) -> bool:
    return bool(user.has_perm(APPROVE))


def may_replace(user: Any, content: H5PContent) -> bool:
    """A new version is at once what learners get: it takes the right to publish each page that uses the content."""
    if not user.has_perm(CHANGE):
        return False
    return all(page.specific.permissions_for_user(user).can_publish() for page in used_by(content))
