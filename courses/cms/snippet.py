"""Contents as Wagtail's chooser knows them: a lesson chooses one; everything else leads to the screens of this room."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.cms.rights import may_upload
from courses.h5p.models import H5PContent

_Base: Any = object  # mixed into Wagtail's views


class _ForTeachers(_Base):
    """Wagtail shows what can be chosen to everybody in the CMS; of contents only those know who may use them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_upload(request.user):
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class TitleFilter(BaseFilterForm):
    """Titles that hold the words; there are too few contents for an index."""

    q = forms.CharField(label=_("Titel"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Suchen")}))

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q", "").strip()
        self.is_searching, self.search_query = bool(words), words
        return super().filter(objects).filter(title__icontains=words) if words else super().filter(objects)


class ContentChoose(_ForTeachers, ChooseView):
    """The list to choose from."""

    results_template_name = "courses/cms/h5p_choices.html"
    filter_form_class = TitleFilter


class ContentChooseResults(_ForTeachers, ChooseResultsView):
    """The same list after a search."""

    results_template_name = "courses/cms/h5p_choices.html"
    filter_form_class = TitleFilter


class ContentChosen(_ForTeachers, SnippetChosenView):
    """The one that was chosen."""


class ContentsChosen(_ForTeachers, SnippetChosenMultipleView):
    """Several that were chosen."""


class ContentChooser(SnippetChooserViewSet):
    """Without a form to make one: a content comes from an upload."""

    choose_view_class = ContentChoose
    choose_results_view_class = ContentChooseResults
    chosen_view_class = ContentChosen
    chosen_multiple_view_class = ContentsChosen

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [pattern for pattern in patterns if pattern.name != "create"]


class ContentSnippet(SnippetViewSet):
    """Registered so that a SnippetChooserBlock finds it."""

    model = H5PContent
    icon = "media"
    base_url_path = "h5p/inhalte"
    chooser_base_url_path = "h5p/auswahl"
    chooser_admin_url_namespace = "h5p_chooser"
    admin_url_namespace = "h5p_snippet"
    chooser_viewset_class = ContentChooser
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["title"]
    #: it has its own place in the menu, so it is not listed under "Snippets"
    menu_item_is_registered = True
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", _leads_to("h5p_contents"), name="list"),
            path("add/", _leads_to("h5p_upload"), name="add"),
            path("edit/<int:pk>/", _leads_to("h5p_content"), name="edit"),
            path("delete/<int:pk>/", _leads_to("h5p_remove"), name="delete"),
            path("usage/<int:pk>/", _leads_to("h5p_content"), name="usage"),
        ]


def _leads_to(name: str) -> Any:
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_upload(request.user):
            raise PermissionDenied
        return redirect(name, **kwargs)

    return view
