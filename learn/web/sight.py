"""Who sees what of the staff, told to everybody; and who has looked at my own data."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise

from learn.accounts import disclosures
from learn.accounts.models import Disclosure
from learn.privacy.fields import FIELDS, REACH_NAMES, ROLE_NAMES, Field, Reach
from learn.web.learner import learner_of

PAGE_LENGTH = 50


def who_sees_what(request: HttpRequest) -> HttpResponse:
    """Each role's fields, for the staff council and everybody concerned."""
    groups = [(group, [(field.label, _cells(field)) for field in group.fields]) for group in FIELDS]
    context = {"groups": groups, "roles": ROLE_NAMES.values(), "no": Reach.NO}
    return render(request, "learn/who_sees_what.html", context)


@login_required
def my_disclosures(request: HttpRequest) -> HttpResponse:
    """Who was shown my data in the course of duty, the latest first."""
    learner = learner_of(request)
    seen = disclosures.of(learner) if learner else Disclosure.objects.none()
    page = Paginator(seen, PAGE_LENGTH).get_page(request.GET.get("seite"))
    response = render(request, "learn/my_disclosures.html", {"page": page})
    patch_cache_control(response, private=True, no_store=True)
    return response


def _cells(field: Field) -> list[tuple[Promise, Reach, Promise]]:
    """How far each role sees a field, in the order of the roles."""
    return [(name, field.reach(role), REACH_NAMES[field.reach(role)]) for role, name in ROLE_NAMES.items()]
