"""People in the CMS, for administrators: accounts, units, memberships."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from learn.accounts.models import Department, Membership
from learn.accounts.signals import memberships_changed, units_changed


class JoinedIndexView(IndexView):
    """A list that reads the rows its lines point to in the same query."""

    joined: ClassVar[tuple[str, ...]] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related(*self.joined)


class DepartmentIndexView(JoinedIndexView):
    joined = ("parent",)


class MembershipIndexView(JoinedIndexView):
    joined = ("user", "department")


class DepartmentCreateView(CreateView):
    def save_instance(self) -> Any:
        unit = super().save_instance()
        units_changed.send(Department)
        return unit


class DepartmentEditView(EditView):
    def save_instance(self) -> Any:
        unit = super().save_instance()
        units_changed.send(Department)
        return unit


class MembershipCreateView(CreateView):
    def save_instance(self) -> Any:
        membership = super().save_instance()
        memberships_changed.send(Membership, users=[membership.user_id])
        return membership


class MembershipEditView(EditView):
    def save_instance(self) -> Any:
        before = Membership.objects.get(pk=self.object.pk).user_id
        membership = super().save_instance()
        memberships_changed.send(Membership, users=sorted({before, membership.user_id}))
        return membership


class MembershipDeleteView(DeleteView):
    def delete_action(self) -> None:
        user = self.object.user_id
        with transaction.atomic():
            super().delete_action()
            memberships_changed.send(Membership, users=[user])


class DepartmentViewSet(ModelViewSet):
    """The tree of units."""

    model = Department
    index_view_class = DepartmentIndexView
    add_view_class = DepartmentCreateView
    edit_view_class = DepartmentEditView
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
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    delete_view_class = MembershipDeleteView
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
