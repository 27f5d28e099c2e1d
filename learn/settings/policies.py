"""What a browser may load: a strict policy for the site, a looser one for the CMS."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

SITE_CSP: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],  # the CMS shows previews in a frame
    "base-uri": [NONE],
    "object-src": [NONE],
}
# Measured with a strict report-only policy over the admin: only inline scripts and styles, the preview frame and
# pictures being uploaded need more.
CMS_CSP: dict[str, Any] = SITE_CSP | {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
