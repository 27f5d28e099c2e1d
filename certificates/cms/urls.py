"""Addresses of the screens of designs, below /cms/."""

from django.urls import URLPattern, path

from certificates.cms.screens import DesignDelete, DesignEdit, DesignList, DesignPreview, DesignProof, DesignPublish

urlpatterns: list[URLPattern] = [
    path("zertifikate/vorlagen/", DesignList.as_view(), name="certificate_designs"),
    path("zertifikate/vorlagen/neu/", DesignEdit.as_view(), name="certificate_design_new"),
    path("zertifikate/vorlagen/<int:pk>/", DesignEdit.as_view(), name="certificate_design"),
    path("zertifikate/vorlagen/<int:pk>/vorschau/", DesignPreview.as_view(), name="certificate_design_preview"),
    path("zertifikate/vorlagen/<int:pk>/vorschau.pdf", DesignProof.as_view(), name="certificate_design_proof"),
    path("zertifikate/vorlagen/<int:pk>/gilt/", DesignPublish.as_view(), name="certificate_design_publish"),
    path("zertifikate/vorlagen/<int:pk>/loeschen/", DesignDelete.as_view(), name="certificate_design_delete"),
]
