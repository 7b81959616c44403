"""What every answer tells a browser: to load nothing from elsewhere, and to keep nothing of the interface."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bridgehead.web.shape import Answer

OURS, PICTURES = "default-src 'self'; ", "img-src 'self' data:"
PAGES = f"{OURS}{PICTURES}; "
DESCRIBED = PAGES + "style-src 'self' 'unsafe-inline'; "
"""Of the page of the interface alone, whose library writes its styles into the page."""
NOTHING = "default-src 'none'; "
FRAMED = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def showing(pictures: Iterable[str]) -> str:
    """The policy of a page that shows pictures from addresses that were declared, and from no other."""
    return f"{OURS}{' '.join((PICTURES, *pictures))}; {FRAMED}"


def guarded(answer: Answer) -> Answer:
    """The step that sets the headers; one that is set already stays."""

    def said(request: HttpRequest) -> HttpResponseBase:
        found = answer(request)
        page = found.get("content-type", "").startswith("text/html")
        loads = NOTHING if not page else DESCRIBED if request.path == "/api/docs" else PAGES
        found.headers.setdefault("Content-Security-Policy", loads + FRAMED)
        found.headers.setdefault("X-Frame-Options", "DENY")
        found.headers.setdefault("Permissions-Policy", DEVICES)
        if not page and not request.path.startswith("/static/"):
            found.headers.setdefault("Cache-Control", "no-store")
        return found

    return said
