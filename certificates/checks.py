"""What must be in place before the site may serve: a key to sign badges with."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

from certificates import keys

TAG = "keys"
ROTATE_DAYS = 400  # a key is renewed once a year; a month later somebody is reminded


@checks.register(TAG)
def signing_key(app_configs: Sequence[Any] | None, **options: Any) -> list[checks.CheckMessage]:
    """Production does without no key: E001 if there is none that works, W001 if it is older than about a year."""
    if not settings.CERTIFICATE_KEYS_NEEDED:
        return []
    try:
        active = keys.signer().id
    except keys.KeysBroken as broken:
        return [checks.Error("Badges cannot be signed.", hint=broken.hint, id="certificates.E001")]
    made = next(key.created for key in keys.all_keys() if key.id == active)
    if (timezone.now() - made).days > ROTATE_DAYS:
        hint = "Run manage.py certificate_keys new; badges signed before stay verifiable."
        return [checks.Warning(f"The signing key {active} is older than a year.", hint=hint, id="certificates.W001")]
    return []
