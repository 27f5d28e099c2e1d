"""The register of content types, for administrators: how accessible each is."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from courses.h5p.models import H5PContentType


class ContentTypes(ModelViewSet):
    """What trainers read beside each content."""

    model = H5PContentType
    icon = "media"
    url_prefix = "h5p/inhaltstypen"
    menu_label = _("H5P-Inhaltstypen")
    list_display = [
        "title",
        "machine_name",
        Column("get_rating_display", label=_("Barrierefreiheit"), sort_key="rating"),
    ]
    list_filter = ["rating"]
    search_fields = ["title", "machine_name"]
    search_backend_name = None
    ordering = ["title"]
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [FieldPanel("title"), FieldPanel("machine_name"), FieldPanel("rating"), FieldPanel("note")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        way = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": reverse_lazy("h5p_contents"), "label": _("H5P")}]
        return super().get_common_view_kwargs(**{"breadcrumbs_items": way, **kwargs})


content_types = ContentTypes("h5p_types")
