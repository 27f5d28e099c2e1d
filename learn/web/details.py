"""Voluntary details of the own account: gender and age band, for counts of participation."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts import voluntary
from learn.accounts.models import VoluntaryDetails
from learn.web.learner import learner_for

NOTHING = ("", gettext_lazy("keine Angabe"))


class DetailsForm(forms.Form):
    """Two questions; the first answer of both is none."""

    gender = forms.ChoiceField(
        label=gettext_lazy("Geschlecht"),
        choices=[*VoluntaryDetails.Gender.choices, NOTHING],
        required=False,
        widget=forms.RadioSelect,
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("Altersgruppe"),
        choices=[*VoluntaryDetails.AgeBand.choices, NOTHING],
        required=False,
        widget=forms.RadioSelect,
    )


@login_required
def voluntary_details(request: HttpRequest) -> HttpResponse:
    """Show what was told; POST keeps new answers, or deletes all with `loeschen`."""
    learner = learner_for(request)
    told = voluntary.told(learner)
    form = DetailsForm(
        request.POST if request.method == "POST" else None, initial={"gender": told.gender, "age_band": told.age_band}
    )
    if request.method == "POST":
        if "loeschen" in request.POST:
            voluntary.write(learner, "", "")
            messages.success(request, _("Ihre freiwilligen Angaben sind gelöscht."))
            return redirect("voluntary_details")
        if form.is_valid():
            voluntary.write(learner, form.cleaned_data["gender"], form.cleaned_data["age_band"])
            messages.success(request, _("Danke. Ihre Angaben sind gespeichert."))
            return redirect("voluntary_details")
    response = render(request, "learn/voluntary_details.html", {"form": form, "there": told.pk is not None})
    patch_cache_control(response, private=True, no_store=True)
    return response
