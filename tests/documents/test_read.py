"""YAML as it is read: exact values, the place of each, and what no file may hold."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.documents.read import read, read_text
from bridgehead.documents.source import MOST_BYTES
from bridgehead.primitives.errors import Place


def codes(text: str) -> list[str]:
    return [mistake.code for mistake in read_text(text).mistakes]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("450000", 450000),
        ("0.10", Decimal("0.10")),
        ("-0.5", Decimal("-0.5")),
        ("12345678901234567890.123456789", Decimal("12345678901234567890.123456789")),
        ("true", True),
        ("null", None),
        ("2023-05-04", date(2023, 5, 4)),
        ("2023-05-04 08:30:00", datetime(2023, 5, 4, 8, 30)),  # noqa: DTZ001
        ("'2023-05-04'", "2023-05-04"),
        ('"yes"', "yes"),
        ("1.2.3", "1.2.3"),
        ("大同站", "大同站"),
        ("nights >= 2", "nights >= 2"),
        ("2..5", "2..5"),
        ("[1, a]", (1, "a")),
    ],
)
def test_a_scalar_is_what_it_says(text: str, value: object) -> None:
    document = read_text(f"key: {text}\n")
    assert document.mistakes == ()
    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_decimal_is_never_rounded(number: Decimal) -> None:
    assert read_text(f"key: {number:f}\n").data == {"key": number}


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever stands in a file, reading ends with data or with mistakes, each with its place."""
    document = read_text(text, "any.yaml")
    assert all(mistake.place is not None and mistake.place.file == "any.yaml" for mistake in document.mistakes)


@given(st.text(alphabet="ab: -[]{}\"'#>|&*!%@`,?\n ：“”　\t=", max_size=60))
def test_any_signs_of_yaml_are_read_or_told(text: str) -> None:
    lines = text.split("\n")
    for mistake in read_text(text).mistakes:
        assert mistake.place is not None
        assert 1 <= mistake.place.line <= len(lines) + 1


def test_keys_and_values_have_places() -> None:
    document = read_text("award: a\nprizes:\n  大 奖:\n    order: [x, y]\n", "f.yaml")
    assert document.place("prizes", "大 奖", "order", 1) == Place("f.yaml", 4, 16)
    assert document.key_place("prizes", "大 奖") == Place("f.yaml", 3, 3)
    assert document.place("prizes", "大 奖", "absent") == Place("f.yaml", 4, 5)  # that of the nearest value around it


def test_an_entry_of_a_list_goes_by_its_key_and_value() -> None:
    document = read_text("prizes:\n  - {rank: 1, pay: 5}\n  - {rank: 2..5, pay: 3}\n")
    assert document.place("prizes", "rank 2..5", "pay") == Place("", 3, 23)


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        ("when: stop = wrong\n", 1, 14),
        ("when: 'stop = wrong'\n", 1, 15),
        ('when: "stop = wrong"\n', 1, 15),
        ("when: >-\n  stop =\n  wrong\n", 3, 3),
        ("when: |\n  stop =\n    wrong\n", 3, 5),
        ("when: stop =\n  wrong\n", 2, 3),
        ("大: {when: '“x” = wrong'}\n", 1, 18),
        ("when: 'it''s = wrong'\n", 1, 16),
    ],
)
def test_a_sign_of_a_text_is_found_in_its_file(yaml: str, line: int, column: int) -> None:
    document = read_text(yaml)
    path = next(path for path, value in document.walk() if isinstance(value, str))
    offset = document.text(path).index("wrong")
    assert document.inside(path, offset) == Place("", line, column)


@pytest.mark.parametrize(
    ("text", "told", "data"),
    [
        ("b: 1\nb: 2\n\tx: 3\nc: yes\n", ["RB104", "RB106", "RB107"], {"b": 1, "c": "yes"}),
        ("b: 1\n\tx: 3\nc: yes\n", ["RB104", "RB107"], {"b": 1, "c": "yes"}),
        ("b: [x\n\ty: : z\nc: yes\n", ["RB104", "RB107"], {"c": "yes"}),
        ("b: [x\nc:\n\td: yes\n", ["RB104", "RB107", "RB124"], {"c": {"d": "yes"}}),
        ("\tx: 1\nc: yes\n", ["RB104", "RB107"], {"c": "yes"}),
        ("\tx: [\n", ["RB104"], {}),
    ],
)
def test_a_tab_hides_no_mistake_beside_its_block_and_makes_none(text: str, told: list[str], data: object) -> None:
    """Where blanks in its place make no sense, its block ends before it, or is left out."""
    assert sorted(codes(text)) == told
    assert read_text(text).data == data


def test_all_mistakes_of_a_file_are_told() -> None:
    text = "a: yes\nb:2\nc: >= 2\nd: [x\ne: 1\ne: 2\nf: *x\n"
    assert codes(text) == ["RB107", "RB123", "RB120", "RB124", "RB106", "RB113"]


def test_a_file_has_bounds(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_text("a: b\n" + "#" * MOST_BYTES)
    assert [mistake.code for mistake in read(large, "large.yaml").mistakes] == ["RB103"]
    assert codes("a: " + "长" * 10_001) == ["RB103"]
    assert codes("a: " + "[" * 100_000 + "]" * 100_000) == ["RB117"]


def test_windows_line_ends_are_lines(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"a: 1\r\nb: yes\r\n")
    assert [str(mistake.place) for mistake in read(file, "f.yaml").mistakes] == ["f.yaml:2:4"]
