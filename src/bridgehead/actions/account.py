"""Change what somebody may do, or what units there are: each change is an event in a chain of its own.

Accounts themselves stand in the faces; what is done to one is passed in, and done in the unit of its event.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar

from bridgehead import access, published
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

ACCOUNTS, UNITS = "accounts", "units"
"""The registers, of no matter, in which accounts stand by their names and units by their slugs."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Made = TypeVar("Made")


def change_account(
    name: str, kind: str, data: Mapping[str, Any], actor: Actor, at: datetime, change: Callable[[], Made]
) -> Made:
    """What `change` makes, with an event of the account, or neither. Raises BridgeheadError with AC001."""
    return _noted(ACCOUNTS, name, kind, data, actor, at, change)


def add_unit(slug: str, title: Mapping[str, str], actor: Actor, at: datetime) -> models.Unit:
    """A department, county or firm. Raises BridgeheadError with AC001, AC050 for a name that is none or is taken."""
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        expected = "up to 80 small letters, figures and hyphens"
        raise BridgeheadError([Mistake("AC050", f"the unit «{slug}»", None, expected)])

    def found() -> models.Unit:
        if models.Unit.objects.filter(slug=slug).exists():
            raise BridgeheadError(
                [Mistake("AC050", f"the unit «{slug}», which is there already", None, "another name")]
            )
        return models.Unit.objects.create(slug=slug, title=dict(title))

    return _noted(UNITS, slug, "founded/1", {"title": dict(title)}, actor, at, found)


def known_roles() -> list[str]:
    """The roles of the table of access, and those that the rulebooks in force name."""
    found = {role for roles in access.ALLOWED.values() for role in roles} - {kind.value for kind in ActorKind}
    for matter in published.matters():
        for part in published.current(matter)[1].instruments.values():
            if isinstance(part, Register):
                found |= {stage.who.role for stage in part.stages.values() if stage.who}
    return sorted(found)


def require_known(what: str, given: Collection[str], known: Collection[str]) -> None:
    """Raise BridgeheadError with AC051 for every word that is not known."""
    expected = f"one of {', '.join(known)}" if known else "one that was added before; there is none yet"
    unknown = [each for each in given if each not in known]
    if unknown:
        raise BridgeheadError(
            [Mistake("AC051", f"no {what} «{word}»", None, expected, nearest(word, known)) for word in unknown]
        )


def _noted(
    register: str, name: str, kind: str, data: Mapping[str, Any], actor: Actor, at: datetime, change: Callable[[], Made]
) -> Made:
    access.require(actor, "manage accounts")
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": at, "updated_at": at}
    with append.unit():
        found, _ = models.Record.objects.get_or_create(matter="", register=register, number=name, defaults=first)
        held = append.hold(found.pk)
        made = change()
        append.append(held, kind, data, append.Author(actor, at, ""), fold)
    return made
