"""How many requests a minute are answered: of one address, and of one token.

What monitoring asks is not counted: it must be answered above all while others ask too much.
"""

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from bridgehead.web.api import problems
from bridgehead.web.shape import PROGRAMS, Answer, told

MONITORED = frozenset(("/health", "/ready", "/metrics"))

MOST_CALLERS = 20_000
"""Callers that are remembered; of more the one is forgotten that has not called for longest."""


@dataclass
class Limits:
    """A bucket a caller (token bucket): it holds a minute's requests and fills evenly. `clock` gives seconds."""

    a_minute: int
    clock: Callable[[], float] = monotonic
    most: int = MOST_CALLERS
    _left: OrderedDict[bytes, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, caller: bytes) -> float:
        """The seconds until the caller may ask again; 0 where it may now, which is counted."""
        now = self.clock()
        with self._lock:
            left, since = self._left.pop(caller, (float(self.a_minute), now))
            left = min(self.a_minute, left + (now - since) * self.a_minute / 60)
            allowed = left >= 1
            self._left[caller] = (left - 1 if allowed else left, now)
            if len(self._left) > self.most:
                self._left.popitem(last=False)
        return 0 if allowed else (1 - left) * 60 / self.a_minute

    def __len__(self) -> int:
        return len(self._left)


def limited(answer: Answer) -> Answer:
    """The step that answers 429 to whoever asks too often, with the seconds to wait in `Retry-After`: a page to a
    browser that asks for one, else a problem as the interface tells it.
    """
    addresses, tokens = Limits(settings.REQUESTS_A_MINUTE), Limits(settings.REQUESTS_A_MINUTE)

    def counted(request: HttpRequest) -> HttpResponseBase:
        if request.path in MONITORED:
            return answer(request)
        waits = [addresses.wait(request.META.get("REMOTE_ADDR", "").encode())]
        if shown := request.headers.get("authorization"):
            waits.append(tokens.wait(hashlib.sha256(shown.encode()).digest()))
        if not any(waits):
            return answer(request)
        seconds = math.ceil(max(waits))
        refused = _refused(request, seconds)
        refused["Retry-After"] = str(seconds)
        return refused

    return counted if settings.REQUESTS_A_MINUTE else answer


def _refused(request: HttpRequest, seconds: int) -> HttpResponseBase:
    if request.path.startswith(PROGRAMS) or "text/html" not in request.headers.get("accept", ""):
        return told(request, problems.too_often(seconds))
    return HttpResponse(_page(translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE), status=429)


@cache
def _page(language: str) -> str:
    """The page in a language, made once: who asks too often shall cost little."""
    with translation.override(language):
        return render_to_string("429.html")
