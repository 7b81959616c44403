"""What was expected is said in Chinese too, with what differs from case to case."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridgehead.primitives.errors import Mistake
from bridgehead.web.api.expected import CHINESE, in_chinese

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("en", CHINESE)
def test_what_differs_stands_in_both(en: str) -> None:
    assert HAN.search(CHINESE[en])
    assert not HAN.search(en)
    assert CHINESE[en].count("{}") <= en.count("{}")


def test_the_sentence_that_says_most_is_taken() -> None:
    told = {
        "one of the roles clerk": "具有其中一种角色：clerk",
        "one of filed, accepted": "其中之一：filed, accepted",
        "one that is open, counted from 0": "未决定的一条，从 0 数起",
        "something that nobody has translated": "something that nobody has translated",
    }
    assert {en: in_chinese(Mistake("AC000", "x", None, en)) for en in told} == told


SOURCES = [
    path
    for path in (
        *Path("src/bridgehead/actions").glob("*.py"),
        *(Path(f"src/bridgehead/queries/{name}.py") for name in ("counts", "gate", "listing")),
        *(Path(f"src/bridgehead/{name}.py") for name in ("access", "claimed", "published", "documents/evidence")),
        *(Path(f"src/bridgehead/web/api/{name}.py") for name in ("awards", "callers", "problems", "readable")),
    )
    if path.stem not in ("account", "act_on", "go_to", "make_up", "publish_rulebook", "run_record", "watch")
]
"""What raises mistakes at the interface; the others are of the desk and of the command line."""


def _said(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression may give, X for what differs."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (*_said(one), *_said(other))


def _expected(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Mistake":
            yield from (said for each in node.args[3:4] for said in _said(each))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "expected":
            yield from _said(node.value)


def test_what_the_interface_expects_has_a_sentence_in_chinese() -> None:
    expected = {each for source in SOURCES for each in _expected(source)}
    assert len(expected) > 80
    assert [each for each in expected if not HAN.search(in_chinese(Mistake("AC000", "x", None, each)))] == []
