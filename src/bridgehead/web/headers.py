"""What every answer tells a browser: to load nothing from elsewhere, and to keep nothing of the interface."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bridgehead.web.api.shape import Answer

PAGES = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
NOTHING = "default-src 'none'; "
FRAMED = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def guarded(answer: Answer) -> Answer:
    """The step that sets the headers; one that is set already stays."""

    def said(request: HttpRequest) -> HttpResponseBase:
        found = answer(request)
        page = found.get("content-type", "").startswith("text/html")
        found.headers.setdefault("Content-Security-Policy", (PAGES if page else NOTHING) + FRAMED)
        found.headers.setdefault("X-Frame-Options", "DENY")
        found.headers.setdefault("Permissions-Policy", DEVICES)
        if not page and not request.path.startswith("/static/"):
            found.headers.setdefault("Cache-Control", "no-store")
        return found

    return said
