"""`bridgehead feel`: one expression with its reasons, and a session."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bridgehead.cli import main
from bridgehead.cli.feel_session import underlined
from tests.cli.calling import bridgehead


def session(*lines: str) -> Result:
    return CliRunner().invoke(main.app, ["feel"], input="".join(f"{line}\n" for line in lines))


def test_a_null_is_underlined_with_its_reason() -> None:
    done = bridgehead("feel", '{stop: "大同站", twice: stop * 2, end: twice > 1}.end')
    assert (done.exit_code, done.stdout) == (0, "null\n")
    assert done.stderr.split("\n") == [
        '  {stop: "大同站", twice: stop * 2, end: twice > 1}.end',
        "                          ^^^^^^^^",
        '1:22: FE501 «*» has no value for the string "大同站" and the number 2',
        "",
    ]


def test_a_mistake_is_underlined() -> None:
    done = bridgehead("feel", "passengrs > 1")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("  passengrs > 1\n  ^^^^^^^^^\n1:1: FE101 «passengrs»")


def test_a_long_chain_is_no_nest() -> None:
    done = bridgehead("feel", "1" + " + 1" * 1_000)
    assert (done.exit_code, done.stdout) == (0, "1001\n")
    ladder = "".join(f"if 1 = {place} then {place} else " for place in range(2, 152)) + "summ"
    assert "FE101 «summ»" in bridgehead("feel", ladder).stderr


def test_a_long_expression_is_shown_around_its_place() -> None:
    done = bridgehead("feel", " or ".join(["true"] * 100) + " or summ")
    assert max(map(cells, done.stderr.split("\n"))) < 130
    assert "  ^^^^\n" in done.stderr.replace(" " * 58, "")


def cells(line: str) -> int:
    return len(line)


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("ceiling(-0.5)", "0"),
        ('duration("P14M")', "P1Y2M"),
        ("[1..3)", "[1..3)"),
        ('{a b: @"2023-05-04"}', "{a b: 2023-05-04}"),
        ('"a"', "a"),
    ],
)
def test_values_are_written_as_feel_has_them(expression: str, shown: str) -> None:
    assert bridgehead("feel", expression).stdout == shown + "\n"


def test_a_session_keeps_the_names_of_contexts() -> None:
    done = session("{nights: 3, twice: function(n) n * 2}", "", "twice(nights) + 1", "{nights: 4}.nights", "nights")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.split("\n")[1:] == ["7", "4", "3", ""]


def test_repl_is_a_session_unless_it_is_a_name_that_is_given(tmp_path: Path) -> None:
    done = CliRunner().invoke(main.app, ["feel", "repl"], input="1 + 1\n")
    assert (done.exit_code, done.stdout) == (0, "2\n")
    (tmp_path / "values.json").write_text('{"repl": 5}')
    assert bridgehead("feel", "repl", "--context", str(tmp_path / "values.json")).stdout == "5\n"


def test_the_moment_is_passed_in(tmp_path: Path) -> None:
    at = ("--now", "2026-05-04T08:00:00Z")
    assert bridgehead("feel", "today()", *at).stdout == "2026-05-04\n"
    done = CliRunner().invoke(main.app, ["feel", "repl", *at], input="now()\n")
    assert done.stdout == "2026-05-04T08:00:00Z\n"
    assert "--now" in bridgehead("feel", "1", "--now", "noon").stderr
    assert "FE406 the expression asks for the present moment" in (untold := bridgehead("feel", "today()").stderr)
    assert "«--now»" in untold


def test_a_session_goes_on_after_a_mistake() -> None:
    done = session("1 +", ":nams", '1 + "a"', "1 + 1", ":quit", "2 + 2")
    assert done.stdout == "null\n2\n"
    assert "expected one of :help, :names, :type, :quit, or an expression; did you mean «:names»?" in done.stderr
    assert [code for code in ("FE005", "CL013", "FE501") if code in done.stderr] == ["FE005", "CL013", "FE501"]


def test_a_session_tells_types_and_names() -> None:
    done = session('{stop: "A"}', ":names", ':type stop + "b"', ":type stop + 1", ":help")
    assert done.stdout.split("\n")[1:4] == ['stop: "A"', "string", "Null"]
    assert "FE201" in done.stderr
    assert ":quit" in done.stdout


@pytest.mark.parametrize("text", ['1 < "a"', '12 + "a"', 'if "a" then 1 else 2'])
def test_a_mistake_of_types_is_marked_whole(text: str) -> None:
    marked = session(f":type {text}").stderr.split("\n")[1].strip()
    assert len(marked) == len('"a"' if text.startswith("if") else text)


def test_the_mark_has_the_width_of_what_it_marks() -> None:
    assert underlined("人数 > 1", 0, 2) == "^^^^"
    assert underlined("人数 > 若", 5, 6) == "       ^^"
