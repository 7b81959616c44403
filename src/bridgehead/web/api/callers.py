"""Who calls an operation: staff by a token with the scope that it needs, or somebody who is not signed in."""

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from bridgehead.instruments.register import REPORTER
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import by_machine
from bridgehead.queries import records
from bridgehead.web.accounts import tokens


class Bearer(HttpBearer):
    """Staff, by a token. What the user may do and the token is not for is refused with AC040."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        assert scope in tokens.SCOPES
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        found = tokens.holder(token, by_machine())
        if found is None:
            raise AuthenticationError
        if self.scope not in found.scopes:
            said = f"a token for {', '.join(found.scopes) or 'nothing'}"
            raise BridgeheadError([Mistake("AC040", said, None, f"one with the scope «{self.scope}»")])
        return tokens.actor(found.user)


REPORTING = Actor(ActorKind.PUBLIC, PUBLIC.name, frozenset({REPORTER}))
"""Whoever filed a record, who is known by its code."""


def anybody(request: HttpRequest) -> Actor | None:
    """Who is not signed in. A caller who shows a token is never taken for one."""
    return None if request.headers.get("authorization") else PUBLIC


def by_code(request: HttpRequest) -> Actor | None:
    """Whoever gives the code of a record in the address, whatever token they show beside it."""
    return PUBLIC if "code" in request.GET else None


def caller(request: HttpRequest) -> Actor:
    """Who was found to call; where an operation asks for no token, the public."""
    found = getattr(request, "auth", PUBLIC)
    assert isinstance(found, Actor)
    return found


def filer_or_staff(
    request: HttpRequest, matter: str, register: str, number: str, code: str | None
) -> tuple[models.Record, Actor]:
    """A record with whoever filed it, by its code, or who was found to call and may see it.

    Raises AuthenticationError without either and BridgeheadError with AC001, whether it is there or not;
    Record.DoesNotExist where it is not there, is kept from them or has another code.
    """
    actor = caller(request)
    if actor.kind is not ActorKind.PUBLIC:
        return records.seen_by(actor, "see records", matter, register, number), actor
    if code is None:
        raise AuthenticationError
    return records.tracked(matter, register, number, code), REPORTING
