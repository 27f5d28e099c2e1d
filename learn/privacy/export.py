"""Everything kept about a person, as plain JSON data (Art. 15 and 20 DSGVO)."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

import certificates.api
from learn.accounts.models import Learner, User

from .inventory import INVENTORY


def export_person(user: User) -> dict[str, list[dict[str, Any]]]:
    """Rows by model name; dates as ISO texts. Secrets (password hash, keys of the second factor) are left out."""
    data: dict[str, Any] = {}
    for kept in INVENTORY:
        data[kept.model] = list(kept.rows(user).order_by("pk").values(*kept.names))
    learner = Learner.objects.filter(user=user).first()
    data["certificates.Certificate"] = certificates.api.export(learner.pk) if learner else []
    bundles = certificates.api.bundles_of(str(user.pk))
    data["certificates.Bundle"] = [{"title": bundle.title, "certificates": bundle.total} for bundle in bundles]
    plain: dict[str, list[dict[str, Any]]] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return plain
