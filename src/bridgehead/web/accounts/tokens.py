"""Tokens by which programs act for users."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest

from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.web.accounts.models import Token, User

SCOPES = ("read", "look", "submit", "act", "decide", "export", "forget")


def issue(user: User, label: str, scopes: Iterable[str], expires_at: datetime) -> str:
    """A new token, which stands nowhere else. Raises ValueError for a scope that there is not."""
    wanted = sorted({*scopes})
    if unknown := {*wanted} - {*SCOPES}:
        raise ValueError(f"no scopes {', '.join(sorted(unknown))}; expected some of {', '.join(SCOPES)}")
    token = secrets.token_urlsafe(32)
    Token.objects.create(digest=_digest(token), user=user, label=label, scopes=wanted, expires_at=expires_at)
    return token


def holder(token: str, at: datetime) -> Token | None:
    """The token that this is, with its user; None where there is none, it has expired, or the user may not sign in."""
    found = Token.objects.select_related("user").prefetch_related("user__units").filter(digest=_digest(token)).first()
    return found if found and found.expires_at > at and found.user.is_active else None


def actor(user: User) -> Actor:
    """A user as who acts."""
    units = frozenset(unit.slug for unit in user.units.all())
    return Actor(ActorKind.STAFF, user.username, frozenset(user.roles), units)


def whoever(request: HttpRequest) -> Actor:
    """Whoever looks at a page that is for all: the user who is signed in, or somebody of the public."""
    return actor(request.user) if isinstance(request.user, User) else PUBLIC


def _digest(token: str) -> bytes:
    """A token is random, so that a plain hash keeps it."""
    return hashlib.sha256(token.encode()).digest()
