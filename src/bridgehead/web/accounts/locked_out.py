"""Who has tried a password or a code too often is told so by the status too, and how long to wait."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
TOO_OFTEN = frozenset(("too_many_login_attempts", "rate_limited"))
"""What the library calls it, in the errors of its forms."""


def telling(view: View) -> View:
    """The view, whose page has the status 429 where its form was refused because it was tried too often."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        answer = view(request, *args, **named)
        form = (getattr(answer, "context_data", None) or {}).get("form")
        errors = form.errors.as_data().values() if form is not None else ()
        if any(each.code in TOO_OFTEN for several in errors for each in several):
            answer.status_code = 429
            answer["Retry-After"] = str(settings.SECONDS_LOCKED_OUT)
        return answer

    return told
