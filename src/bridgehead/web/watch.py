"""Each request is counted, timed and logged, by the route that it took and not by what stands in its address."""

import logging
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bridgehead.web import metrics
from bridgehead.web.shape import Answer

log = logging.getLogger("bridgehead.requests")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def watched(answer: Answer) -> Answer:
    """The outermost step. The answer names the request as the log does, in `X-Request-ID`."""

    def seen(request: HttpRequest) -> HttpResponseBase:
        began, name = perf_counter(), uuid4().hex
        request.META["request name"] = name
        found = answer(request)
        taken = perf_counter() - began
        method = request.method if request.method in METHODS else "other"
        route = request.resolver_match.route if request.resolver_match else "nowhere"
        metrics.REQUESTS.labels(method, route, found.status_code).inc()
        metrics.SECONDS.labels(method, route).observe(taken)
        found["X-Request-ID"] = name
        facts = {"method": method, "route": route, "status": found.status_code, "milliseconds": round(taken * 1000, 1)}
        log.info("answered", extra={"facts": {**facts, "request": name}})
        return found

    return seen


def _failed(sender: object, request: HttpRequest | None = None, **rest: Any) -> None:
    name = request.META.get("request name") if request else None
    log.error("a request failed", exc_info=True, extra={"facts": {"request": name}})


got_request_exception.connect(_failed, dispatch_uid="bridgehead.requests")
