"""The one URL table. Wagtail's catch-all comes last."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from learn.web import doors

handler400 = "learn.web.errors.bad_request"
handler403 = "learn.web.errors.forbidden"
handler404 = "learn.web.errors.not_found"
handler500 = "learn.web.errors.server_error"

urlpatterns = [
    path("", doors.to_language, name="root"),
    path("", include("learn.operations.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.open_urls")),
    path("favicon.ico", doors.favicon, name="favicon"),
    path("cms/login/", doors.cms_login, name="cms_login"),
    # The admin's internal API builds Wagtail's publish action itself and so gets past the publishing rules.
    re_path(r"^cms/api/main/pages/\d+/action/", doors.closed, name="cms_action_closed"),
    path("cms/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    path("konto/", include("learn.web.account_urls")),
    *i18n_patterns(
        path("", include("certificates.urls")),
        path("", include("learn.web.urls")),
        path("_util/login/", doors.page_login, name="page_login"),
        path("", include(wagtail_urls)),
    ),
]
