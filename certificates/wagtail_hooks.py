"""What the CMS asks of this room: the screens of designs and what its log says of them."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from certificates.cms import screens, urls


@hooks.register("register_admin_urls")
def design_urls() -> list[URLPattern]:
    return urls.urlpatterns


class DesignsItem(MenuItem):
    """A menu item for those who may change designs."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(screens.PERMISSION)


@hooks.register("register_admin_menu_item")
def designs_item() -> MenuItem:
    address = reverse_lazy("certificate_designs")
    return DesignsItem(_("Zertifikats-Vorlagen"), address, name="designs", icon_name="doc-full-inverse", order=157)


class _Formatter(LogFormatter):
    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence % log_entry.data)


@hooks.register("register_log_actions")
def design_log(actions: Any) -> None:
    said = {
        screens.SAVED: (_("Vorlage gespeichert"), _("Zertifikats-Vorlage „%(title)s“ gespeichert")),
        screens.PUBLISHED: (_("Vorlage gilt"), _("Zertifikats-Vorlage „%(title)s“ gilt für neue Zertifikate")),
        screens.DELETED: (_("Vorlage gelöscht"), _("Zertifikats-Vorlage „%(title)s“ gelöscht")),
    }
    for action, (name, sentence) in said.items():
        # One formatter an action: the registry wants a class each.
        actions.register_action(action)(type("Formatter", (_Formatter,), {"label": name, "sentence": sentence}))
