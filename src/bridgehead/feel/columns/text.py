"""Text in columns, counted in characters (DMN 1.5, 10.3.4.3)."""

from bridgehead.feel.columns.terms import Refusal, Term, strict
from bridgehead.feel.types import BOOLEAN, STRING, NumberType

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
    raise Refusal("FE304", "later")
