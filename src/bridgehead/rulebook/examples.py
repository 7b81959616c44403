"""`examples.yaml`: what a rulebook promises, told by example: given these claims, on this day, then that.

A claim of an example says only what matters to it; the rest comes from a named base claim, by `like`.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from bridgehead.documents.document import Document, Path
from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.schema import Day, Label, Money, Name, Part, Slug, Text, shown

OutcomeName = Literal["granted", "exhausted", "counted", "refused", "undetermined"]

LIKE = "like"
"""The key by which a claim names the base claim that it is like."""


OF_WHAT_IS_NOT_THERE = frozenset({"RB501", "RB505", "RB506", "RB507"})
"""What something that could not be read may have caused."""


class Expected(Part):
    """What becomes of one claim; what is not said is not compared.

    `failed` are the conditions that fail, `unknown` those that a missing figure leaves open.
    """

    outcome: OutcomeName
    prize: Name | None = None
    place: Annotated[int, Field(ge=1)] | None = None
    amount: Money | None = None
    provisional: bool | None = None
    failed: tuple[Name, ...] | None = None
    unknown: tuple[Name, ...] | None = None


class Example(Part):
    """One sentence, the claims that it is about, and what becomes of each, by number."""

    example: Label | Text
    award: Slug
    settled_on: Day
    given: Annotated[tuple[dict[Name, Any], ...], Field(min_length=1)]
    then: Annotated[dict[Name, Expected], Field(min_length=1)]

    @property
    def sentence(self) -> str:
        return self.example if isinstance(self.example, str) else self.example.zh


class Examples(Part):
    """The base claims by name, and the examples that start from them."""

    base_claims: dict[Name, dict[Name, Any]] = Field(default_factory=dict)
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]


def claims(example: Example, bases: Mapping[str, Mapping[str, Any]], table: Table) -> list[dict[str, object]]:
    """The claims of an example as rows of its register: what a claim does not say is that of its base.

    A verified field said once stands for both its columns. A field left empty (null) is missing.
    """
    rows = []
    for given in example.given:
        said = {**bases.get(str(given.get(LIKE)), {}), **given}
        row: dict[str, object] = {}
        for name, value in said.items():
            for column in columns_named(name, table):
                row[column.name] = _exact(value, column)
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


def columns_named(name: str, table: Table) -> list[Column]:
    """The columns that a claim fills by a name: a field's own, or its declared and verified ones; none if unknown."""
    names = {name, f"{name} declared", f"{name} verified"} if name in table.deciding else {name}
    return [column for column in table.columns if column.name in names]


def _exact(value: Any, column: Column) -> object:
    whole = isinstance(value, int) and not isinstance(value, bool) and column.type is not FieldType.INTEGER
    return Decimal(value) if whole else value


def check_example(
    example: Example, index: int, bases: Mapping[str, Any], table: Table, document: Document
) -> Iterator[Mistake]:
    """Mistakes of the claims of one example, the base claims that it uses, and its outcomes."""
    path: Path = ("examples", index)
    for position, given in enumerate(example.given):
        at = (*path, "given", position)
        base = str(given.get(LIKE))
        if base in bases:
            yield from check_claim(bases[base], table, document, ("base claims", base))
        elif LIKE in given:
            near, expected = nearest(base, bases), "a name under «base claims»"
            yield document.mistake("RB501", f"unknown base claim «{base}»", *at, LIKE, expected=expected, nearest=near)
        yield from check_claim(given, table, document, at)
    yield from _check_numbers(example, claims(example, bases, table), table, document, path)


def _check_numbers(
    example: Example, rows: list[dict[str, object]], table: Table, document: Document, path: Path
) -> Iterator[Mistake]:
    """Each claim has its own number, and outcomes are told only of claims that are given."""
    name = table.number
    numbers = [str(row[name]) for row in rows if name in row]
    before: set[str] = set()
    for position, row in enumerate(rows):
        at = (*path, "given", position)
        if name not in row:
            yield document.mistake("RB507", f"a claim without its «{name}»", *at, expected=f"«{name}: A»")
        elif str(row[name]) in before:
            yield document.mistake("RB504", f"the {name} «{row[name]}» again", *at, expected="one of its own")
        before.add(str(row.get(name)))
    for number in example.then:
        if number not in numbers and len(numbers) == len(rows):
            expected, near = f"one of {', '.join(dict.fromkeys(numbers))}", nearest(number, numbers)
            message = f"the claim «{number}» is not given"
            at = (*path, "then", number)
            yield document.mistake("RB505", message, *at, expected=expected, nearest=near, key=True)


def check_outcomes(
    example: Example, index: int, prizes: Collection[str], told: Collection[str], document: Document
) -> Iterator[Mistake]:
    """Prizes and conditions that an outcome names, and that the award does not have; `told` are all its conditions."""
    for number, expected in example.then.items():
        named: list[tuple[str, str, Collection[str], Path]] = []
        if expected.prize is not None:
            named.append(("prize", expected.prize, prizes, ("prize",)))
        for key in ("failed", "unknown"):
            said = enumerate(getattr(expected, key) or ())
            named += [("condition", name, told, (key, at)) for at, name in said]
        for what, name, known, path in named:
            if name not in known:
                message, among = f"unknown {what} «{name}»", f"one of {', '.join(known)}"
                at = ("examples", index, "then", number, *path)
                yield document.mistake("RB508", message, *at, expected=among, nearest=nearest(name, known))


def unused_bases(examples: Examples, document: Document) -> Iterator[Mistake]:
    """Base claims that no example is like."""
    used = {str(given.get(LIKE)) for example in examples.examples for given in example.given}
    for name in examples.base_claims:
        if name not in used:
            message = f"no example uses the base claim «{name}»"
            yield document.mistake("RB506", message, "base claims", name, expected=f"«{LIKE}: {name}»", key=True)


def check_claim(claim: Mapping[str, Any], table: Table, document: Document, path: Path) -> Iterator[Mistake]:
    """Mistakes of one claim or base claim against the fields of its register."""
    for name, value in claim.items():
        if name == LIKE:
            continue
        columns = columns_named(name, table)
        if not columns:
            yield document.mistake(
                "RB502", f"unknown field «{name}»", *path, name,
                expected="a field of the register", nearest=nearest(name, table.deciding), key=True,
            )  # fmt: skip
        elif (expected := _misfit(value, columns[0])) is not None:
            near = nearest(value, columns[0].choices) if isinstance(value, str) else None
            yield document.mistake("RB503", f"{shown(value)} in «{name}»", *path, name, expected=expected, nearest=near)


def _misfit(value: Any, column: Column) -> str | None:
    """What was expected of a value that does not fit its column; None where it fits."""
    if value is None:
        return None
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if number and not _within(value, column):
        return column.within
    match column.type:
        case FieldType.INTEGER:
            return None if number and value == int(value) and isinstance(value, int) else "a whole number"
        case FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            return None if number and _fits(Decimal(value), column) else f"a number of at most {column.scale} decimals"
        case FieldType.BOOLEAN:
            return None if isinstance(value, bool) else "true or false"
        case FieldType.DATE:
            return None if isinstance(value, date) and not isinstance(value, datetime) else "a date, as in 2023-05-04"
        case FieldType.DATE_TIME:
            return None if isinstance(value, datetime) else "a date and time, as in 2023-05-04 08:00:00"
        case FieldType.CHOICE:
            return None if value in column.choices else f"one of {', '.join(column.choices)}"
        case FieldType.CHOICES:
            listed = isinstance(value, tuple) and all(one in column.choices for one in value)
            return None if listed else f"a list of {', '.join(column.choices)}"
        case FieldType.FILES:
            named = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
            return None if named else "a list of the names of files"
        case _:  # one of TEXTS
            return None if isinstance(value, str) else f"a text: '{value}'"


def _within(value: Decimal, column: Column) -> bool:
    above = column.minimum is None or value >= column.minimum
    return above and (column.maximum is None or value <= column.maximum)


def _fits(value: Decimal, column: Column) -> bool:
    """Whether a number has no more digits than its column, before and after the point."""
    _, digits, exponent = value.normalize().as_tuple()
    after = max(0, -int(exponent))
    return after <= column.scale and len(digits) + max(0, int(exponent)) - after <= column.digits - column.scale
