"""The tests of an award as they stand between two changes of its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bridgehead.feel import tree
from bridgehead.feel.substitution import dotted, substitute
from bridgehead.feel.types import ContextType, Scope, Variable
from bridgehead.instruments.award.terms import Terms
from bridgehead.rulebook.values import Value

Tests = Mapping[int, tree.Expression]
"""What each atom asks, by its bit; an atom that only asks that fields are known is not among them."""


@dataclass(frozen=True, slots=True)
class Version:
    """What the atoms ask from the day `first` on, every value in its place.

    `shown` are the tests as readers know them, over fields and derived figures; `tests` are the same over the columns
    that decide, as `places` has them. A value that is not in force is unknown; so is every value where `first` is
    None, that is where the day is not known.
    """

    first: date | None
    tests: Tests
    shown: Tests
    places: Mapping[str, tree.Expression]

    def over_columns(self, shown: tree.Expression) -> tree.Expression:
        return substitute(shown, self.places)


def versions(terms: Terms) -> tuple[Version, ...]:
    """The version for a day that is not known, then those of every day in order; the first begins with the calendar."""
    asked_for = {
        name for atom in terms.atoms.all if atom.test for name in _values_in(substitute(atom.test, terms.derived))
    }
    changes = {day for name in asked_for for day in _changes(terms.values[name])}
    return tuple(_version(terms, first) for first in (None, *sorted({date.min, *changes})))


def columns(terms: Terms) -> Scope:
    """What the tests of a version may name: the columns that decide, and values of which none is in force."""
    deciding = terms.table.deciding
    names = {deciding[name]: variable for name, variable in terms.names.items() if name in deciding}
    values = terms.names["values"].type
    members = values.fields if isinstance(values, ContextType) else None
    return names | {f"values.{name}": Variable(member.type) for name, member in (members or {}).items()}


def _version(terms: Terms, first: date | None) -> Version:
    values = {f"values.{name}": _figure(name, value, first) for name, value in terms.values.items()}
    places: dict[str, tree.Expression] = {name: tree.Name(column) for name, column in terms.table.deciding.items()}
    for name, figure in terms.derived.items():
        places[name] = substitute(substitute(figure, values), places)
    shown = {atom.bit: substitute(atom.test, values) for atom in terms.atoms.all if atom.test}
    return Version(first, {bit: substitute(test, places) for bit, test in shown.items()}, shown, places)


def _figure(name: str, value: Value, day: date | None) -> tree.Expression:
    figure = None if day is None else value.on(day)
    if figure is None:
        return tree.Name(f"values.{name}")
    exact = Decimal(figure) if isinstance(figure, int) and not isinstance(figure, bool) else figure
    return tree.Literal(exact)


def _values_in(expression: tree.Expression) -> Iterator[str]:
    names = (dotted(node) or "" for node in tree.walk(expression))
    return (name.removeprefix("values.") for name in names if name.startswith("values."))


def _changes(value: Value) -> Iterator[date]:
    yield from value.from_
    if value.until:
        yield value.until + timedelta(days=1)
