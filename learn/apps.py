"""The Django app `learn`: who learns what, and the project shell."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "learn"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from learn import receivers  # noqa: F401  the one place that listens
