"""What was expected is said in Chinese too: every sentence that stands in the actions and in the files' examination."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridgehead.primitives.errors import Mistake
from bridgehead.web.api.expected import CHINESE, in_chinese

SOURCES = [
    *Path("src/bridgehead/actions").glob("*.py"),
    Path("src/bridgehead/access.py"),
    Path("src/bridgehead/published.py"),
    Path("src/bridgehead/documents/evidence.py"),
    *(Path(f"src/bridgehead/queries/{name}.py") for name in ("listing", "counts", "register_table")),
    *(Path(f"src/bridgehead/web/api/{name}.py") for name in ("callers", "problems")),
]
ELSEWHERE = re.compile("AC0(29|30|4[79]|5[0-8]|80|81)|AC10[0-9]|AC110|OP0..|LG.*")
"""Of the command line, of pages alone, and of operations, which programs do not act on."""
HAN = re.compile("[\u4e00-\u9fff]")


def _texts(node: ast.expr) -> Iterator[str]:
    """What an expression can say, with `x` for what differs."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        case ast.IfExp():
            yield from _texts(node.body)
            yield from _texts(node.orelse)


def _said() -> Iterator[tuple[str, str]]:
    for source in SOURCES:
        for function in (each for each in ast.walk(ast.parse(source.read_text())) if isinstance(each, ast.FunctionDef)):
            names = {
                target.id: texts
                for each in ast.walk(function)
                if isinstance(each, ast.Assign) and (texts := [*_texts(each.value)])
                for target in each.targets
                if isinstance(target, ast.Name)
            }
            for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
                match call:
                    case ast.Call(ast.Name("Mistake"), [ast.Constant(str(code)), _, _, expected, *_]) | ast.Call(
                        ast.Name("_refused"), [ast.Constant(str(code)), _, _, expected, *_]
                    ):
                        texts = names.get(expected.id, []) if isinstance(expected, ast.Name) else [*_texts(expected)]
                        yield from ((code, text) for text in texts)


def test_every_sentence_that_programs_are_told_has_a_chinese_one() -> None:
    said = {(code, text) for code, text in _said() if not ELSEWHERE.fullmatch(code)}
    assert len(said) > 60
    assert {each for each in said if not HAN.search(in_chinese(Mistake("AC000", "x", None, each[1])))} == set()


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
