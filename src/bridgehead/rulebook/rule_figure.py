"""A figure of a rulebook's own, as it should stand in the notice."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bridgehead.primitives.errors import Place
from bridgehead.rulebook.figures import PLACES, Figure, Kind, Operators, When, is_one_of, same_unit

MONEY, SHARE, DATE, TIME, COUNT, QUOTA = (
    frozenset({kind}) for kind in (Kind.MONEY, Kind.SHARE, Kind.DATE, Kind.TIME, Kind.COUNT, Kind.QUOTA)
)

Entry = tuple[str, ...]
"""The path of a prize, tier, condition or value: its figures belong together."""


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """One figure of a rulebook; `operators` are those that the notice may say of it.

    `clauses` are those in which it may stand, the one that it cites first; `word` is the key under which it stands;
    `units` are the words that may follow a count, `never` those that may not, and `currency` those that may follow
    money. An `implied` figure may stand in the notice and need not: another use of a value, the first of all places.
    `label` is what the notice may call the entry that the figure belongs to. A `reported` one was published as it is,
    and no rule that reads the text: that it is not there is no warning.
    """

    value: Fraction | date
    kinds: frozenset[Kind]
    operators: Operators
    name: str
    place: Place
    clauses: tuple[str, ...]
    entries: tuple[Entry, ...]
    word: str = ""
    units: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    currency: frozenset[str] = frozenset()
    label: str = ""
    implied: bool = False
    assumed: bool = False
    reported: bool = False


def says(said: Figure, meant: RuleFigure) -> bool:
    """Whether a figure of a text is that of a rule in kind, value and unit, whatever it is compared by.

    A number without a unit may be of any kind; a day without its year of any year.
    """
    if isinstance(said.value, When):
        day, when = meant.value, said.value
        if not isinstance(day, date) or when.day is None:
            return False
        return when.day == day.day and when.month in (None, day.month) and when.year in (None, day.year)
    if said.value != meant.value or not _is_in_unit(said, meant) or _counts_another(said, meant):
        return False
    is_place = meant.kinds == QUOTA and said.kind is Kind.COUNT and said.unit in PLACES
    return said.kind in meant.kinds or is_place or (said.kind is Kind.NUMBER and meant.kinds != DATE)


def may_mean(said: Figure, meant: RuleFigure) -> bool:
    """Whether a figure of a text that is bound to no rule may be meant as a rule's that says something else.

    It is of one kind and unit with it; or the number is the same, or that of 5% or 5万 where the text says 5 alone.
    """
    if isinstance(said.value, When) or isinstance(meant.value, date):
        return said.kind in meant.kinds
    if not _is_in_unit(said, meant) or _counts_another(said, meant):
        return False
    if said.kind is Kind.NUMBER:
        return meant.value in (said.value, said.value / 100, said.value * 10_000)
    if said.value == meant.value:
        return said.kind in meant.kinds or (Kind.COUNT in meant.kinds and not meant.never)
    return said.kind in meant.kinds and (said.kind is not Kind.COUNT or is_one_of(said.unit, meant.units))


def _is_in_unit(said: Figure, meant: RuleFigure) -> bool:
    """Whether a figure is said in a unit, or a currency, in which the rule's is meant; one that says none may be."""
    if said.kind is Kind.MONEY:
        return not said.unit or not meant.currency or said.unit in meant.currency
    return same_unit(said.unit, meant.units)


def _counts_another(said: Figure, meant: RuleFigure) -> bool:
    """Whether a text counts what the rule's figure cannot: a quota of nights, or 30 people for 30 yuan a person."""
    return said.kind in COUNT | QUOTA and is_one_of(said.unit, meant.never)


def written(rule: RuleFigure) -> str:
    """A rule's figure for a reader, with the sign of its comparison: >= 400, 50%, 100,000, 2023-05-04."""
    sign = next(iter(rule.operators)) + " " if len(rule.operators) == 1 and "=" not in rule.operators else ""
    if isinstance(rule.value, date):
        return sign + rule.value.isoformat()
    if rule.kinds == SHARE:
        return sign + _plain(rule.value * 100) + "%"
    if rule.kinds == {Kind.TIME}:
        return sign + f"{int(rule.value) // 60:02}:{int(rule.value) % 60:02}"
    return sign + _plain(rule.value)


def _plain(number: Fraction) -> str:
    if number.denominator == 1:
        return f"{number.numerator:,}"
    is_decimal = 10**18 % number.denominator == 0
    return f"{number.numerator / number.denominator:,.10g}" if is_decimal else str(number)
