"""How far an order is, for whoever gave it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from learn.compliance.models import Order
from learn.compliance.orders import EARLIER
from learn.compliance.person.access import DutyScreen

__all__ = ["OrderScreen"]

SECONDS = 5


class OrderScreen(DutyScreen):
    """Comes again by itself until it is done. Anybody else's order is as missing as none."""

    template_name = "learn/compliance/bulk/order.html"
    page_title = gettext_lazy("Auftrag für viele")
    header_icon = "tasks"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        order = Order.objects.filter(pk=kwargs["pk"], actor=self.viewer).defer("selection").first()
        if order is None:
            raise Http404
        context = self.get_context_data(order=order, of_list=order.action == EARLIER)
        response = self.render_to_response(context)
        if order.finished_at is None:
            response["Refresh"] = str(SECONDS)
        return response
