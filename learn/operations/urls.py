"""Addresses for machines that watch the site."""

from django.urls import path

from learn.operations import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
