"""FEEL text to tree: a hand-written parser, linear in the text (DMN 1.5, 10.3.1.2).

A name may hold spaces and operators, so the parser keeps the names in scope at hand, with their types, and takes the
longest that fits. Types are found on the way up. Mistakes of syntax end the reading; mistakes of names are collected.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bridgehead.feel import tree
from bridgehead.feel.parse.operators import Parser
from bridgehead.feel.types import Scope, Type


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cycles: tokens and trees have none, and a search would look through all those of a long text."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_without_collection()
def parse(
    text: str, scope: Scope, *, lenient: bool = False, types: Mapping[str, Type] | None = None
) -> tree.Expression:
    """The tree of an expression; `types` are those defined beside the built-in ones.

    Raises BridgeheadError with FE0xx or every FE1xx. A lenient reading takes names that are not known for null,
    as the standard has it at run time; a rulebook is never read so.
    """
    parser = Parser(text, scope, types or {})
    node = parser.expression()
    parser.finish(node, lenient)
    return node


@_without_collection()
def parse_unary_tests(
    text: str, scope: Scope, input_type: Type, *, lenient: bool = False, types: Mapping[str, Type] | None = None
) -> tree.UnaryTests:
    """The tree of a decision table's cell; `?` in it is the input. Raises as `parse` does."""
    parser = Parser(text, scope, types or {})
    parser.names.push({"?": input_type})
    node = parser.unary_tests()
    parser.finish(node, lenient)
    return node
