"""People at their desks in the CMS, for tests of its screens."""

from typing import Any

from django.test import Client

from learn.accounts import groups, roles
from learn.accounts.models import User
from tests.factories import people


def desk(role: str = roles.TRAINERS, user: User | None = None) -> Client:
    """A browser in which somebody of this group is signed in; `client.user` is that person."""
    groups.set_up_groups()
    client: Any = Client()
    client.user = people.in_group(user or people.user(), role)
    client.force_login(client.user)
    return client
