"""A request that is too large is never read: its body is let go by as it comes, and the application refuses it as it
refuses any other, in one shape and in the language of whoever asks.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

from bridgehead.web.api import problems
from bridgehead.web.shape import PROGRAMS, Answer, told

LET_BY = 256 * 2**20
"""Bytes of a body that are let go by, so that whoever sends it gets to read the answer; of more the connection ends."""


class Request(HTTPRequestParser):  # type: ignore[misc]  # of a library without types
    """What comes over a connection; of a body that is too large the length alone is kept."""

    error: Error | None = None
    expect_continue = False
    _left = 0

    def received(self, data: bytes) -> int:
        if self._left:
            gone = min(self._left, len(data))
            self._left -= gone
            self.completed = not self._left
            return gone
        consumed: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self._let_by()
        elif self.error is not None:
            self.error = Unreadable(self.error)
        return consumed

    def _let_by(self) -> None:
        size, waits = max(self.content_length, self.body_bytes_received), self.expect_continue
        self.error, self.expect_continue = None, False
        self.headers["CONTENT_LENGTH"] = str(size)
        if self.chunked or waits or size > LET_BY:  # whoever waits has sent nothing yet
            self.headers["CONNECTION"] = "close"
        else:
            self._left, self.completed = size, False
        self.close()
        self.body_rcv = None


class Unreadable(Error):  # type: ignore[misc]
    """What is no request of HTTP, in the shape of all errors."""

    def __init__(self, error: Error) -> None:
        super().__init__(error.body)
        self.code, self.reason = error.code, error.reason

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        answer = problems.response({**problems.unreadable("what is no request of HTTP"), "status": self.code})
        return f"{self.code} {self.reason}", [*answer.items()], answer.content


class Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = Request


def bounded(answer: Answer) -> Answer:
    """The step that refuses what is larger than a file and what is said of it."""

    def whole(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) < settings.LARGEST_REQUEST:
            return answer(request)
        if request.path.startswith(PROGRAMS):
            return told(request, problems.too_large(f"a request of {length} bytes", settings.LARGEST_REQUEST))
        context: dict[str, Any] = {"most": settings.LARGEST_FILE >> 20}
        return render(request, "413.html", context, status=413)

    return whole
