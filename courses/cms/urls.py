"""Addresses of the H5P screens, below /cms/."""

from django.urls import URLPattern, path

from courses.cms.contents import ContentList, ContentScreen, RemoveScreen
from courses.cms.export import ExportFile, ExportScreen
from courses.cms.libraries import LibraryList, WithdrawScreen
from courses.cms.library_review import LibraryReviewScreen
from courses.cms.new_version import NewVersionScreen
from courses.cms.report import AskScreen, ConvertScreen, DoneScreen, ReportScreen
from courses.cms.upload import LibraryUploadScreen, ReplaceScreen, UploadScreen

urlpatterns: list[URLPattern] = [
    path("h5p/", ContentList.as_view(), name="h5p_contents"),
    path("h5p/hochladen/", UploadScreen.as_view(), name="h5p_upload"),
    path("h5p/hochladen/<uuid:token>/", ReportScreen.as_view(), name="h5p_report"),
    path("h5p/hochladen/<uuid:token>/anfragen/", AskScreen.as_view(), name="h5p_ask"),
    path("h5p/hochladen/<uuid:token>/fassung/", NewVersionScreen.as_view(), name="h5p_new_version"),
    path("h5p/fertig/", DoneScreen.as_view(), name="h5p_done"),
    path("h5p/inhalt/<int:pk>/", ContentScreen.as_view(), name="h5p_content"),
    path("h5p/inhalt/<int:pk>/ersetzen/", ReplaceScreen.as_view(), name="h5p_replace"),
    path("h5p/inhalt/<int:pk>/umwandeln/", ConvertScreen.as_view(), name="h5p_convert"),
    path("h5p/inhalt/<int:pk>/loeschen/", RemoveScreen.as_view(), name="h5p_remove"),
    path("h5p/bibliotheken/", LibraryList.as_view(), name="h5p_libraries"),
    path("h5p/bibliotheken/einspielen/", LibraryUploadScreen.as_view(), name="h5p_library_upload"),
    path("h5p/bibliotheken/einspielen/<uuid:token>/", LibraryReviewScreen.as_view(), name="h5p_library_review"),
    path("h5p/bibliotheken/<int:pk>/zuruecknehmen/", WithdrawScreen.as_view(), name="h5p_withdraw"),
    path("h5p/herunterladen/<int:pk>/", ExportScreen.as_view(), name="h5p_export"),
    path("h5p/herunterladen/<int:pk>/datei/", ExportFile.as_view(), name="h5p_export_file"),
]
