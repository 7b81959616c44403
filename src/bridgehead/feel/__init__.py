"""The Friendly Enough Expression Language of OMG DMN 1.5, chapter 10.

`parse` reads a text with the names in scope; `check` finds what can never work; `evaluate` and `compile` give the value
for one case; `trace` also why it is null; `columns.translate` (imported apart, since it needs Ibis) for many at
once. For one expression, `evaluate` is enough:

    reasons: list[feel.Reason] = []
    feel.evaluate("passengers / nights >= 2", {"passengers": 412, "nights": 0}, reasons=reasons)  # None
    str(reasons[0])  # 1:1: FE502 the number 412 is divided by zero

A rule that decides many cases is read and compiled once; its function is called for each:

    scope = {"nights": feel.Variable(feel.NUMBER)}
    holds = feel.compile(feel.parse("nights >= 2", scope), scope)
    holds({"nights": 3})  # True; holds({}) is feel.UNKNOWN

Whatever is wrong raises `BridgeheadError` with every `Mistake` that was found: FE0xx the text, FE1xx names (`parse`);
FE4xx limits and values that are not FEEL's (`evaluate`, and the functions that `compile` and `trace` make). `check`
returns FE2xx; `Reason` carries FE5xx, and nothing raises them.
"""

from bridgehead.feel.check import check
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.evaluate import evaluate, scope_of
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.mistakes import place
from bridgehead.feel.parse import parse, parse_unary_tests
from bridgehead.feel.reasons import Reason
from bridgehead.feel.tree import children, walk
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    Scope,
    Type,
    Variable,
)
from bridgehead.feel.unparse import literals, unparse
from bridgehead.feel.values import UNKNOWN

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DAYS_TIME",
    "NUMBER",
    "STRING",
    "TIME",
    "UNKNOWN",
    "YEARS_MONTHS",
    "Reason",
    "Scope",
    "Type",
    "Variable",
    "check",
    "children",
    "compile",
    "evaluate",
    "literals",
    "parse",
    "parse_unary_tests",
    "place",
    "scope_of",
    "text_of",
    "trace",
    "unparse",
    "walk",
]
