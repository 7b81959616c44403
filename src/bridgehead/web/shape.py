"""Errors that the framework answers, before or behind the operations, in the shape of all others."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from bridgehead.web.api import problems
from bridgehead.web.api.language import spoken_to
from bridgehead.web.api.problems import Problem
from bridgehead.web.open311 import answers

Answer = Callable[[HttpRequest], HttpResponseBase]
OF_THE_FRAMEWORK = ("text/html", "text/plain")
OPEN311 = "/open311"
PROGRAMS = ("/api", OPEN311, "/health", "/ready", "/metrics")
"""How the addresses begin at which programs ask; people are told on pages."""

READ_ALONE = "GET, HEAD"


def one_shape(answer: Answer) -> Answer:
    """The outermost step: what the framework says in pages of its own (400, 403, 404, 405, 500) becomes a problem where
    a program asks, in the language that it asks for.
    """

    def shaped(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PROGRAMS):
            return answer(request)
        if request.method == "HEAD":
            request.method = "GET"  # the server sends the head alone; no operation names this method
        with spoken_to(request):
            return in_shape(request)

    def in_shape(request: HttpRequest) -> HttpResponseBase:
        found = answer(request)
        said = found.get("content-type", "").startswith(OF_THE_FRAMEWORK) or not getattr(found, "content", b"x")
        if found.status_code < 400 or not said:
            return found
        refused = told(request, _problem(request, found))
        if refused.status_code == 405:
            refused["Allow"] = found.get("Allow", READ_ALONE)
        return refused

    return shaped


def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as whoever asks is told of it: Open311 has a form of its own."""
    if request.path.startswith(OPEN311):
        return answers.refused(request.path, problem["status"], problems.in_sentences(problem))
    return problems.response(problem)


def _problem(request: HttpRequest, found: HttpResponseBase) -> Problem:
    match found.status_code:
        case 404:
            known = (f"{OPEN311}/discovery.xml",) if request.path.startswith(OPEN311) else ()
            return problems.nowhere(request.path, *known)
        case 403 | 405:  # where a program may send something, nobody asks for the sign of a form
            return problems.not_allowed(request.method or "", found.get("Allow", READ_ALONE))
        case status if status >= 500:
            return problems.fault()
        case status:
            return {**problems.unreadable("a request that cannot be read"), "status": status}


class OfPages(LocaleMiddleware):
    """The language of a page, by its address; an answer to a program says its own, or is in none."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(PROGRAMS):
            return response
        return super().process_response(request, response)
