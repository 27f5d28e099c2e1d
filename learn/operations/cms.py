"""The list "Postausgang" of the CMS: which mails went out, for administrators; to be read, never changed."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.models import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from learn.post.models import Mail

PERMISSION = "learn.view_mail"


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever has the right to view may view; nobody may do anything else, not even a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


register_permission_policy(Mail, ReadOnlyPolicy(Mail))


class MailList(IndexView):
    """All mails, the newest first."""

    any_permission_required = ["view"]


class MailView(InspectView):
    """One mail as it was written."""

    any_permission_required = ["view"]

    def get_text_display_value(self) -> SafeString:
        return SafeString(linebreaks(self.object.text, autoescape=True))


class Outbox(ModelViewSet):
    """Mails and their state. "ungewiss" means: the worker ended while sending, the mail may have arrived or not."""

    model = Mail
    icon = "mail"
    url_prefix = "postausgang"
    menu_label = _("Postausgang")
    index_view_class = MailList
    inspect_view_class = MailView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["subject"]  # asked for by Wagtail; no form is reachable
    list_display = [
        "subject",
        "to",
        "get_state_display",
        DateColumn("created_at", label=_("geschrieben"), sort_key="created_at"),
        DateColumn("sent_at", label=_("gesendet"), sort_key="sent_at"),
        "tries",
    ]
    list_filter = ["state", "kind"]
    search_fields = ["subject", "to"]
    search_backend_name = None
    ordering = ["-created_at"]
    inspect_view_fields = [
        "subject",
        "to",
        "kind",
        "state",
        "created_at",
        "claimed_at",
        "sent_at",
        "tries",
        "next_try_at",
        "message_id",
        "error",
        "text",
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(f"inspect/<{self.pk_path_converter}:pk>/", self.inspect_view, name="inspect"),
        ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unreachable = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name", "copy_url_name"))
        return super().get_index_view_kwargs(**{**unreachable, **kwargs})

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_inspect_view_kwargs(**{"edit_url_name": None, "delete_url_name": None, **kwargs})

    def register_admin_url_finder(self) -> None:
        """There is no edit page to be found."""


outbox = Outbox("outbox")
