"""`bridgehead dmn`: one case, many cases, checks and the kit, as they are called."""

import csv
import json
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridgehead import tables
from bridgehead.primitives.types import Column, FieldType
from tests.cli.calling import bridgehead
from tests.dmn import making
from tests.dmn.making import decision, given, literal, table

TYPES = """<itemDefinition name="trip"><itemComponent name="day"><typeRef>date</typeRef></itemComponent>
<itemComponent name="people"><typeRef>number</typeRef></itemComponent></itemDefinition>"""


@pytest.fixture
def fares(tmp_path: Path) -> Path:
    path = tmp_path / "fares.dmn"
    rules = ("< 6 | 0", "[6..60) | 10.50", ">= 60 | 5")
    path.write_text(
        making.text(
            TYPES,
            given("age", "number"),
            given("trip", "trip"),
            decision("Fare", table("UNIQUE", "age", "fare", *rules), "age", type="number"),
            decision("Ticket", literal("{fare: Fare, day: trip.day, sum: Fare * trip.people}"), "Fare", "trip"),
        ),
        "utf-8",
    )
    return path


def test_run_prints_the_decision(fares: Path) -> None:
    done = bridgehead("dmn", "run", str(fares), "--decision", "Fare", "--input", '{"age": 30}')
    assert (done.exit_code, done.stdout) == (0, "10.5\n")


def test_values_that_are_empty_are_no_folder(fares: Path) -> None:
    done = bridgehead("dmn", "run", str(fares), "--decision", "Fare", "--input", " ")
    assert done.exit_code == 2
    assert done.stderr.startswith("CL004 «» is no object of JSON; expected ")


def test_run_reads_dates_from_a_file_with_every_digit(fares: Path, tmp_path: Path) -> None:
    values = tmp_path / "case.json"
    values.write_text('{"age": 61, "trip": {"day": "2026-05-04", "people": 1.000000000000000000001}}', "utf-8")
    done = bridgehead("dmn", "run", str(fares), "--decision", "Ticket", "--input", str(values))
    assert done.stdout == "{fare: 5, day: 2026-05-04, sum: 5.000000000000000000005}\n"


@pytest.mark.slow
def test_decisions_that_hold_one_another_many_times_end_in_a_limit(tmp_path: Path) -> None:
    """Two to the power of sixty items, though no list has more than two."""
    model, cases = tmp_path / "nested.dmn", tmp_path / "cases.json"
    first = decision("D0", literal("[1, 2]"))
    model.write_text(
        making.text(first, *(decision(f"D{n}", literal(f"[D{n - 1}, D{n - 1}]"), f"D{n - 1}") for n in range(1, 60)))
    )
    cases.write_text("[{}]", "utf-8")
    run = bridgehead("dmn", "run", str(model), "--decision", "D59", "--input", "{}")
    assert run.stderr.startswith((f"{model}:61:1: FE401 ", f"{model}:61:1: FE402 "))
    batch = ("--input", str(cases), "--out", str(tmp_path / "out.json"))
    assert f"{model}:61:1: FE40" in bridgehead("dmn", "batch", str(model), "--decision", "D59", *batch).stderr


def test_a_type_with_more_parts_than_memory_is_told_in_short(tmp_path: Path) -> None:
    model = tmp_path / "wide.dmn"
    parts = "<itemComponent name='{}'><typeRef>t{}</typeRef></itemComponent>"
    types = [
        f'<itemDefinition name="t{n}">{parts.format("a", n + 1)}{parts.format("b", n + 1)}</itemDefinition>'
        for n in range(60)
    ]
    last = '<itemDefinition name="t60"><typeRef>number</typeRef></itemDefinition>'
    model.write_text(making.text(*types, last, given("n", "t0"), decision("D", literal("n.a"), "n")))
    done = bridgehead("dmn", "run", str(model), "--decision", "D", "--input", '{"n": 1}')
    assert done.stderr.startswith("DM202 what is given for «n» is taken for null: n = 1; expected context<a: context<")
    assert len(done.stderr) < 2000


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (
            '{"age": "1e9999",\n "trip": {"day": null, "people": -1e99999999999}}',
            "{file}:2:34: FE408 -1e+99999999999 is",
        ),
        ('{"age": [' + "1e9999999999999999999]}", "{file}:1:10: FE408 1e9999999999999999999 is too far from zero"),
        (
            '{"trip": {"\\ud83d\\ude00": "\\ud83d\\ude00",\n "to": "\\ud83d"}}',
            "{file}:2:8: FE410 «\\ud83d» is half of a character",
        ),
        ('{"\\udfff": 1}', "{file}:1:2: FE410 «\\udfff» is half"),
        ('{"age": ' + "[" * 5_000 + "]" * 5_000 + "}", "{file}:1:1: FE404"),
        ('{"age": ' + "[" * 300 + "]" * 300 + "}", "{file}:1:1: FE404"),
    ],
)
def test_values_beyond_the_bounds_are_refused_at_the_door(
    fares: Path, tmp_path: Path, values: str, wanted: str
) -> None:
    case, cases, out = tmp_path / "case.json", tmp_path / "cases.json", tmp_path / "decided.json"
    case.write_text(values, "utf-8")
    done = bridgehead("dmn", "run", str(fares), "--decision", "Ticket", "--input", str(case))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(wanted.format(file=case))
    done = bridgehead("feel", "1", "--context", str(case))
    assert (done.exit_code, done.stdout) == (2, "")
    cases.write_text(f"[{values}]", "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert (done.exit_code, out.exists()) == (2, False)
    assert wanted.partition(": ")[2] in done.stderr


def test_run_traces_the_rules_that_matched(fares: Path) -> None:
    case = '{"age": 30, "trip": {"day": "2026-05-04", "people": 2}}'
    done = bridgehead("dmn", "run", str(fares), "--decision", "Ticket", "--input", case, "--trace")
    assert done.stdout.splitlines()[1:] == ["  Fare: age = 30 → rules 2 → 10.5"]


def test_run_tells_what_is_given_in_vain(fares: Path) -> None:
    done = bridgehead("dmn", "run", str(fares), "--decision", "Fare", "--input", '{"age": "old", "agee": 3}')
    assert (done.exit_code, done.stdout) == (1, "null\n")
    assert 'DM202 what is given for «age» is taken for null: age = "old"; expected number' in done.stderr
    assert "DM201 «agee» is no input of this decision, and is not used; did you mean «age»?" in done.stderr


HOUSES = """name: Houses
types:
  size: {type: number, allowed: '[1..20]'}
  house: {fields: {size: size, rooms: {type: list<size>}, owner: {fields: {name: string}}}}
inputs: {house: house}
decisions: {Size: {expression: house.size}}
"""
HOUSE = {"size": 5, "rooms": [1, 2], "owner": {"name": "李"}}


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({**HOUSE, "size": 0}, "house.size = 0; expected [1..20]"),
        ({**HOUSE, "size": "5"}, 'house.size = "5"; expected number'),
        ({**HOUSE, "rooms": [1, None, 21]}, "house.rooms[3] = 21; expected [1..20]"),
        ({**HOUSE, "rooms": {}}, "house.rooms is a context; expected list<number>"),
        ({**HOUSE, "owner": {}}, "house.owner.name is absent; expected string, or null"),
        ({**HOUSE, "owner": {"name": True}}, "house.owner.name = true; expected string"),
        (5, "house = 5; expected context<"),
    ],
)
def test_the_part_is_told_that_is_not_taken(tmp_path: Path, given: object, part: str) -> None:
    model, cases, out = tmp_path / "houses.yaml", tmp_path / "cases.json", tmp_path / "decided.json"
    model.write_text(HOUSES, "utf-8")
    done = bridgehead("dmn", "run", str(model), "--decision", "Size", "--input", json.dumps({"house": given}))
    assert done.exit_code == 1
    assert f"DM202 what is given for «house» is taken for null: {part}" in done.stderr
    cases.write_text(json.dumps([{"house": HOUSE}, {"house": given}]), "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "Size", "--input", str(cases), "--out", str(out))
    assert f"DM203 what is given for «house» is taken for null in 1 row, the first is row 2: {part}" in done.stderr


def test_batch_says_which_numbers_no_column_holds(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "houses.yaml", tmp_path / "cases.json", tmp_path / "decided.json"
    model.write_text(HOUSES, "utf-8")
    cases.write_text(f'[{{"house": {json.dumps(HOUSE).replace("5", "5.000000000000000000000000001")}}}]', "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "Size", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0
    assert "holds: a number in it has more than 14 digits before the point, or 4 after it\n" in done.stderr
    assert '"Size": 5.000000000000000000000000001}' in out.read_text("utf-8")


def test_run_of_what_is_not_there(fares: Path) -> None:
    done = bridgehead("dmn", "run", str(fares), "--decision", "Fair")
    assert done.exit_code == 2
    assert "DM101" in done.stderr
    done = bridgehead("dmn", "run", str(fares.with_name("fare.dmn")), "--decision", "Fare")
    assert done.exit_code == 2
    assert "did you mean «fares.dmn»" in done.stderr


CSV = "number,age,trip.day,trip.people\nA1,30,2026-05-04,2\nA2,old,2026-05-04,1\nA3,61,,1\n"


def test_run_gives_the_value_its_reasons_and_its_trace_where_a_table_has_several_outputs(tmp_path: Path) -> None:
    path = tmp_path / "fares.dmn"
    rules = ('< 18 | 1 / age | "child"', '>= 10 | 9 | "adult"')
    path.write_text(
        making.text(given("age", "number"), decision("Fare", table("FIRST", "age", "fare|kind", *rules), "age")),
        "utf-8",
    )
    done = bridgehead("dmn", "run", str(path), "--decision", "Fare", "--input", '{"age": 0}', "--trace")
    value = '{fare: null, kind: "child"}'
    assert (done.exit_code, done.stdout) == (0, f"{value}\n  Fare: age = 0 → rules 1 → {value}\n")
    assert "FE502 the number 1 is divided by zero" in done.stderr


def test_a_trace_tells_the_label_of_a_column_beside_its_expression(tmp_path: Path) -> None:
    model = tmp_path / "fees.yaml"
    columns = "[{expression: age * 2, type: number, label: 年龄的两倍}, {expression: age, label: age}]"
    fee = f"{{inputs: {columns}, outputs: [fee], rules: [[< 12, '-', 0]]}}"
    model.write_text(f"inputs: {{age: number}}\ndecisions: {{Fee: {fee}}}\n", "utf-8")
    done = bridgehead("dmn", "run", str(model), "--decision", "Fee", "--input", '{"age": 3}', "--trace")
    assert done.stdout.splitlines() == ["0", "  Fee: age * 2 (年龄的两倍) = 6, age = 3 → rules 1 → 0"]


@pytest.mark.parametrize(("cell", "how"), [("1", "decided as columns"), ("age * age", "decided row by row")])
def test_a_trace_tells_the_annotations_of_the_rules_that_matched(tmp_path: Path, cell: str, how: str) -> None:
    model, cases, out = tmp_path / "fees.yaml", tmp_path / "cases.csv", tmp_path / "decided.csv"
    rules = f"[[< 6, 0, ' as the\n\n law  says', §1], ['>= 6', {cell}, '', §2], [null, 9]]"
    fee = f"hit policy: first, inputs: [age], outputs: [fee], annotations: [why, ''], rules: {rules}"
    model.write_text(f"name: Fees\ninputs: {{age: number}}\ndecisions: {{Fee: {{{fee}}}}}\n", "utf-8")
    calling = (str(model), "--decision", "Fee", "--trace", "--input")
    done = bridgehead("dmn", "run", *calling, '{"age": 3}')
    told = ["    rule 1, why: as the law says", "    rule 1: §1"]
    assert done.stdout.splitlines() == ["0", "  Fee: age = 3 → rules 1 → 0", *told]
    cases.write_text("age\n3\n1\n6\n\n", "utf-8")
    done = bridgehead("dmn", "batch", *calling, str(cases), "--out", str(out))
    assert how in done.stderr
    assert [row.partition(',"')[2] for row in out.read_text("utf-8-sig").splitlines()[1:]] == [
        *('1","as the law says; §1"', '1","as the law says; §1"', '2","§2"')
    ]


HIT_POLICIES = (
    *("unique", "any", "first", "priority", "rule order", "output order", "collect"),
    *("collect sum", "collect count", "collect min", "collect max"),
)


@pytest.mark.parametrize("policy", HIT_POLICIES)
def test_every_way_to_decide_traces_the_same_rules(tmp_path: Path, policy: str) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "decided.csv"
    cases.write_text("age\n3\n7\n70\n", "utf-8")
    rules = ["1", "1", ""] if policy == "first" else ["1, 3", "1, 2, 3", ""]
    for cell, how in (("1", "decided as columns"), ("1 + 0 * age", "decided row by row")):
        model = tmp_path / "fees.yaml"
        fee = f"hit policy: {policy}, inputs: [age], outputs: [{{name: fee, allowed: [1, 2]}}]"
        table = f"{fee}, rules: [[< 65, 2], ['[5..20]', {cell}], [< 60, 2]]"
        model.write_text(f"name: Fees\ninputs: {{age: number}}\ndecisions: {{Fee: {{{table}}}}}\n", "utf-8")
        calling = (str(model), "--decision", "Fee", "--trace", "--input")
        done = bridgehead("dmn", "batch", *calling, str(cases), "--out", str(out))
        assert how in done.stderr
        written = csv.DictReader(out.read_text("utf-8-sig").splitlines())
        assert [row["rules"] for row in written] == rules
        traced = [bridgehead("dmn", "run", *calling, f'{{"age": {age}}}').stdout for age in (3, 7, 70)]
        for shown, one in zip(traced, rules, strict=True):
            assert f"→ rules {one or 'none'} →" in shown


@pytest.mark.parametrize(
    ("expression", "cells"),
    [
        ("[[n, n], [n]]", ["[[1, 1], [1]]", "[[null, null], [null]]"]),
        ('[{a: n, b: "x"}, null]', ['[{"a": 1, "b": "x"}, null]', '[{"a": null, "b": "x"}, null]']),
        ("[{a: n}, {a: n}].a", ["[1, 1]", "[null, null]"]),
        ("flatten([[n], [n]])", ["[1, 1]", "[null, null]"]),
    ],
)
def test_batch_decides_lists_of_lists_and_contexts_as_columns(
    tmp_path: Path, expression: str, cells: list[str]
) -> None:
    model, cases, out = tmp_path / "lists.yaml", tmp_path / "cases.csv", tmp_path / "decided.parquet"
    model.write_text(f"name: Lists\ninputs: {{n: number}}\ndecisions: {{D: {{expression: '{expression}'}}}}\n", "utf-8")
    cases.write_text("n,m\n1,\n,x\n", "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "D", "--input", str(cases), "--out", str(out))
    assert "decided as columns" in done.stderr
    assert [str(cell) for cell in pq.read_table(out)["D"].to_pylist()] == cells
    runs = [bridgehead("dmn", "run", str(model), "--decision", "D", "--input", one) for one in ('{"n": 1}', "{}")]
    assert [run.stdout.strip().replace("a:", '"a":').replace("b:", '"b":') for run in runs] == cells


@pytest.mark.parametrize(("more", "how"), [("", "as columns"), (', c: {at: @"10:00:00"}', "row by row")])
def test_batch_writes_lists_and_contexts_as_json(tmp_path: Path, more: str, how: str) -> None:
    model, cases = tmp_path / "lists.yaml", tmp_path / "cases.csv"
    expression = f"{{days: [{{d: d, n: n / 4}}, null]{more}}}".replace('"', '\\"')
    inputs = "inputs: {n: number, d: date}"
    model.write_text(f'name: L\n{inputs}\ndecisions: {{R: {{expression: "{expression}"}}}}\n', "utf-8")
    cases.write_text("n,d,m\n10,2026-05-04,\n,,x\n", "utf-8")
    for suffix in ("json", "csv", "xlsx", "parquet"):
        out = tmp_path / f"decided.{suffix}"
        done = bridgehead("dmn", "batch", str(model), "--decision", "R", "--input", str(cases), "--out", str(out))
        assert f"decided {how}" in done.stderr
    days = ['[{"d": "2026-05-04", "n": 2.5}, null]', '[{"d": null, "n": null}, null]']
    rows = json.loads((tmp_path / "decided.json").read_text("utf-8"))
    assert [row["days"] for row in rows] == [json.loads(one) for one in days]
    assert [row.get("c") for row in rows] == ([{"at": "10:00:00"}] * 2 if more else [None] * 2)
    for suffix in ("csv", "xlsx", "parquet"):
        column = Column("days", FieldType.TEXT)
        read = tables.read(tmp_path / f"decided.{suffix}", [column], zone=ZoneInfo("UTC"))
        assert read.table["days"].to_pylist() == days


def test_batch_traces_the_rules_that_matched_and_tells_what_is_not_allowed(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "fees.yaml", tmp_path / "cases.csv", tmp_path / "decided.csv"
    fee = "decisions: {Fee: {inputs: [age], outputs: [{name: fee, type: number, default: 9}], rules: [[< 6, 0]]}}"
    model.write_text(f"name: Fees\ninputs: {{age: {{type: number, allowed: '[0..150]'}}}}\n{fee}\n", "utf-8")
    cases.write_text("age\n3\n30\n200\n300\n", "utf-8")
    calling = ("dmn", "batch", str(model), "--decision", "Fee", "--input", str(cases), "--out", str(out), "--trace")
    done = bridgehead(*calling)
    assert done.exit_code == 1
    assert (
        "DM203 what is given for «age» is taken for null in 2 rows, the first is row 4: age = 200; expected [0..150]"
        in done.stderr
    )
    assert out.read_text("utf-8-sig").splitlines() == ['"age","Fee","rules"', '3,0,"1"', "30,9,", "200,9,", "300,9,"]


@pytest.mark.parametrize(
    ("expression", "how", "nulls", "said"),
    [
        ("if x = 9 then null else x + 1", "as columns", (1, 4), "null"),
        ("if x = 9 then null else 10 / x", "row by row", (1, 3, 4), "FE502 the number 10 is divided by zero"),
    ],
)
@pytest.mark.parametrize(("suffix", "above"), [("csv", 1), ("json", 0)])
def test_batch_says_why_a_decision_is_null(
    tmp_path: Path, expression: str, how: str, nulls: tuple[int, ...], said: str, suffix: str, above: int
) -> None:
    model, cases, out = tmp_path / "parts.yaml", tmp_path / f"cases.{suffix}", tmp_path / "decided.csv"
    model.write_text(f"name: Parts\ninputs: {{x: number}}\ndecisions: {{P: {{expression: {expression}}}}}\n", "utf-8")
    numbers = [9, 4, 0, None]
    rows = "".join(f"{'' if number is None else number},a\n" for number in numbers)
    cases.write_text(f"x,y\n{rows}" if suffix == "csv" else json.dumps([{"x": one} for one in numbers]), "utf-8")
    calling = ("dmn", "batch", str(model), "--decision", "P", "--input", str(cases), "--out", str(out))
    done = bridgehead(*calling)
    assert done.exit_code == 0, done.stderr
    assert f"decided {how}" in done.stderr
    assert f"{model}:3:" in done.stderr
    (told,) = (
        line for line in done.stderr.splitlines() if f"DM204 «P» is null in {len(nulls)} rows, as in row" in line
    )
    assert f"as in row {nulls[1] + above}: FE" in told
    assert said in told
    assert "reasons" not in out.read_text("utf-8-sig")
    done = bridgehead(*calling, "--trace")
    with out.open(encoding="utf-8-sig", newline="") as file:
        reasons = [row["reasons"] for row in csv.DictReader(file)]
    assert [row for row, reason in enumerate(reasons, 1) if reason] == [*nulls[1:]]
    assert said in reasons[nulls[1] - 1]


def test_batch_of_nulls_that_are_meant_says_nothing_of_them(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "parts.yaml", tmp_path / "cases.csv", tmp_path / "decided.csv"
    model.write_text("name: P\ninputs: {x: number}\ndecisions: {P: {expression: if x > 1 then null else x}}\n", "utf-8")
    cases.write_text("x\n9\n4\n0\n", "utf-8")
    calling = ("dmn", "batch", str(model), "--decision", "P", "--input", str(cases), "--out", str(out), "--trace")
    assert "DM204" not in bridgehead(*calling).stderr
    assert out.read_text("utf-8-sig").splitlines() == ['"x","P"', "9,", "4,", "0,0"]


def test_a_cell_beyond_the_bounds_costs_its_row_alone(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "sums.yaml", tmp_path / "cases.csv", tmp_path / "decided.csv"
    model.write_text("name: Sums\ninputs: {paid: list<number>}\ndecisions: {Sum: {expression: sum(paid)}}\n", "utf-8")
    cases.write_text(f'paid\n"[1, 2]"\n"[1, 1e7000]"\n{"[" * 5_000}\n{"[" * 300 + "]" * 300}\nNaN\n', "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "Sum", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 1
    assert "DM203 what is given for «paid» is taken for null in 4 rows, the first is row 3" in done.stderr
    assert [row.rpartition(",")[2] for row in out.read_text("utf-8-sig").splitlines()] == ['"Sum"', "3", "", "", "", ""]


@pytest.mark.parametrize(
    ("written", "decided", "hint"),
    [
        (
            "Age\n3\n",
            ['"Age","Fare"', '"3",'],
            "TB011 no column «age»; expected it, as the model writes it",
        ),
        ("age,Age,ＡＧＥ\n3,8,x\n", ['"age","Age","ＡＧＥ","Fare"', '3,"8","x",0'], None),
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_batch_takes_names_to_the_letter(
    fares: Path, tmp_path: Path, written: str, decided: list[str], hint: str | None, suffix: str
) -> None:
    header, row = (line.split(",") for line in written.splitlines())
    cases, out = tmp_path / f"cases.{suffix}", tmp_path / "decided.csv"
    values = {name: [Decimal(cell) if name == "age" else cell] for name, cell in zip(header, row, strict=True)}
    tables.write(cases, pa.table(values))
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    assert out.read_text("utf-8-sig").splitlines() == decided
    assert ("TB011" in done.stderr) is (hint is not None)
    assert hint is None or f"{hint}; did you mean «Age»?" in done.stderr


def test_batch_takes_names_of_json_to_the_letter(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.json", tmp_path / "decided.json"
    cases.write_text('[{"Age": 3}, {"Age": 30}]', "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert json.loads(out.read_text("utf-8")) == [{"Age": 3, "Fare": None}, {"Age": 30, "Fare": None}]
    assert "TB011 no column «age»; expected it, as the model writes it; did you mean «Age»?" in done.stderr


def test_batch_keeps_the_rows_beside_their_decisions(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.csv", tmp_path / "decided.json"
    cases.write_text(CSV, "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Ticket", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 1
    first, last = json.loads(out.read_text("utf-8"))
    assert (first["number"], first["fare"], first["sum"]) == ("A1", 10.5, 21)
    assert (last["number"], last["fare"], last["day"]) == ("A3", 5, None)
    assert "old" in (tmp_path / "decided-rejects.csv").read_text("utf-8-sig")


def test_batch_reads_json_and_parquet_alike(fares: Path, tmp_path: Path) -> None:
    rows = [{"age": 3, "note": "child"}, {"age": 70, "note": None}]
    as_json, as_parquet = tmp_path / "cases.json", tmp_path / "cases.parquet"
    as_json.write_text(json.dumps(rows), "utf-8")
    pq.write_table(pa.Table.from_pylist(rows), as_parquet)
    found = []
    for cases in (as_json, as_parquet):
        out = cases.with_name(f"{cases.suffix[1:]}-decided.parquet")
        done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
        assert done.exit_code == 0, done.stderr
        found.append(pq.read_table(out).to_pylist())
    assert [row["Fare"] for row in found[0]] == [0, 5]
    assert [(row["Fare"], row["note"]) for row in found[0]] == [(row["Fare"], row["note"]) for row in found[1]]


def test_batch_reads_structs_and_lists_of_parquet_as_it_reads_json(tmp_path: Path) -> None:
    model = tmp_path / "houses.yaml"
    fields = "rooms: number, built: date, ways: {type: string, list: true}, door: {fields: {number: number}}"
    sums = "{R: {expression: '[house.rooms * count(house.ways), house.built, house.door.number, sum(paid)]'}}"
    inputs = "inputs: {house: house, paid: list<number>}"
    model.write_text(f"name: H\ntypes: {{house: {{fields: {{{fields}}}}}}}\n{inputs}\ndecisions: {sums}\n", "utf-8")
    rows: list[dict[str, object]] = [
        {"house": {"rooms": 2.5, "built": "2026-05-04", "ways": ["a", "b"], "door": {"number": 1}}, "paid": [1, 2]},
        {"house": {"rooms": None, "built": None, "ways": [], "door": None}, "paid": None},
        {"house": None, "paid": []},
        {"house": {"rooms": 1, "built": "2026-05-05", "ways": ["c"], "door": {"number": None}}, "paid": [None, 3]},
    ]
    as_json, as_parquet = tmp_path / "cases.json", tmp_path / "cases.parquet"
    as_json.write_text(json.dumps(rows), "utf-8")
    day = pa.table({"at": ["2026-05-04", None, None, "2026-05-05"]})["at"].cast(pa.date32()).to_pylist()
    for row, at in zip(rows, day, strict=True):
        if isinstance(row["house"], dict):
            row["house"]["built"] = at
    house = {"rooms": pa.float64(), "built": pa.date32(), "ways": pa.list_(pa.string())}
    door = pa.struct({"number": pa.int16()})
    schema = pa.schema({"house": pa.struct({**house, "door": door}), "paid": pa.list_(pa.decimal128(9, 2))})
    pq.write_table(pa.Table.from_pylist(rows, schema), as_parquet)
    found = []
    for cases in (as_json, as_parquet):
        out = tmp_path / "decided.csv"
        done = bridgehead("dmn", "batch", str(model), "--decision", "R", "--input", str(cases), "--out", str(out))
        assert (done.exit_code, "TB011" in done.stderr) == (0, False), done.stderr
        with out.open(encoding="utf-8-sig", newline="") as file:
            found.append([row["R"] for row in csv.DictReader(file)])
    assert found[0] == found[1]
    assert found[0][0] == '[5, "2026-05-04", 1, 3]'


def test_batch_tells_which_part_a_struct_of_parquet_lacks(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "houses.yaml", tmp_path / "cases.parquet", tmp_path / "decided.json"
    inputs = "types: {house: {fields: {rooms: number, floor: number}}}\ninputs: {house: house}"
    model.write_text(f"name: H\n{inputs}\ndecisions: {{R: {{expression: house.rooms}}}}\n", "utf-8")
    pq.write_table(pa.table({"house": [{"rooms": 2, "flor": 1}]}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "R", "--input", str(cases), "--out", str(out))
    assert done.stderr.count("TB011") == 1
    assert "TB011 no column «house.floor»" in done.stderr
    assert "did you mean «house.flor»?" in done.stderr
    assert [row["R"] for row in json.loads(out.read_text("utf-8"))] == [2]


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_batch_reads_moments_of_parquet(tmp_path: Path, unit: str) -> None:
    model, cases, out = tmp_path / "fees.yaml", tmp_path / "cases.parquet", tmp_path / "decided.json"
    late = """{Late: {expression: 'at > date and time("2026-05-04T09:00:00") and day = date("2026-05-04")'}}"""
    model.write_text(f"name: Fees\ninputs: {{at: date and time, day: date}}\ndecisions: {late}\n", "utf-8")
    moments = [datetime(2026, 5, 4, hour) for hour in (9, 10)]  # noqa: DTZ001 - wall-clock time
    days = pa.array([one.date() for one in moments])
    for at in (pa.array(moments, pa.timestamp(unit)), pa.array([one.isoformat() for one in moments])):
        pq.write_table(pa.table({"at": at, "day": days, "seen": at}), cases)
        done = bridgehead("dmn", "batch", str(model), "--decision", "Late", "--input", str(cases), "--out", str(out))
        assert done.exit_code == 0, done.stderr
        assert "decided as columns" in done.stderr
        assert [row["Late"] for row in json.loads(out.read_text("utf-8"))] == [False, True]


def test_batch_tells_a_heading_that_looks_the_same(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "twice.yaml", tmp_path / "cases.csv", tmp_path / "decided.json"
    model.write_text("name: Twice\ninputs: {café: number}\ndecisions: {Twice: {expression: café * 2}}\n", "utf-8")
    cases.write_text("cafe\u0301\n3\n", "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "Twice", "--input", str(cases), "--out", str(out))
    assert "did you mean «cafe\u0301» with e\u0301 as U+0065 U+0301, not as U+00E9?" in done.stderr


FARES = """name: Fares
inputs: {fare: number, Age: number, age: number, of: kept}
types: {kept: {fields: {a: number, A: number}}}
decisions:
  Fare: {expression: 'fare * 2'}
  FARE: {expression: 'Fare * 2 + fare + age - Age'}
  Table: {inputs: [Fare, fare], outputs: [{name: fare, type: number}], rules: [['> 10', '-', 1], ['<= 10', '> 1', 2]]}
  Last: {expression: '[Table, Fare, FARE, fare]'}
  Parts: {expression: '{fare: fare, Fare: Fare}'}
  Of: {expression: 'of.A - of.a'}
"""


@pytest.mark.parametrize(
    ("decision", "name", "values"),
    [
        ("Fare", "Fare", [2, 6]),
        ("FARE", "FARE", [15, 16]),
        ("Last", "Last", [[None, 2, 15, 1], [2, 6, 16, 3]]),
        ("Parts", "Fare", [2, 6]),
        ("Of", "Of", [1, -1]),
    ],
)
def test_batch_holds_names_apart_that_differ_in_case_alone(
    tmp_path: Path, decision: str, name: str, values: list[object]
) -> None:
    model, cases, out = tmp_path / "fares.yaml", tmp_path / "cases.csv", tmp_path / "decided.json"
    model.write_text(FARES, "utf-8")
    cases.write_text("fare,Age,age,of.a,of.A\n1,10,20,1,2\n3,1,2,2,1\n", "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", decision, "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    assert [row[name] for row in json.loads(out.read_text("utf-8"))] == values


SEEN = """name: Seen
types: {visit: {fields: {at: date and time}}}
inputs: {seen: date and time, opens: time, stay: days and time duration, visit: visit}
decisions:
  Seen: {expression: '[string(seen), seen.hour, seen + @"PT1H" > seen]'}
  Opens: {expression: 'opens + stay'}
  Visit: {expression: 'visit.at'}
"""
SHANGHAI = pa.timestamp("us", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("decision", "name", "kind", "ticks", "value", "why"),
    [
        ("Seen", "seen", SHANGHAI, 1777854600000001, '["2026-05-04T08:30:00.000001+08:00", 8, true]', "with a zone"),
        ("Seen", "seen", pa.timestamp("s", "-03:30"), 0, '["1969-12-31T20:30:00-03:30", 20, true]', "with a zone"),
        ("Seen", "seen", SHANGHAI, -3_000_000_000_000_000, '["1874-12-08T02:45:43+08:05:43", 2, true]', "with a zone"),
        ("Visit", "visit.at", pa.timestamp("ns"), 1001, "1970-01-01T00:00:00.000001001", "parts of a microsecond"),
        ("Visit", "visit.at", pa.timestamp("ns"), 1000, "1970-01-01T00:00:00.000001", None),
        ("Visit", "visit.at", pa.timestamp("ms", "UTC"), 1, "1970-01-01T00:00:00.001Z", "with a zone"),
        ("Opens", "opens", pa.time32("s"), 30_600, "", "an input is a duration"),
        ("Opens", "stay", pa.duration("ns"), 1, "", "an input is a duration"),
    ],
)
def test_batch_reads_moments_of_zones_and_lengths_of_time_of_parquet(
    tmp_path: Path, decision: str, name: str, kind: pa.DataType, ticks: int, value: str, why: str | None
) -> None:
    model, cases, out = tmp_path / "seen.yaml", tmp_path / "cases.parquet", tmp_path / "decided.csv"
    model.write_text(SEEN, "utf-8")
    plain = pa.int32() if pa.types.is_time32(kind) else pa.int64()
    pq.write_table(pa.table({name: pa.array([ticks, None], plain).cast(kind)}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", decision, "--input", str(cases), "--out", str(out))
    assert (done.exit_code, "TB0" in done.stderr.replace("TB011", "")) == (0, False), done.stderr
    assert (why or "decided as columns") in done.stderr
    first, _ = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert first[decision] == value


def test_batch_adds_times_and_lengths_of_parquet(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "seen.yaml", tmp_path / "cases.parquet", tmp_path / "decided.json"
    model.write_text(SEEN, "utf-8")
    opens, stay = pa.array([time(8, 30), time(23)], pa.time64("us")), pa.array([timedelta(hours=2)] * 2)
    pq.write_table(pa.table({"opens": opens, "stay": stay, "n": [1, 2]}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "Opens", "--input", str(cases), "--out", str(out))
    assert (done.exit_code, done.stdout.startswith("2 → ")) == (0, True), done.stderr
    assert [row["Opens"] for row in json.loads(out.read_text("utf-8"))] == ["10:30:00", "01:00:00"]


def test_batch_refuses_a_time_of_day_for_a_date_and_time(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "seen.yaml", tmp_path / "cases.parquet", tmp_path / "decided.json"
    model.write_text(SEEN, "utf-8")
    pq.write_table(pa.table({"seen": [time(8, 30)]}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "Seen", "--input", str(cases), "--out", str(out))
    assert (done.exit_code, "TB017 the column «seen» is time64[us]" in done.stderr) == (2, True)


TIMES = """name: Times
inputs: {at: time, day: date, said: string}
decisions:
  Begins: {expression: 'date and time(day, at)'}
  Shift: {expression: 'if at < time("09:00:00") then "early" else if at.hour < 17 then "day" else "late"'}
  Told: {expression: 'date(date and time(said))'}
  Hour: {expression: 'time(said)'}
"""


@pytest.mark.parametrize(
    ("decision", "row", "value", "why"),
    [
        ("Begins", "08:30:00,2026-05-04,", "2026-05-04T08:30:00", None),
        ("Begins", "18:00:00.5,2026-02-28,", "2026-02-28T18:00:00.5", None),
        ("Begins", "08:30:00+08:00,2026-05-04,", "2026-05-04T08:30:00+08:00", "«at» has a moment with a zone"),
        ("Shift", "08:59:59.9,2026-05-04,", "early", None),
        ("Shift", "17:00:00,2026-05-04,", "late", None),
        ("Told", ",,2026-05-04T10:00:00", "2026-05-04", None),
        ("Told", ",,2026-02-30T10:00:00", "", None),
        ("Told", ",,2026-05-04T10:00:00Z", "2026-05-04", "which no column holds"),
        ("Hour", ",,10:00:00.000001", "10:00:00.000001", None),
        ("Hour", ",,10:00:00.0000001", "10:00:00.0000001", "a part of a microsecond"),
    ],
)
def test_batch_has_times_in_columns(tmp_path: Path, decision: str, row: str, value: str, why: str | None) -> None:
    model, cases, out = tmp_path / "times.yaml", tmp_path / "cases.csv", tmp_path / "decided.csv"
    model.write_text(TIMES, "utf-8")
    cases.write_text(f"at,day,said\n{row}\n", "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", decision, "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    said = "decided as columns" if why is None else "decided row by row: "
    assert said in done.stderr
    assert (why or "") in done.stderr
    (decided,) = csv.reader(out.read_text("utf-8-sig").splitlines()[1:])
    assert decided[-1] == value


def test_batch_goes_row_by_row_where_a_date_leaves_the_years_of_python(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "due.yaml", tmp_path / "cases.csv", tmp_path / "due.csv"
    model.write_text("name: Due\ninputs: {d: date}\ndecisions: {Due: {expression: 'd + @\"P1M\"'}}\n", "utf-8")
    cases.write_text("d\n2024-01-31\n9999-12-31\n", "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "Due", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0
    assert "decided row by row: the engine gives up: date value out of range" in done.stderr
    assert out.read_text("utf-8-sig").splitlines()[1:] == ['2024-01-31,"2024-02-29"', '9999-12-31,"10000-01-31"']


def test_batch_reads_exponents_and_floating_point_and_loses_no_digit(tmp_path: Path) -> None:
    model, out = tmp_path / "sums.yaml", tmp_path / "decided.json"
    model.write_text("name: S\ninputs: {n: number}\ndecisions: {Same: {expression: n}}\n", "utf-8")
    written = ["30.5e0", "1e5", "0.30000000000000004", "1E-30", "12345678901234567890123456.1234567"]
    as_csv, as_parquet = tmp_path / "cases.csv", tmp_path / "cases.parquet"
    as_csv.write_text("\n".join(["n", *written, "1e99", "e5"]) + "\n", "utf-8")
    numbers = [*map(float, written[:4]), 1e99, float("nan"), float("-inf")]
    pq.write_table(pa.table({"n": numbers, "single": pa.array([0.1] * 7, pa.float32())}), as_parquet)
    for cases, count, rejects in ((as_csv, 5, ["1e99", "e5"]), (as_parquet, 4, ["1e+99", "nan", "-inf"])):
        done = bridgehead("dmn", "batch", str(model), "--decision", "Same", "--input", str(cases), "--out", str(out))
        assert done.exit_code == 1
        rows = json.loads(out.read_text("utf-8"), parse_float=Decimal)
        assert [(row["n"], row["Same"]) for row in rows] == [(Decimal(one), Decimal(one)) for one in written[:count]]
        lines = (tmp_path / "decided-rejects.csv").read_text("utf-8-sig").splitlines()[1:]
        assert [line.split(",")[2].strip('"').removeprefix("'") for line in lines] == rejects
    assert {row["single"] for row in rows} == {Decimal("0.1")}


def test_batch_keeps_columns_of_parquet_that_no_input_could_read(fares: Path, tmp_path: Path) -> None:
    cases, seen = tmp_path / "cases.parquet", datetime(2026, 5, 4, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    given = pa.table(
        {
            "stay": pa.array([timedelta(days=1, hours=2), None, timedelta(seconds=-1)], pa.duration("ns")),
            "age": pa.array([3, 30, 70], pa.int16()),
            "seen": pa.array([seen] * 3, pa.timestamp("us", "Asia/Shanghai")),
            "photo": [b"\xff", b"", None],
            "seats": [[1, 2], [], None],
            "at": [time(8, 30)] * 3,
            "kind": pa.array(["a,b", 'c"d', None]).dictionary_encode(),
            "ticks": pa.array([1, 10**9, 0], pa.timestamp("ns")),
        }
    )
    pq.write_table(given, cases)
    for suffix in ("parquet", "csv", "json", "xlsx"):
        out = tmp_path / f"decided.{suffix}"
        done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
        assert (done.exit_code, done.stderr) == (0, "decided as columns\n")
    decided = pq.read_table(tmp_path / "decided.parquet")
    assert decided.column_names == [*given.column_names, "Fare"]
    others = [name for name in given.column_names if name != "age"]
    assert decided.select(others).equals(given.select(others))
    assert (tmp_path / "decided.csv").read_text("utf-8-sig").splitlines() == [
        '"stay","age","seen","photo","seats","at","kind","ticks","Fare"',
        '"P1DT2H",3,"2026-05-04T08:30:00+08:00","/w==","[1, 2]","08:30:00","a,b","1970-01-01T00:00:00.000000001",0',
        ',30,"2026-05-04T08:30:00+08:00","","[]","08:30:00","c""d","1970-01-01T00:00:01",10.5',
        """"'-PT1S",70,"2026-05-04T08:30:00+08:00",,,"08:30:00",,"1970-01-01T00:00:00",5""",
    ]
    assert [one["seats"] for one in json.loads((tmp_path / "decided.json").read_text("utf-8"))] == [[1, 2], [], None]


def test_batch_of_parquet_keeps_the_columns_that_no_input_reads_as_they_are(fares: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.parquet"
    given = pa.table(
        {
            "age": pa.array([3, 70], pa.uint32()),
            "ticks": pa.array([7, 2**64 - 1], pa.uint64()),
            "share": pa.array([0.1, float("nan")], pa.float64()),
            "paid": pa.array([Decimal("1.10"), None], pa.decimal128(10, 2)),
        }
    )
    pq.write_table(given, cases)
    for suffix in ("parquet", "json", "csv", "xlsx"):
        out = tmp_path / f"decided.{suffix}"
        done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
        assert (done.exit_code, done.stderr) == (0, "decided as columns\n")
    decided = pq.read_table(tmp_path / "decided.parquet")
    assert (decided.schema.field("paid").type, decided["Fare"].to_pylist()) == (pa.decimal128(10, 2), [0, 5])
    assert decided.schema.types[:4] == given.schema.types
    rows = json.loads((tmp_path / "decided.json").read_text("utf-8"))
    assert [(row["ticks"], row["share"], row["paid"]) for row in rows] == [(7, 0.1, 1.1), (2**64 - 1, "NaN", None)]


def test_batch_of_parquet_loses_the_rows_of_rejects_in_every_column(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.parquet", tmp_path / "decided.parquet"
    stays = [timedelta(days) for days in range(3)]
    pq.write_table(pa.table({"stay": stays, "age": [3.0, float("nan"), 70.0]}), cases)
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 1
    assert [(row["stay"].days, row["Fare"]) for row in pq.read_table(out).to_pylist()] == [(0, 0), (2, 5)]


def test_batch_of_json_keeps_what_it_reads(tmp_path: Path) -> None:
    model, cases = tmp_path / "sums.yaml", tmp_path / "cases.json"
    model.write_text("name: S\ninputs: {n: number}\ndecisions: {Twice: {expression: n * 260}}\n", "utf-8")
    rows = [
        {"n": 1, "of": 1, "house": {"rooms": 2.5}},
        {"n": 1.5, "of": [1, "ä"], "house": None},
        {"n": [3], "of": "1", "house": {"rooms": "二"}},
    ]
    cases.write_text(json.dumps(rows), "utf-8")
    for suffix in ("json", "csv", "parquet", "xlsx"):
        out = tmp_path / f"decided.{suffix}"
        done = bridgehead("dmn", "batch", str(model), "--decision", "Twice", "--input", str(cases), "--out", str(out))
        assert done.exit_code == 0, done.stderr
    said = (tmp_path / "decided.json").read_text("utf-8")
    assert json.loads(said) == [{**row, "Twice": twice} for row, twice in zip(rows, (260, 390, 780), strict=True)]
    assert '"Twice": 260}' in said
    assert (tmp_path / "decided.csv").read_text("utf-8-sig").splitlines() == [
        '"n","of","house","Twice"',
        '"1","1","{""rooms"": 2.5}",260',
        '"1.5","[1, ""ä""]",,390',
        '"[3]","1","{""rooms"": ""二""}",780',
    ]


def test_batch_of_json_keeps_what_it_lacks_and_long_numbers(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.json", tmp_path / "decided.json"
    given = ['{"age": 3, "id": 1}', '{"age": 3, "big": 1E+400, "seen": null}', '{"age": 3, "big": 1E-300, "seen": [1]}']
    cases.write_text(f"[{', '.join(given)}]", "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0
    wanted = ['{"age": 3, "id": 1, "Fare": 0}', *(one.replace("}", ', "Fare": 0}') for one in given[1:])]
    assert out.read_text("utf-8") == "[\n" + ",\n".join(wanted) + "\n]\n"
    out = tmp_path / "decided.csv"
    bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    lines = ['"age","id","big","seen","Fare"', "3,1,,,0", '3,,"1E+400",,0', '3,,"1E-300","[1]",0']
    assert out.read_text("utf-8-sig").splitlines() == lines


def test_batch_of_json_rejects_what_is_no_number_and_keeps_the_numbers(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.json", tmp_path / "decided.json"
    cases.write_text('[{"age": 3}, {"age": "5"}, {"age": true}, {"age": 70}, {"age": 8.5}]', "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert (done.exit_code, "2 cells cannot be read" in done.stderr) == (1, True)
    rows = json.loads(out.read_text("utf-8"))
    assert [(row["age"], row["Fare"]) for row in rows] == [(3, 0), (70, 5), (8.5, 10.5)]
    rejects = tables.read(tmp_path / "decided-rejects.csv", REJECTED, zone=ZoneInfo("UTC")).table.to_pylist()
    assert [(one["row"], one["value"], one["code"]) for one in rejects] == [
        ("2", '"5"', "TB034"),
        ("3", "true", "TB034"),
    ]


REJECTED = [Column(name, FieldType.TEXT) for name in ("row", "column", "value", "code", "expected")]


def test_batch_says_which_item_of_json_is_no_object(fares: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.json", tmp_path / "decided.json"
    cases.write_text('[{"age": 3, "note": "[,"},\n  5, {"age": 1}]', "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Fare", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 2
    assert f"{cases}:2:3: CL004 item 2 of the cases is no object; expected an object, as in" in done.stderr


def test_batch_says_why_it_goes_row_by_row(tmp_path: Path) -> None:
    cases, out, found = tmp_path / "cases.json", tmp_path / "decided.json", {}
    cases.write_text('[{"name": "a", "age": 17}, {"name": "b", "age": 18.5}]', "utf-8")
    for text in ("age >= 18", "upper case(name)"):
        model = tmp_path / "people.dmn"
        model.write_text(PEOPLE.format(text=text.replace(">", "&gt;")), "utf-8")
        done = bridgehead("dmn", "batch", str(model), "--decision", "said", "--input", str(cases), "--out", str(out))
        found[text] = [row["said"] for row in json.loads(out.read_text("utf-8"))], done.stderr.strip()
    assert found["age >= 18"] == ([False, True], "decided as columns")
    why = "decided row by row: «said» the function «upper case» has no columnar form"
    assert found["upper case(name)"] == (["A", "B"], why)


PEOPLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="people" namespace="urn:p" id="p">
  <inputData name="name" id="name"><variable name="name" typeRef="string"/></inputData>
  <inputData name="age" id="age"><variable name="age" typeRef="number"/></inputData>
  <decision name="said" id="said"><variable name="said"/>
    <informationRequirement><requiredInput href="#name"/></informationRequirement>
    <informationRequirement><requiredInput href="#age"/></informationRequirement>
    <literalExpression><text>{text}</text></literalExpression></decision>
</definitions>"""


def test_batch_never_overwrites_the_cases(fares: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(CSV, "utf-8")
    done = bridgehead("dmn", "batch", str(fares), "--decision", "Ticket", "--input", str(cases), "--out", str(cases))
    assert done.exit_code == 2
    assert cases.read_text("utf-8") == CSV


def test_check_tells_all_at_once(tmp_path: Path, fares: Path) -> None:
    assert bridgehead("dmn", "check", str(fares)).exit_code == 0
    broken = tmp_path / "broken.dmn"
    broken.write_text(
        making.text(given("a", "numbr"), decision("D", literal("a +"), "a"), decision("E", literal('1 + "a"'))), "utf-8"
    )
    done = bridgehead("dmn", "check", str(broken))
    assert done.exit_code == 1
    told = done.stdout + done.stderr
    assert all(code in told for code in ("DM104", "FE005", "FE201", "mistakes 2, warnings 1"))


CASE = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"><modelName>fares.dmn</modelName>
<testCase id="1"><inputNode name="age"><value>{age}</value></inputNode>
<resultNode name="Fare"><expected><value>{fare}</value></expected></resultNode></testCase>
<testCase id="2"><description>nothing is expected, so it does not count</description></testCase></testCases>"""


@pytest.mark.parametrize(("fare", "code", "last"), [("10.5", 0, "passed 1 of 1"), ("11", 1, "passed 0 of 1")])
def test_tck_ends_with_the_count(fares: Path, fare: str, code: int, last: str) -> None:
    fares.with_name("fares-test.xml").write_text(CASE.format(age="30", fare=fare), "utf-8")
    done = bridgehead("dmn", "tck", str(fares.parent), "--failures")
    assert done.exit_code == code
    assert done.stdout.splitlines()[-1] == last
    assert ("Decimal" in done.stdout) is (code == 1)


def test_batch_holds_bounds_of_more_than_28_digits(tmp_path: Path) -> None:
    model, rows, out = tmp_path / "m.yaml", tmp_path / "rows.csv", tmp_path / "out.csv"
    one = 10**30 + 1
    table = f"{{hit policy: first, inputs: [n], outputs: [{{name: a, type: number}}], rules: [['{one}', 1], ['-', 2]]}}"
    model.write_text(f"name: m\ninputs: {{n: number}}\ndecisions:\n  T: {table}\n")
    rows.write_text(f"n\n{one}\n{one - 1}\n0.25\n")
    bridgehead("dmn", "batch", str(model), "--decision", "T", "--input", str(rows), "--out", str(out))
    assert out.read_text("utf-8-sig").splitlines()[1:] == [f"{one},1", f"{one - 1},2", "0.25,2"]


SAID = """name: Said
inputs: {kind: string, at: time, when: date and time}
decisions:
  Said: {expression: '{text: "[" + kind + "]", hour: at.hour, year: when.year}'}
"""


def test_a_text_is_the_same_from_every_file_as_for_one_case(tmp_path: Path) -> None:
    """With its blanks; round a moment they do not count."""
    model, out = tmp_path / "said.yaml", tmp_path / "out.json"
    model.write_text(SAID, "utf-8")
    rows = [
        {"kind": kind, "at": " 08:30:00", "when": "2026-05-04T08:30:00 "} for kind in ("a", " a", "a\t", " ", "　a")
    ]
    runs = [
        bridgehead("dmn", "run", str(model), "--decision", "Said", "--input", json.dumps(row)).stdout for row in rows
    ]
    assert runs[1] == '{text: "[ a]", hour: 8, year: 2026}\n'
    for suffix in ("csv", "xlsx", "parquet", "json"):
        cases = tmp_path / f"cases.{suffix}"
        tables.write(cases, pa.Table.from_pylist(rows))
        done = bridgehead("dmn", "batch", str(model), "--decision", "Said", "--input", str(cases), "--out", str(out))
        found = json.loads(out.read_text("utf-8"))
        said = [f"{{text: {json.dumps(row['text'], ensure_ascii=False)}, hour: 8, year: 2026}}\n" for row in found]
        assert (done.exit_code, said) == (0, [run.replace("\t", "\\t") for run in runs]), suffix
        assert [row["kind"] for row in found] == [row["kind"] for row in rows]


def test_a_row_of_blanks_alone_is_no_case(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "said.yaml", tmp_path / "cases.csv", tmp_path / "out.json"
    model.write_text(SAID, "utf-8")
    cases.write_text('kind,note\n" ",\n" "," "\n" ",a\n', "utf-8")
    bridgehead("dmn", "batch", str(model), "--decision", "Said", "--input", str(cases), "--out", str(out))
    assert [row["text"] for row in json.loads(out.read_text("utf-8"))] == ["[ ]"]


def test_of_a_workbook_only_what_the_decision_needs_is_judged(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "said.yaml", tmp_path / "cases.xlsx", tmp_path / "out.csv"
    model.write_text(SAID, "utf-8")
    moment = datetime(2026, 5, 4, 8, 30)  # noqa: DTZ001 - a sheet holds wall-clock time
    carried = [
        False,
        moment.date(),
        moment,
        time(8, 30),
        12345678901234567,
        0.1 + 0.2,
        timedelta(hours=30),
        "#N/A",
        " b ",
    ]
    sheet = openpyxl.Workbook()
    sheet.active.append(["kind", "at", "when", *(f"c{place}" for place in range(len(carried)))])
    sheet.active.append(["a", time(8, 30), moment, *carried])
    sheet.active.append([False, None, None])
    sheet.active.append([12345678901234567, None, None])
    sheet.save(cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "Said", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 1
    [row] = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert [row["text"], row["hour"], row["year"]] == ["[a]", "8", "2026"]
    moments = ["2026-05-04", "2026-05-04T08:30:00", "08:30:00"]
    said = ["FALSE", *moments, "12345678901234600", "0.3", "30:00:00", "#N/A", " b "]
    assert [row[f"c{place}"] for place in range(len(carried))] == said
    rejects = [*csv.DictReader((tmp_path / "out-rejects.csv").read_text("utf-8-sig").splitlines())]
    told = [(one["row"], one["column"], one["value"], one["code"]) for one in rejects]
    assert told == [("3", "kind", "FALSE", "TB044"), ("4", "kind", "12345678901234600", "TB043")]


def test_a_table_of_which_no_rule_takes_a_value_is_decided_row_by_row(tmp_path: Path) -> None:
    model, cases, out = tmp_path / "none.dmn", tmp_path / "cases.json", tmp_path / "out.json"
    rules = table("UNIQUE", "n", "o", "[5..1] | 1")
    model.write_text(making.text(given("n", "number"), decision("D", rules, "n", type="number")), "utf-8")
    cases.write_text('[{"n": 1}, {"n": null}]', "utf-8")
    done = bridgehead("dmn", "batch", str(model), "--decision", "D", "--input", str(cases), "--out", str(out))
    assert (done.exit_code, [row["D"] for row in json.loads(out.read_text("utf-8"))]) == (0, [None, None])
    assert "decided row by row: «D» has no rule that takes a value" in done.stderr


def test_batch_decides_every_row_but_one_that_passes_a_limit(tmp_path: Path) -> None:
    model, cases, out = (tmp_path / name for name in ("lists.yaml", "cases.csv", "decided.csv"))
    model.write_text(
        "name: Lists\ninputs: {n: number}\ndecisions: {L: {expression: 'for i in 1..n return i'}}\n", "utf-8"
    )
    cases.write_text("n\n3\n20000000\n2\n")
    done = bridgehead("dmn", "batch", str(model), "--decision", "L", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 1
    assert f"row 3: {model}:3:" in done.stderr
    assert "FE401" in done.stderr
    assert "1 row is not decided" in done.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["L"] for row in csv.DictReader(file)] == ["[1, 2, 3]", "", "[1, 2]"]


def test_batch_takes_a_column_of_parquet_that_is_empty_whole(tmp_path: Path) -> None:
    model, cases, out = (tmp_path / name for name in ("plus.yaml", "cases.parquet", "decided.parquet"))
    model.write_text("name: Plus\ninputs: {n: number}\ndecisions: {P: {expression: n = null}}\n", "utf-8")
    pq.write_table(pa.table({"n": pa.nulls(2)}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "P", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    assert pq.read_table(out)["P"].to_pylist() == [True, True]


def test_batch_takes_whole_numbers_without_a_sign(tmp_path: Path) -> None:
    model, cases, out = (tmp_path / name for name in ("plus.yaml", "cases.parquet", "decided.parquet"))
    model.write_text("name: Plus\ninputs: {n: number}\ndecisions: {P: {expression: n + 1}}\n", "utf-8")
    pq.write_table(pa.table({"n": pa.array([0, 2**64 - 1], pa.uint64())}), cases)
    done = bridgehead("dmn", "batch", str(model), "--decision", "P", "--input", str(cases), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    assert pq.read_table(out)["P"].to_pylist() == [1, 2**64]
