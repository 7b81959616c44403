"""Why something was not done is told in both languages, for every code that the actions and the files raise."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridgehead.documents.evidence import examine
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.web.faces.refused import WHY, why_not

SOURCES = [
    *Path("src/bridgehead/actions").glob("*.py"),
    Path("src/bridgehead/queries/listing.py"),
    Path("src/bridgehead/web/api/awards.py"),
    Path("src/bridgehead/web/api/problems.py"),
    Path("src/bridgehead/documents/evidence.py"),
    Path("src/bridgehead/documents/texts.py"),
    Path("src/bridgehead/rulebook/pasted.py"),
    Path("src/bridgehead/rulebook/notice.py"),
    Path("src/bridgehead/tables/headings.py"),
    Path("src/bridgehead/instruments/register/of_all.py"),
]
CODE = re.compile(r"(AC|CV|RG|TB)\d{3}")
OF_THE_COMMAND_LINE = {"AC029", "AC030", "AC080", "AC081", "AC130", "TB012"}
"""What no form raises: rulebooks that are published, demonstrations; and headings that a form asks for."""
CHINESE = re.compile("[\u4e00-\u9fff]")


def _raised() -> dict[str, set[str]]:
    """The codes that stand in calls, each with the names of the values that all of these calls give."""
    found: dict[str, set[str]] = {}
    for source in SOURCES:
        for call in (each for each in ast.walk(ast.parse(source.read_text())) if isinstance(each, ast.Call)):
            for first in (each.value for each in call.args[:3] if isinstance(each, ast.Constant)):
                if isinstance(first, str) and CODE.fullmatch(first):
                    keys = {each.arg for each in call.keywords if each.arg} | {*_values(call)}
                    found[first] = found.get(first, keys) & keys
    return found


def _values(call: ast.Call) -> Iterator[str]:
    for each in call.keywords:
        if each.arg == "values" and isinstance(each.value, ast.Dict):
            yield from (key.value for key in each.value.keys if isinstance(key, ast.Constant))


def test_every_code_that_a_form_can_raise_has_a_sentence_in_both_languages() -> None:
    assert {*_raised()} - OF_THE_COMMAND_LINE <= {*WHY}
    assert [code for code, said in WHY.items() if not CHINESE.search(said.zh) or CHINESE.search(said.en)] == []


@pytest.mark.parametrize("code", sorted(code for code, said in WHY.items() if "{" in said.zh + said.en))
def test_both_languages_name_the_same_values_and_whoever_raises_a_code_gives_them(code: str) -> None:
    zh, en = (set(re.findall(r"{(\w+)}", text)) for text in (WHY[code].zh, WHY[code].en))
    assert zh == en
    assert zh <= _raised()[code]


def test_a_file_is_named_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "made up.pdf"
    file.write_bytes(b"\x89PNG\r\n\x1a\nnot a pdf")
    with file.open("rb") as content, pytest.raises(BridgeheadError) as raised:
        examine(content, file.name, 100)
    assert why_not(raised.value.mistakes[0]).zh == "made up.pdf：文件名与内容不符：内容是 png。"
    with file.open("rb") as content, pytest.raises(BridgeheadError) as raised:
        examine(content, file.name, 3)
    assert "0 MiB" in why_not(raised.value.mistakes[0]).en


def test_what_has_no_sentence_is_told_by_its_code_in_chinese_and_as_programs_are_told_in_english() -> None:
    said = why_not(Mistake("XX999", "made up", None, "something else"))
    assert said.en == "made up; something else."
    assert CHINESE.search(said.zh)
