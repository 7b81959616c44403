"""The fields that an award calls by name, outside FEEL: where, and of which type they must be."""

from collections.abc import Iterator
from typing import NamedTuple

from bridgehead.documents.document import Document, Path
from bridgehead.instruments.award.schema import Award, CalendarPeriod
from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.primitives.types import LISTS, FieldType
from bridgehead.rulebook.rulebook import Table

DAYS = frozenset((FieldType.DATE, FieldType.DATE_TIME))
ALL = frozenset(FieldType) - LISTS - {FieldType.LONG_TEXT, FieldType.AREA}


class Called(NamedTuple):
    """A field at its path in the file; `joins` where claims that agree in it are one thing, one party or one period."""

    path: Path
    field: str
    types: frozenset[FieldType] = ALL
    joins: bool = False


def called(award: Award) -> Iterator[Called]:
    """Every field that is called by name, in the order of the file's words."""
    if award.as_of:
        yield Called(("as of",), award.as_of, DAYS)
    if award.window:
        yield Called(("window", "field"), award.window.field, DAYS)
    if award.claims_due and award.claims_due.field:
        yield Called(("claims due", "field"), award.claims_due.field, DAYS)
    for at, name in enumerate(award.once_per):
        yield Called(("once per", at), name, joins=True)
    yield from _party((), award.per, award.each)
    for bonus, each in award.bonuses.items():
        yield from _party(("bonuses", bonus), each.per, each.each)
    for at, ceiling in enumerate(award.ceilings):
        yield from _party(("ceilings", at), ceiling.per, ceiling.each)
    yield from _party(("one of",), award.one_of.per if award.one_of else None, None)
    if award.budget and award.budget.by:
        yield Called(("budget", "by"), award.budget.by)


def _party(path: Path, per: str | None, each: CalendarPeriod | None) -> Iterator[Called]:
    if per:
        yield Called((*path, "per"), per, joins=True)
    if each:
        yield Called((*path, "each"), each.field, DAYS, joins=True)


def misnamed(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    """Fields that the register does not have, that are personal, of a type that cannot be used so, or optional where
    claims that agree in them are taken together.
    """
    rules = [name for name in table.deciding if name not in table.personal]
    for path, name, types, joins in called(award):
        if name in table.personal:
            expected = "a fact derived from it when the claim is accepted"
            yield document.mistake(
                "RB241", f"«{name}» is a personal field, which no rule reads", *path, expected=expected
            )
        elif name not in table.deciding:
            fitting = [known for known in rules if table.column(known).type in types]
            expected = f"one of {', '.join(fitting)}"
            near = nearest(name, fitting)
            yield document.mistake("AW101", f"unknown field «{name}»", *path, expected=expected, nearest=near)
        elif table.column(name).type not in types:
            expected = "a date or a date and time" if types == DAYS else "a field of one value"
            message = f"the field «{name}» is of type {table.column(name).type}"
            yield document.mistake("AW102", message, *path, expected=expected)
        elif joins and table.column(name).optional:
            message = f"the optional field «{name}», in which a blank would join strangers"
            yield document.mistake("AW137", message, *path, expected="a field that is required")


def mispaid(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    """Fields that are to say who is paid and are not personal, so that everybody might see them, or are not there."""
    fitting = [name for name in table.deciding if name in table.personal and table.column(name).type not in LISTS]
    for at, name in enumerate(award.payee):
        if name not in fitting:
            found = f"«{name}», which is not personal, as a payee" if name in table.deciding else f"no field «{name}»"
            expected = f"one of {', '.join(fitting)}" if fitting else "a field with «personal: true»"
            yield document.mistake("AW142", found, "payee", at, expected=expected, nearest=nearest(name, fitting))
