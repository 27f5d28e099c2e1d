"""The Django app `accounts`: its user table must exist before Wagtail's tables point to it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "learn.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
