"""Addresses of this room, below the language."""

from django.urls import path

from certificates import views

urlpatterns = [
    path("pruefen/", views.verify, name="verify"),
    path("pruefen/datei/", views.verify_file, name="verify_file"),
    path("pruefen/<str:code>/name/", views.verify_name, name="verify_name"),
    path("pruefen/<str:code>/", views.verify_code, name="verify_code"),
    path("pruefen/<str:code>/qr.svg", views.verify_qr, name="verify_qr"),
]
