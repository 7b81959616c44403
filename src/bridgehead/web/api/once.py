"""The header `Idempotency-Key`: a request that is sent again is answered again, and not done again."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from bridgehead.actions.once import Answer, once
from bridgehead.primitives.moment import now
from bridgehead.web.api.callers import caller


def once_only(request: HttpRequest, do: Callable[[], dict[str, Any]]) -> Answer:
    """What `do` answers, or answered before; the errors of `once`."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return do()
    who = caller(request)
    asked = "\0".join((who.kind, who.name, request.method or "", request.get_full_path()))
    return once(key, hashlib.sha256(asked.encode() + b"\0" + request.body).digest(), do, now())
