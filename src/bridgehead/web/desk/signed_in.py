"""Pages of the desk are for staff that is signed in and may see records; others are told what they lack."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bridgehead.access import may
from bridgehead.primitives.actor import Actor
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User

P = ParamSpec("P")


def staff(
    what: str = "see records",
) -> Callable[[Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page for who may do `what`, a line of `access`; the view is given who is signed in. Others get 403, and who is
    not signed in gets the page to sign in.
    """

    def guarded(
        view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            assert isinstance(request.user, User)
            actor = tokens.actor(request.user)
            if not may(actor, what):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        return page

    return guarded
