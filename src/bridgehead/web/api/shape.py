"""Errors that the framework answers, before or behind the operations, in the shape of all others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from bridgehead.web.api import problems
from bridgehead.web.api.language import spoken_to

Answer = Callable[[HttpRequest], HttpResponseBase]
OF_THE_FRAMEWORK = ("text/html", "text/plain")
PROGRAMS = ("/api/", "/open311/", "/health", "/ready", "/metrics")
"""How the addresses begin at which programs ask; people are told on pages."""


def one_shape(answer: Answer) -> Answer:
    """The outermost step: what the framework says in pages of its own (400, 403, 404, 405, 500) becomes a problem where
    a program asks, in the language that it asks for.
    """

    def shaped(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PROGRAMS):
            return answer(request)
        with spoken_to(request):
            return in_shape(request)

    def in_shape(request: HttpRequest) -> HttpResponseBase:
        found = answer(request)
        said = found.get("content-type", "").startswith(OF_THE_FRAMEWORK) or not getattr(found, "content", b"x")
        if found.status_code < 400 or not said:
            return found
        problem: HttpResponse = problems.response(problems.of_status(found.status_code))
        for name in ("Allow", "Retry-After"):
            if name in found:
                problem[name] = found[name]
        return problem

    return shaped
