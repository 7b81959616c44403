"""How values that were met stand in a sentence, and what is told of a null: its code, its part, the nearest, words."""

from collections.abc import Sequence
from typing import Any, Final

from bridgehead.feel import tree
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.operations import kind
from bridgehead.feel.values import Function

MISSING: Final = object()  # the value of a part that is not at hand, since a loop or branch has it
_SHOWN = 40

Words = dict[str, str | int]
Cause = tuple[str, tree.Expression, str | None, Words]


def said(value: Any) -> str:
    """A value in a sentence, cut where it is long."""
    if value is None or value is MISSING:
        return "null"
    if isinstance(value, list):
        null = ", a null among them" if None in value else ""
        return f"a list of {len(value)} {'item' if len(value) == 1 else 'items'}{null}"
    if isinstance(value, dict):
        return f"a context with {', '.join(_cut(key) for key in list(value)[:3])}" if value else "an empty context"
    return "a function" if isinstance(value, Function) else f"the {kind(value)} {_cut(text_of(value))}"


def listed(values: Sequence[Any]) -> str:
    """Several values in a sentence."""
    return ", ".join(map(said, values)) or "nothing"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
