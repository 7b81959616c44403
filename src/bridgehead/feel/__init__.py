"""The Friendly Enough Expression Language of OMG DMN 1.5, chapter 10.

`parse` reads a text with the names in scope; `check` finds what can never work; `evaluate` and `compile` give the value
for one case; `columns.translate` (imported apart, since it needs Ibis) for many at once.
"""

from bridgehead.feel.check import check
from bridgehead.feel.compile import compile, trace
from bridgehead.feel.evaluate import evaluate, scope_of
from bridgehead.feel.functions.conversions import text_of
from bridgehead.feel.mistakes import place
from bridgehead.feel.parse import parse, parse_unary_tests
from bridgehead.feel.reasons import Reason
from bridgehead.feel.tree import children, walk
from bridgehead.feel.types import Scope, Type, Variable
from bridgehead.feel.unparse import literals, unparse
from bridgehead.feel.values import UNKNOWN

__all__ = [
    "UNKNOWN",
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
