"""Contents as Wagtail's chooser knows them: a lesson chooses one; everything else leads to the screens of this room."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.cms.rights import UPLOAD
from courses.h5p.models import H5PContent


class _Choices:
    """Says what to do where there is nothing to choose yet."""

    results_template_name = "courses/cms/h5p_choices.html"


class ContentChoose(_Choices, ChooseView):
    """The list to choose from."""


class ContentChooseResults(_Choices, ChooseResultsView):
    """The same list after a search."""


class ContentChooser(SnippetChooserViewSet):
    """Without a form to make one: a content comes from an upload."""

    choose_view_class = ContentChoose
    choose_results_view_class = ContentChooseResults


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
        if not request.user.has_perm(UPLOAD):
            raise PermissionDenied
        return redirect(name, **kwargs)

    return view
