"""Records that are made up, to show a service at work: what a sheet says of them, and what stands in one.

A sheet stands beside the rules as `samples/made-up.yaml`, and is no part of them. Its phrases are filled in as a form
is: `{word}` is one of that word's phrases, `{unit}` a unit, `{2..90}` a number, `{-60..-1 days}` a day from here.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field as Limit

from bridgehead.documents.document import Document
from bridgehead.documents.read import read
from bridgehead.instruments.register.filled import NotAsked
from bridgehead.instruments.register.filled import read as judged
from bridgehead.instruments.register.record import fillable, intake
from bridgehead.instruments.register.rhythm import Rhythm, Weight
from bridgehead.instruments.register.schema import Register
from bridgehead.instruments.register.verbs import Verb
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.identifiers import with_check_sign
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Day, Label, Name, Part, Share, Slug, Text
from bridgehead.rulebook.validation import validate
from bridgehead.rulebook.variable_name import VariableName

FILE = Path("samples", "made-up.yaml")
UNIT, IDENTITY = "unit", "identity number"
_PLACE = re.compile(r"\{(?:(-?\d+)\.\.(-?\d+)( days)?|([^{}]*))\}")
_NO_DAY = date(1800, 1, 1)
_DEEPEST = 8
"""Phrases in one another; a word that stands in itself goes no deeper."""

Phrases = Annotated[tuple[str, ...], Limit(min_length=1)]
Days = tuple[Annotated[int, Limit(ge=0, le=400)], Annotated[int, Limit(ge=0, le=400)]]


class Listing(Part):
    """A list that some hand in as evidence, a `share` of all: a row for each that was declared in the field `as many
    as`, with phrases for its columns, in which a field stands for what was declared there.
    """

    share: Share
    as_many_as: VariableName
    columns: dict[VariableName, Phrases]


class Filing(Part):
    """How records of a register come in and go on: of all that come in its `share`, and in which `rhythm`; of those the
    share that is `anonymous`; phrases for its fields, of which a blank one leaves the field blank; lists that are its
    evidence; what it `corrects` in each stage; in each how often a verb is done, or `nothing` yet, and after how many
    working days at least and at most; of all deadlines the share that is missed, `late` by some days or `forgotten` for
    weeks.
    """

    share: Annotated[int, Limit(ge=1, le=1000)] = 1
    rhythm: Rhythm = Limit(default_factory=Rhythm)
    anonymous: Share = Limit(default=0)  # type: ignore[assignment]
    fields: dict[VariableName, Phrases]
    lists: dict[VariableName, Listing] = Limit(default_factory=dict)
    corrects: dict[Name, dict[VariableName, Phrases]] = Limit(default_factory=dict)
    reasons: tuple[Text, ...] = ()
    acts: dict[Name, dict[Verb | Literal["nothing"], Weight]] = Limit(default_factory=dict)
    days: dict[Name, Days] = Limit(default_factory=dict)
    late: Share = Limit(default=0)  # type: ignore[assignment]
    forgotten: Share = Limit(default=0)  # type: ignore[assignment]


class Sheet(Part):
    """What is made up of a matter, from one day to another, with the units that handle it."""

    made_up: Label
    from_: Day
    until: Day
    units: dict[Slug, Label] = Limit(default_factory=dict)
    words: dict[Name, Phrases] = Limit(default_factory=dict)
    registers: Annotated[dict[Slug, Filing], Limit(min_length=1)]


def sheet(folder: Path, rulebook: Rulebook) -> Sheet:
    """The sheet of a rulebook's folder. Raises BridgeheadError: RB1xx and RB2xx for what is no sheet, RG030 for what
    it names and the rulebook or the sheet does not have.
    """
    document = read(folder / FILE, (folder / FILE).as_posix())
    found, mistakes = validate(Sheet, document) if not document.mistakes else (None, document.mistakes)
    if found is not None:
        mistakes = (*_unknown(found, rulebook, document),)
    if mistakes:
        raise BridgeheadError(mistakes)
    assert isinstance(found, Sheet)
    return found


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes phrases of a sheet, by chance."""

    words: Mapping[str, Sequence[str]]
    chance: Random

    @classmethod
    def of(cls, sheet: Sheet, chance: Random) -> "Pen":
        return cls({**sheet.words, UNIT: tuple(sheet.units)}, chance)

    def one_of(self, phrases: Sequence[str], day: date) -> str:
        return self._written(phrases[int(self.chance.random() * len(phrases))], day, _DEEPEST)

    def _written(self, phrase: str, day: date, levels: int) -> str:
        if "{" not in phrase:
            return phrase

        def filled(found: re.Match[str]) -> str:
            low, high, days, word = found.groups()
            if word == IDENTITY:
                return _nobody(self.chance)
            if low is None:
                known = self.words[word]
                return self._written(known[int(self.chance.random() * len(known))], day, levels - 1) if levels else ""
            number = self.chance.randint(int(low), int(high))
            return (day + timedelta(days=number)).isoformat() if days else str(number)

        return _PLACE.sub(filled, phrase)


def filled_in(register: Register, filing: Filing, pen: Pen, day: date, zone: ZoneInfo) -> dict[str, str | None]:
    """What is filled in of a record that comes in on a day."""
    asked = intake(register)
    said = {name: pen.one_of(phrases, day) for name, phrases in filing.fields.items() if name in asked}
    return only_asked(register, said, {}, zone)


def only_asked(
    register: Register, said: Mapping[str, str], stood: Mapping[str, object], zone: ZoneInfo
) -> dict[str, str | None]:
    """Without what is not asked for by the rest of it and by what stood there, which is emptied."""
    if all(register.fields[name].visible_when is None for name in said):
        return dict(said)
    mistakes = judged(register, {**stood, **said}, zone=zone).mistakes
    unasked = {name for name in said if isinstance(mistakes.get(name, (None,))[0], NotAsked)}
    asked = {name: value for name, value in said.items() if name not in unasked}
    return asked | dict.fromkeys(unasked & {*stood})


def listed(register: Register, name: str, listing: Listing, pen: Pen, declared: Mapping[str, object]) -> bytes:
    """A list of the field `name`, as CSV; nobody stands in it twice."""
    known = register.fields[name].rows or {}
    words = {**pen.words, **{field: (str(value),) for field, value in declared.items()}}
    own, rows, seen = Pen(words, pen.chance), [[*listing.columns]], set[tuple[str, ...]]()
    while len(rows) <= int(str(declared[listing.as_many_as])):
        row = {column: own.one_of(phrases, _NO_DAY) for column, phrases in listing.columns.items()}
        who = tuple(row[column] for column, each in known.items() if each.unique)
        if not who or who not in seen:
            rows.append([*row.values()])
            seen.add(who)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _nobody(chance: Random) -> str:
    """A number with its check sign, of somebody who would be older than anybody is."""
    born = date(1800, 1, 1) + timedelta(days=chance.randrange(3650))
    return with_check_sign(f"110105{born:%Y%m%d}{chance.randrange(1000):03}")


def chosen(weights: Mapping[Verb | Literal["nothing"], int], can: Iterable[Verb], chance: Random) -> Verb | None:
    """What is done next, of what can be done; None where nothing is."""
    known = {*can, "nothing"}
    found = {verb: weight for verb, weight in weights.items() if verb in known and weight}
    if not found:
        return None
    (verb,) = chance.choices([*found], [*found.values()])
    return None if verb == "nothing" else verb


def _unknown(sheet: Sheet, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Registers, fields and stages that the rulebook does not have, and words that the sheet does not have."""
    known = {name: part for (kind, name), part in rulebook.instruments.items() if kind == "register"}
    words = {*sheet.words, IDENTITY, *([UNIT] if sheet.units else ())}
    for word, phrases in sheet.words.items():
        yield from _words(phrases, words, document, ("words", word))
    for name, filing in sheet.registers.items():
        register = known.get(name)
        if not isinstance(register, Register):
            yield _none("register", name, known, document, ("registers", name))
            continue
        path = ("registers", name)
        for field, phrases in filing.fields.items():
            if field not in register.fields:
                yield _none("field", field, register.fields, document, (*path, "fields", field))
            yield from _words(phrases, words, document, (*path, "fields", field))
        yield from _words(filing.reasons, words, document, (*path, "reasons"))
        yield from _lists(filing, register, words, document, (*path, "lists"))
        for stage, corrected in filing.corrects.items():
            known_here = (
                fillable(register, stage, "correct", reporter=False) if stage in register.stages else {*register.fields}
            )
            for field, phrases in corrected.items():
                at = (*path, "corrects", stage, field)
                if field not in known_here:
                    yield _none("field that is corrected here,", field, known_here, document, at)
                yield from _words(phrases, words, document, at)
        for word in ("acts", "days", "corrects"):
            for stage in getattr(filing, word):
                if stage not in register.stages:
                    yield _none("stage", stage, register.stages, document, (*path, word, stage))


def _lists(
    filing: Filing, register: Register, words: set[str], document: Document, path: tuple[str, ...]
) -> Iterator[Mistake]:
    """Lists and columns that the register does not have, and what stands in them."""
    known = {name: field.rows for name, field in register.fields.items() if field.rows}
    for field, listing in filing.lists.items():
        if field not in known:
            yield _none("list", field, known, document, (*path, field))
        if listing.as_many_as not in register.fields:
            at = (*path, field, "as many as")
            yield _none("field", listing.as_many_as, register.fields, document, at, key=False)
        for column, phrases in listing.columns.items():
            if field in known and column not in known[field]:
                yield _none("column", column, known[field], document, (*path, field, "columns", column))
            yield from _words(phrases, words | {*register.fields}, document, (*path, field, "columns", column))


def _words(phrases: Iterable[str], known: set[str], document: Document, path: tuple[str, ...]) -> Iterator[Mistake]:
    for at, phrase in enumerate(phrases):
        for found in _PLACE.finditer(phrase):
            if found[4] is not None and found[4] not in known:
                yield _none("word", found[4], known, document, (*path, at), key=False)


def _none(
    what: str,
    name: str,
    known: Iterable[str],
    document: Document,
    path: tuple[str | int, ...],
    *,
    key: bool = True,
) -> Mistake:
    there = sorted(known)
    expected = f"one of {', '.join(there)}" if there else f"no {what}, since there is none"
    return document.mistake(
        "RG030", f"no {what} «{name}»", *path, expected=expected, nearest=nearest(name, there), key=key
    )
