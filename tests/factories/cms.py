"""Filling in the CMS's own page forms, as a browser would send them."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField


def block_data(block: Any, value: Any, prefix: str) -> dict[str, str]:
    """What the form of a block sends for this value."""
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        children = list(value) if isinstance(block, blocks.StreamBlock) else list(value.bound_blocks)
        data = {f"{prefix}-count": str(len(children))}
        for number, child in enumerate(children):
            own = f"{prefix}-{number}"
            data |= {f"{own}-deleted": "", f"{own}-order": str(number), f"{own}-id": child.id or ""}
            data |= {f"{own}-type": child.block.name} if isinstance(block, blocks.StreamBlock) else {}
            data |= block_data(child.block, child.value, f"{own}-value")
        return data
    if isinstance(block, blocks.StructBlock):
        parts = (block_data(inner, value.get(name), f"{prefix}-{name}") for name, inner in block.child_blocks.items())
        return {key: each for part in parts for key, each in part.items()}
    shown = block.value_for_form(value)
    if isinstance(shown, bool):
        return {prefix: "on"} if shown else {}
    widget = block.field.widget
    text = getattr(shown, "pk", shown) if not isinstance(block, blocks.RichTextBlock) else widget.format_value(shown)
    return {prefix: "" if text is None else str(text)}


def page_data(client: Client, page: Any, **changes: Any) -> dict[str, Any]:
    """The data of the edit form of this page as it opens, with some changed; a change may be a StreamField value."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    data: dict[str, Any] = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    for name, field in form.fields.items():
        value = changes.pop(name, form.initial.get(name, field.initial))
        model_field = next((each for each in page._meta.fields if each.name == name), None)
        if isinstance(model_field, StreamField):
            data |= block_data(model_field.stream_block, value, name)
        elif isinstance(value, bool):
            data |= {name: "on"} if value else {}
        elif value is not None:
            data[name] = value
    for name, formset in form.formsets.items():
        if name != "comments":
            data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": str(len(formset.initial_forms))}
            data[f"{name}-TOTAL_FORMS"] = data[f"{name}-INITIAL_FORMS"]
            for inner in formset.initial_forms:
                values = {f"{inner.prefix}-{key}": inner.initial.get(key, "") for key in inner.fields}
                data |= {key: "" if value is None else value for key, value in values.items()}
    return data | changes


def publish(client: Client, page: Any, **changes: Any) -> Any:
    """Press "Veröffentlichen" in the editor; returns the answer."""
    data = page_data(client, page, **changes) | {"action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def save_draft(client: Client, page: Any, **changes: Any) -> Any:
    """Press "Entwurf speichern"."""
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_data(client, page, **changes))
