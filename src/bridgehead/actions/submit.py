"""Take in a claim, a report or a case: a record begins, and who brought it gets a number and a code."""

from collections.abc import Mapping
from datetime import datetime

from bridgehead import published
from bridgehead.actions.begin import Intake, Receipt, begin
from bridgehead.actions.fill import NOT_HERE, units_of
from bridgehead.actions.received import channel_of
from bridgehead.instruments.register import RECEIVED, derive, intake
from bridgehead.instruments.register.filled import read
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import append
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook


def submit(
    matter: str,
    register: str,
    given: Mapping[str, object],
    actor: Actor,
    at: datetime,
    *,
    anonymous: bool | None = False,
    language: Language = "zh",
    channel: str | None = None,
    in_force: tuple[str, Rulebook] | None = None,
) -> Receipt:
    """`in_force` is the rulebook with its hash before it, where it is known; of `anonymous` see `filled.read`. Raises
    BridgeheadError with RG001 or RG002 for an unknown matter or register, AC092 for who wants to stay anonymous where
    that is refused, AC086 for an unknown channel, AC113 for one of the office from who takes nothing in
    there, RefusedFields for all that is wrong in what was filled in.
    """
    by, rulebook = in_force or published.current(matter)
    found = published.register_in(rulebook, register)
    if anonymous and found.anonymous == "refused":
        expected = "the fields that say who files it, and «anonymous» left out"
        raise BridgeheadError([Mistake("AC092", f"{register} is taken from nobody who is anonymous", None, expected)])
    by_channel = channel_of(found, channel, actor)
    local = at.astimezone(rulebook.about.zone)
    moment = {RECEIVED: local.replace(tzinfo=None)} if RECEIVED in found.fields else {}
    zone, known = rulebook.about.zone, units_of(found)
    filled = read(found, {**given, **moment}, zone=zone, anonymous=anonymous, units=known, at=at)
    mistakes: dict[str, tuple[Phrase, ...]] = {name: NOT_HERE for name in given if name not in intake(found)}
    mistakes |= {name: said for name, said in filled.mistakes.items() if name != found.number}
    if mistakes:
        raise RefusedFields(mistakes)
    values = {**filled.values, **derive(found, filled.values)}
    with append.unit(apart=False):
        return begin(Intake(matter, rulebook, by, found, language, by_channel), values, {}, actor, at)
