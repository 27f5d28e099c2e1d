"""One of my duties: what it asks of me, by when, and why."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import api
from learn.compliance.person.own import course_keys, own_duty
from learn.web.learner import learner_of


@login_required
def my_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody sees anybody else's; that answers as if there were none."""
    learner = learner_of(request)
    duty = own_duty(learner, pk, timezone.localdate()) if learner else None
    if duty is None:
        raise Http404
    outlines = [api.outline(key, get_language() or "de") for key in course_keys(duty)]
    context = {
        "duty": duty,
        "courses": [outline for outline in outlines if outline],
        "crumbs": [(_("Mein Lernen"), reverse("my_learning"))],
    }
    response = render(request, "learn/my_duty.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response
