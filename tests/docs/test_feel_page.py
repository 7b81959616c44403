"""Every line of the page on FEEL for authors is run over the claim that the page shows, and every one of the reference
over nothing."""

import re
from pathlib import Path

import pytest

from bridgehead import feel
from bridgehead.feel.type_names import BUILT_IN
from bridgehead.feel.types import Variable
from bridgehead.primitives.errors import BridgeheadError

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "authors/feel.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference/feel.md").read_text(encoding="utf-8")


def table(heading: str, page: str = PAGE) -> list[list[str]]:
    """The rows of every table under this heading, without the signs of code around a cell."""
    rows: list[list[str]] = []
    for found in re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", page, re.M):
        rows += [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in found.splitlines()]
    return rows


FIELDS = table("field")
SCOPE = {name: Variable(BUILT_IN[type], optional=value.startswith("optional")) for name, type, value in FIELDS}
CLAIM = {name: feel.evaluate(value, {}) for name, _, value in FIELDS if not value.startswith(("optional", "required"))}
LINES, WRONG = table("write"), table("not")


def test_the_tables_are_found() -> None:
    assert set(SCOPE) > set(CLAIM)
    assert len(LINES) == PAGE.count("\n| `") - len(FIELDS) - len(WRONG)
    assert WRONG


@pytest.mark.parametrize(("text", "value"), LINES, ids=[text for text, _ in LINES])
def test_a_line_is_what_the_page_says(text: str, value: str) -> None:
    node = feel.parse(text, SCOPE)
    assert feel.check(node, text) == ()
    found = feel.compile(node, SCOPE)(CLAIM)
    if value == "unknown":
        assert found is feel.UNKNOWN
    else:
        expected = feel.evaluate(value, {})
        assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_a_mistake_is_found(text: str) -> None:
    try:
        found = feel.check(feel.parse(text, SCOPE), text)
    except BridgeheadError as error:
        found = error.mistakes
    assert found


@pytest.mark.parametrize(("text", "value"), table("write", REFERENCE))
def test_a_line_of_the_reference_is_what_it_says(text: str, value: str) -> None:
    found, expected = feel.evaluate(text, {}), feel.evaluate(value, {})
    assert (type(found), found) == (type(expected), expected)
