"""Tell whoever filed a claim what became of it when an award is published, in the unit that publishes: once each.

1. Who has a place, and was in no publication before.
2. Whose claim the settlement decided otherwise, and who was not told so before: the publications before name the tables
   of decisions from which they told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
from django.conf import settings

from bridgehead.actions.award_record import Step
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.messages import Told, told
from bridgehead.ledger import keys, models
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.rulebook import Rulebook

AT_ONCE = 500
"""Claims that one statement asks for."""


def tell_results(held: models.Record, rulebook: Rulebook, until: datetime, step: Step) -> list[str]:
    """Write the messages; the tables of decisions from which people were told by now. Raises BridgeheadError with
    AC088 where one of them is gone.
    """
    award, state = award_terms(rulebook, step.award).award, held.state
    register = rulebook.instruments["register", award.claims]
    assert isinstance(register, Register)
    facts = {"award": award.title, "until": until.astimezone(rulebook.about.zone).date().isoformat()}
    before, now = state.get("told", []), state["preview"]["decisions"]
    found = list(_results(state, before, now).items())
    for first in range(0, len(found), AT_ONCE):
        some = dict(found[first : first + AT_ONCE])
        messages = _messages(some, register, facts, step)
        models.Message.objects.bulk_create(messages)
    return [*before, now]


def _results(state: Mapping[str, list[Mapping[str, str]]], before: list[str], now: str) -> dict[str, Told]:
    """What is to be told of which claim, by its number."""
    shown = {*map(str, state.get("published", ()))}
    standing = {each["number"] for each in state["places"]}
    found: dict[str, Told] = dict.fromkeys(sorted(standing - shown), "place")  # 1
    known = {number for table in before for number, outcome in _decided(table) if outcome != Outcome.GRANTED}
    for number, outcome in _decided(now):  # 2
        if outcome != Outcome.GRANTED and number not in known and number not in standing:
            found[number] = "counted" if outcome == Outcome.COUNTED else "no place"
    return found


def _decided(table: str) -> Iterator[tuple[str, str]]:
    try:
        found = pq.read_table(Path(settings.HOME) / TABLES / f"{table}.parquet", columns=["number", "outcome"])
    except FileNotFoundError as gone:
        told = f"the decisions of a settlement are gone: {TABLES}/{table}.parquet"
        raise BridgeheadError([Mistake("AC088", told, None, "the file from a backup, in its place")]) from gone
    return zip(found["number"].to_pylist(), found["outcome"].to_pylist(), strict=True)


def _messages(
    results: Mapping[str, Told], register: Register, facts: Mapping[str, object], step: Step
) -> Iterator[models.Message]:
    """One for each who can be reached; whose fields were forgotten is told nothing."""
    of_register = models.Record.objects.filter(matter=step.matter, register=register.name)
    records = list(of_register.filter(number__in=results).order_by("pk"))
    wrapped = models.Key.objects.in_bulk([record.pk for record in records if record.state.get("personal")])
    for record in (each for each in records if each.pk in wrapped):
        key = keys.unwrap(settings.MASTER_KEY, bytes(wrapped[record.pk].wrapped), record.pk)
        personal, kind = keys.unbox(key, record.state["personal"], record.pk), results[record.number]
        text = told(kind, register, personal, {"number": record.number, **facts}, record.state.get("language", "zh"))
        if text is not None:
            boxed = keys.box(key, asdict(text), record.pk)
            yield models.Message(record=record, kind=kind, channel=text.channel, box=boxed, at=step.at)
