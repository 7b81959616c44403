"""What an expression stands for while it is translated: a term, a context written out, or a function written out.

Contexts and functions are no columns. Their members and calls are: a member is its own term, and a call is the body
with the arguments in the place of the parameters.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import ibis
import ibis.expr.types as ir

from bridgehead.feel import tree
from bridgehead.feel.columns import numbers
from bridgehead.feel.columns.terms import Refusal, Term, masked, null, require_apart, shadowed
from bridgehead.feel.types import NULL, ContextType, NumberType, Variable


@dataclass(frozen=True, slots=True)
class Record:
    """A context written out; one unknown entry makes all of it unknown."""

    entries: "Mapping[str, Meaning]"


@dataclass(frozen=True, slots=True)
class Closure:
    """A function written out, with what the names around it stand for."""

    function: tree.Function
    bound: "Mapping[str, Meaning]"


Meaning = Term | Record | Closure


class Translation(Protocol):
    """The walk over the tree, as loops and membership need it: it translates their parts."""

    @property
    def level(self) -> int: ...

    def term(self, node: tree.Expression) -> Term: ...

    def terms(self, nodes: Iterable[tree.Expression]) -> list[Term]: ...

    def with_names(self, names: "Mapping[str, Meaning]", *, deeper: bool = False) -> "Translation": ...

    def part(self, whole: Term, name: str) -> Term: ...


def terms_of(meaning: Meaning) -> Iterator[Term]:
    """All terms inside."""
    match meaning:
        case Term():
            yield meaning
        case Record(entries):
            for entry in entries.values():
                yield from terms_of(entry)


def shaded(meaning: Meaning, *others: Term) -> Meaning:
    """The meaning, unknown also where any of the others is."""
    match meaning:
        case Term():
            return shadowed(meaning, *others)
        case Record(entries):
            return Record({name: shaded(entry, *others) for name, entry in entries.items()})
    return meaning


def member(record: Record, name: str) -> Meaning:
    """An entry; null where there is none."""
    entry = record.entries.get(name, null())
    return shaded(entry, *(term for term in terms_of(record) if term is not entry))


def term(meaning: Meaning) -> Term:
    """The meaning as one column; a context becomes a struct."""
    match meaning:
        case Term():
            return meaning
        case Closure():
            raise Refusal("FE304", "a function is no value of a column", "its result")
        case Record(entries):
            return _struct({name: term(entry) for name, entry in entries.items()})


def _struct(entries: Mapping[str, Term]) -> Term:
    if not entries:
        raise Refusal("FE304", "a context without entries has no columnar form")
    require_apart(entries)
    value = ibis.struct({name: _entry(entry) for name, entry in entries.items()})
    kind = ContextType(fields={name: Variable(entry.type, optional=True) for name, entry in entries.items()})
    return masked(value, kind, *entries.values())


def _entry(entry: Term) -> ir.Value:
    if entry.type == NULL:
        return ibis.null("boolean")
    return numbers.exact(entry) if isinstance(entry.type, NumberType) else entry.value
