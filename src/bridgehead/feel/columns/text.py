"""Text in columns, counted in characters (DMN 1.5, 10.3.4.3)."""

from decimal import Decimal

import ibis

from bridgehead.feel.columns import patterns
from bridgehead.feel.columns.terms import Refusal, Term, strict
from bridgehead.feel.types import BOOLEAN, STRING, ListType, NumberType

LENGTH = NumberType(precision=10, scale=0)


def join(left: Term, right: Term) -> Term:
    return strict(left.value + right.value, STRING, left, right)


def length(text: Term) -> Term:
    return strict(text.value.length().cast("int64"), LENGTH, text)


def contains(text: Term, match: Term) -> Term:
    return strict(text.value.contains(match.value), BOOLEAN, text, match)


def starts_with(text: Term, match: Term) -> Term:
    return strict(text.value.startswith(match.value), BOOLEAN, text, match)


def ends_with(text: Term, match: Term) -> Term:
    return strict(text.value.endswith(match.value), BOOLEAN, text, match)


def substring(text: Term, start: Term, count: Term | None = None) -> Term:
    """From a constant place, counted from 1 or, where negative, from the end; null beyond the text."""
    place, most = whole_constant(start), None if count is None else whole_constant(count)
    if place == 0 or (most is not None and most < 1):
        raise Refusal("FE304", "the part of a text is always null")
    if place > 0:
        part = text.value.substr(place - 1, most)
    else:
        part = text.value.right(-place) if most is None else text.value.right(-place).substr(0, most)
    value = ibis.cases((text.value.length() >= abs(place), part))
    return strict(value, STRING, text, null=True)


def before(text: Term, match: Term) -> Term:
    """What stands before the first `match`; nothing where there is none."""
    at = text.value.find(match.value)
    return strict(ibis.cases((at < 0, ""), (at >= 0, text.value.substr(0, at))), STRING, text, match)


def after(text: Term, match: Term) -> Term:
    """What stands after the first `match`; nothing where there is none."""
    at = text.value.find(match.value)
    rest = text.value.substr(at + match.value.length())
    return strict(ibis.cases((at < 0, ""), (at >= 0, rest)), STRING, text, match)


def matches(text: Term, match: Term) -> Term:
    """Whether a pattern that both engines read alike occurs."""
    wanted = patterns.portable(patterns.constant(match))
    return strict(text.value.re_search(wanted), BOOLEAN, text)


def replace(text: Term, match: Term, by: Term) -> Term:
    """Every occurrence replaced by a constant text."""
    wanted = patterns.constant(match)
    patterns.never_empty(wanted)
    if not isinstance(by.constant, str) or "$" in by.constant or "\\" in by.constant:
        raise Refusal("FE304", "what replaces varies or refers to groups", "a constant without $ and \\")
    return strict(text.value.re_replace(patterns.portable(wanted), by.constant), STRING, text)


def split(text: Term, delimiter: Term) -> Term:
    """The parts between a delimiter without marks."""
    parts = text.value.split(patterns.plain(patterns.constant(delimiter)))
    return strict(parts, ListType(item=STRING), text)


def whole_constant(term: Term) -> int:
    """A place or length that is a constant."""
    if not isinstance(term.constant, Decimal) or term.constant != int(term.constant):
        raise Refusal("FE304", "a place, length or scale varies or is no whole number", "a whole constant")
    return int(term.constant)
