"""Addresses of this room that have no language: for paper, programs and other people's verifiers."""

from django.urls import path

from certificates import published, views

urlpatterns = [
    path("z/<str:code>.json", views.verify_json, name="verify_json"),
    path("z/<str:code>/", views.short_code, name="short_code"),
    path(".well-known/did.json", published.did, name="did"),
    path(".well-known/jwks.json", published.key_set, name="jwks"),
    path("aussteller.json", published.issuer, name="issuer"),
    path("abzeichen.png", published.picture, name="badge_picture"),
    path("abzeichen/status/<int:page>.json", published.status_list, {"form": "json"}, name="status_list"),
    path("abzeichen/status/<int:page>.jwt", published.status_list, {"form": "jwt"}, name="status_list_jwt"),
]
