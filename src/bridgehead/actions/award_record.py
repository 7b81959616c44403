"""The record of an award: one chain for all its settlements, so that no two of them pay the same money.

Its state: `stage` (previewed, confirmed, published, paid), `run` (counted from 1), `preview` (what the last settlement
found), `places` (all that are confirmed and stand), `published` (the numbers that have been shown to everybody),
`until` (the end of the publicity), `told` (the tables of decisions of which people were told), `objections`, `paid` and
`revoked` (numbers), `freed` (those revoked since the last confirmation), `reconsidered` (those without a place who
objected since, and were right), `revocations` (each place as it was, why it was taken, and whether it had been paid),
`reinstatements` (which of them were given back, and why), `recoveries` (what is asked back of them, what has come back,
and which were withdrawn), and `due` (by when the next of it is to come back).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bridgehead import published
from bridgehead.actions.changed import require_seen
from bridgehead.instruments.award import ledgered
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, events, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

OPEN = "open"
"""An objection that nobody has decided yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with an award, by whom and when."""

    matter: str
    award: str
    actor: Actor
    at: datetime


def held(step: Step) -> models.Record:
    """The record of an award, made where it is not there yet, which nobody else can change until the unit ends."""
    first = {
        "version": 0,
        "head": chain.START,
        "state": {},
        "code": b"",
        "submitted_at": step.at,
        "updated_at": step.at,
    }
    found, _ = models.Record.objects.get_or_create(
        matter=step.matter, register=AWARDS, number=step.award, defaults=first
    )
    return append.hold(found.pk)


def held_as_seen(step: Step, version: int) -> models.Record:
    """The record of an award, for this action alone, of which a settlement was confirmed before. Raises BridgeheadError
    with AC020 where none was, and AC002 where it is not as it was seen.
    """
    record = held(step)
    require_confirmed(record)
    require_version(record, version, step)
    return record


def seen(matter: str, award: str) -> models.Record | None:
    """The same to look at; None where nothing was settled yet."""
    return models.Record.objects.filter(matter=matter, register=AWARDS, number=award).first()


def note(record: models.Record, kind: str, data: Mapping[str, Any], step: Step, rulebook: str) -> None:
    append.append(record, kind, data, append.Author(step.actor, step.at, rulebook), fold)


def places(record: models.Record | None) -> tuple[Confirmed, ...]:
    """The places that are confirmed and stand."""
    return ledgered.places(record.state.get("places", ()) if record else ())


def kept(confirmed: Confirmed) -> dict[str, Any]:
    """A place as an event carries it."""
    on = confirmed.on.isoformat() if confirmed.on else None
    return {**asdict(confirmed), "amount": format(confirmed.amount, "f"), "on": on}


def require_confirmed(record: models.Record) -> None:
    """Raise BridgeheadError with AC020 where none of an award's settlements was ever confirmed."""
    if "places" not in record.state:
        found = f"no settlement of the award {record.number} was ever confirmed"
        stands = record.state.get("stage", "")
        raise BridgeheadError([Mistake("AC020", found, None, "a confirmation before", values={"stands": stands})])


def require_all_decided(record: models.Record) -> None:
    """Raise BridgeheadError with AC028 while an objection to an award is open."""
    undecided = [each["against"] for each in record.state.get("objections", ()) if each["decided"] == OPEN]
    if undecided:
        what = "an objection is" if len(undecided) == 1 else f"{len(undecided)} objections are"
        found = f"{what} open in {record.number}, to {', '.join(dict.fromkeys(undecided))}"
        raise BridgeheadError([Mistake("AC028", found, None, "a decision on each objection")])


def require_version(record: models.Record, version: int, step: Step) -> None:
    """Raise BridgeheadError with AC002 where an award is not as it was seen."""
    require_seen(record, version, step.actor, published.current(step.matter)[1].about.zone)


def require_place(record: models.Record, number: str) -> dict[str, Any]:
    """The place of a claim that is confirmed and stands. Raises BridgeheadError with AC031 where it was revoked, which
    tells when, and AC026 where it never had one.
    """
    standing = {each["number"]: each for each in record.state["places"]}
    if number in standing:
        return dict(standing[number])
    for each in record.state.get("revocations", ()):
        if each["number"] == number:
            found = f"the place of «{number}» in {record.number} was revoked on {each['at'][:10]}"
            raise BridgeheadError([Mistake("AC031", found, None, "the number of a place that stands")])
    found = f"«{number}» has no place in {record.number}"
    raise BridgeheadError([Mistake("AC026", found, None, "the number of a confirmed place", nearest(number, standing))])


def require_another(record: models.Record, kind: str, among: str, one: Mapping[str, Any], step: Step) -> None:
    """Raise BridgeheadError with AC022 for whoever made an entry of an award: that of the last event of a kind which
    added it to the list of that name.
    """
    for stored in record.events.filter(kind=kind).order_by("-n"):
        event = events.read(bytes(stored.body))
        if [event.data[among][-1][name] for name in ("number", "at")] == [one["number"], one["at"]]:
            if event.actor == step.actor.name:
                found = f"«{step.actor.name}» did what is to be undone in {record.number}"
                raise BridgeheadError([Mistake("AC022", found, None, "a second person, who undoes it")])
            return


def require_stage(record: models.Record, *stages: str) -> None:
    """Raise BridgeheadError with AC020 where an award does not stand where it should."""
    stage = record.state.get("stage", "")
    if stage not in stages:
        found = f"the award {record.number} is {stage}" if stage else f"the award {record.number} was never settled"
        expected = f"one that is {' or '.join(stages)}"
        raise BridgeheadError([Mistake("AC020", found, None, expected, values={"stands": stage})])
