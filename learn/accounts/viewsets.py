"""People in the CMS, for administrators: accounts, units, memberships."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from learn.accounts.models import Department, Membership


class JoinedIndexView(IndexView):
    """A list that reads the rows its lines point to in the same query."""

    joined: ClassVar[tuple[str, ...]] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related(*self.joined)


class DepartmentIndexView(JoinedIndexView):
    joined = ("parent",)


class MembershipIndexView(JoinedIndexView):
    joined = ("user", "department")


class DepartmentViewSet(ModelViewSet):
    """The tree of units."""

    model = Department
    index_view_class = DepartmentIndexView
    icon = "group"
    url_prefix = "einheiten"
    menu_label = _("Organisationseinheiten")
    list_display = ["code", "name", "parent"]
    search_fields = ["code", "name"]
    search_backend_name = None
    ordering = ["code"]
    add_to_reference_index = False
    panels = [FieldPanel("code"), FieldPanel("name"), FieldPanel("parent")]


class MembershipViewSet(ModelViewSet):
    """Who works where, from when until when."""

    model = Membership
    index_view_class = MembershipIndexView
    icon = "calendar-check"
    url_prefix = "zugehoerigkeiten"
    menu_label = _("Zugehörigkeiten")
    list_display = ["user", "department", "position", "starts_on", "ends_on"]
    list_filter = ["department"]
    search_fields = ["user__last_name", "user__first_name", "personnel_no", "position"]
    search_backend_name = None
    ordering = ["user__last_name", "user__first_name"]
    add_to_reference_index = False
    panels = [
        FieldPanel("user"),
        FieldPanel("department"),
        FieldPanel("personnel_no"),
        FieldPanel("position"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]


departments = DepartmentViewSet("departments")
memberships = MembershipViewSet("memberships")
