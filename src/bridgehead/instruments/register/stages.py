"""The stages of a record: who may act, what they must fill in, by when, and where it goes from there."""

from datetime import datetime, tzinfo
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import PlainValidator, WithJsonSchema, model_validator

from bridgehead.instruments.register.verbs import VERBS, Verb
from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.hours import WHOLE_DAY, Hours
from bridgehead.primitives.opening import opening
from bridgehead.rulebook.schema import Citation, Expression, Label, Name, Part, Share, Slug, shown, wrong
from bridgehead.rulebook.variable_name import VariableName


def _term(value: object) -> Term:
    try:
        return Term.read(str(value))
    except BridgeheadError as error:
        raise _refused(error, value) from None


def _hours(value: object) -> Hours:
    try:
        return Hours.read(str(value))
    except BridgeheadError as error:
        raise _refused(error, value) from None


def _refused(error: BridgeheadError, value: object) -> Exception:
    (mistake,) = error.mistakes
    found = mistake.message if isinstance(value, str) else shown(value)
    return wrong(mistake.code, found, mistake.expected, mistake.nearest)


Within = Annotated[Term, PlainValidator(_term), WithJsonSchema({"type": "string", "pattern": r"^\d+ \S.*$"})]
"""A term as it is written: `15 working days`."""

OfficeHours = Annotated[Hours, PlainValidator(_hours), WithJsonSchema({"type": "string", "pattern": r"\d:\d\d"})]
"""Periods of a day as they are written: `8:00-12:00, 14:30-18:00`."""


class Channel(Part):
    """A way in: the website, a telephone, a counter; with `hours` where it is not open around the clock. What comes in
    while it is closed counts as received when it opens next. By the one that is `online` comes what names no channel.
    """

    label: Label
    cites: Citation | None = None
    hours: OfficeHours | None = None
    days: Literal["working days", "every day"] | None = None
    online: bool = False

    @property
    def by_calendar(self) -> bool:
        """Whether it is a matter of the calendar when it is open."""
        return self.days == "working days"

    def counts_from(self, at: datetime, zone: tzinfo, calendar: Calendar | None) -> datetime:
        """From when what comes in counts as received; `calendar` where it is open by one. Raises UnknownYear."""
        if self.hours is None and not self.by_calendar:
            return at
        return opening(at, zone, self.hours or WHOLE_DAY, calendar if self.by_calendar else None)


class Who(Part):
    """Who may act in a stage: a role, in the unit to which the record was assigned or in any."""

    role: Slug
    unit: Literal["of record", "any"] = "any"


class Extension(Part):
    """How often a deadline can be lengthened, and by how much each time."""

    times: Annotated[int, Limit(ge=1, le=9)] = 1
    by: Within


class Due(Part):
    """The deadline of a stage, which begins when the record comes into it; a warning when this share of it is used."""

    within: Within
    warn_at: Share | None = None
    extend: Extension | None = None
    cites: Citation | None = None

    @model_validator(mode="after")
    def _counts_in_one_unit(self) -> Self:
        if self.extend and self.extend.by.unit is not self.within.unit:
            found = f"an extension in {self.extend.by.unit} of a term in {self.within.unit}"
            raise wrong("RG109", found, f"one in {self.within.unit}", at=("extend", "by"))
        return self


class Move(Part):
    """A move that nobody makes: when a condition holds, after a time in the stage, or when it still holds after it."""

    to: Name
    when: Expression | None = None
    after: Within | None = None

    @model_validator(mode="after")
    def _waits_for_something(self) -> Self:
        if self.when is None and self.after is None:
            raise wrong("RG110", "a move that waits for nothing", "when: a condition, or after: a term", at=("to",))
        return self


class Returns(Part):
    """How often a record can be returned from a stage; the next unit is designated, and cannot return it."""

    at_most: Annotated[int, Limit(ge=1, le=9)]
    then: Literal["designate"]


class Line(Part):
    """A line that no record passes: its `area` is laid upon the zones of a `screen`, and where that refuses it, it goes
    `to` another stage instead, with the reason.
    """

    screen: Slug
    area: VariableName
    to: Name


class Stage(Part):
    """Where a record can stand. `next` gives the verbs that move it and to where, `may` those that leave it there;
    `fills` what staff fill in, `rates` what whoever filed the record says of how it was handled.

    Where a stage `counts`, its records are claims that awards read. What it `stops at` is looked at before a record
    comes into it.
    """

    label: Label
    cites: Citation | None = None
    who: Who | None = None
    fills: tuple[VariableName, ...] = ()
    rates: tuple[VariableName, ...] = ()
    due: Due | None = None
    next: dict[Verb, Name] = Limit(default_factory=dict)
    may: tuple[Verb, ...] = ()
    moves: tuple[Move, ...] = ()
    returns: Returns | None = None
    stops_at: Line | None = None
    stops_the_clock: bool = False
    final: bool = False
    counts: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that run while a record stands here: its deadline, and what moves wait for."""
        after = tuple(move.after for move in self.moves if move.after is not None)
        return (self.due.within, *after) if self.due else after

    @model_validator(mode="after")
    def _makes_sense_by_itself(self) -> Self:
        if self.final and self.due:
            raise wrong("RG111", "a deadline in a final stage", "a final stage without «due»", at=("due",))
        if self.stops_the_clock and self.due:
            raise wrong("RG111", "a deadline in a stage that stops the clock", "one of the two", at=("due",))
        if self.returns and "return" not in self.next:
            raise wrong("RG112", "returns where nothing is returned", "next: {return: a stage}", at=("returns",))
        if self.rates and "rate" not in (*self.next, *self.may):
            raise wrong("RG115", "rates where nobody rates", "may: [rate]", at=("rates",))
        for at, verb in enumerate(self.may):
            if not VERBS[verb].stays:
                raise wrong("RG113", f"«{verb}», which moves a record, under «may»", "it under «next»", at=("may", at))
        if self.who is None and (idle := [verb for verb in (*self.next, *self.may) if VERBS[verb].by == {"staff"}]):
            key = "next" if idle[0] in self.next else "may"
            raise wrong("RG114", f"«{idle[0]}» in a stage in which nobody acts", "who: {role: ...}", at=(key,))
        return self
