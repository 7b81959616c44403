"""A rulebook uses a decision by name: in columns, at the gate, in reasons and in what would have to be otherwise."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from hypothesis import Phase, given
from hypothesis import strategies as st

from bridgehead.catalog import KINDS
from bridgehead.instruments.award import case as cases
from bridgehead.instruments.award.engines import Engine, open_claims
from bridgehead.instruments.award.judged import refusals
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.terms import terms
from bridgehead.primitives.decision import Outcome
from bridgehead.rulebook.load import load
from bridgehead.tables import arrow_schema
from tests.cli.calling import bridgehead, explain
from tests.dmn.making import decision, literal
from tests.profiles import costing

FOLDER = "rulebooks/examples/skills-subsidy"
CLAIMS = f"{FOLDER}/samples/made-up-certificate-claims.csv"
RULEBOOK = load(Path(__file__).parents[2] / FOLDER, KINDS)
TERMS = terms(RULEBOOK.instruments["award", "subsidy"], RULEBOOK)
CASE = cases.compile(TERMS)
AMOUNTS = {"junior": (1000, 1300), "middle": (1500, 1950), "senior": (2000, 2600)}

claims = st.fixed_dictionaries(
    {
        "level": st.sampled_from([None, *AMOUNTS]),
        "shortage": st.sampled_from([None, True, False]),
        "employed": st.sampled_from([None, True, True, False]),
        "insured months": st.sampled_from([None, 0, 11, 12, 13, 40]),
    }
)


@given(st.lists(claims, min_size=30, max_size=60))
@costing(15, phases=(Phase.reuse, Phase.generate))
def test_a_decision_says_the_same_of_one_claim_and_of_many(made: list[dict[str, object]]) -> None:
    filed = {"certified on": date(2024, 3, 1), "submitted at": datetime(2024, 3, 2)}  # noqa: DTZ001
    rows = [{**one, **filed, "number": f"N{at:02d}", "certificate": f"C{at:02d}"} for at, one in enumerate(made)]
    table = pa.Table.from_pylist(rows, schema=arrow_schema(TERMS.table.columns))
    opened = open_claims(table, Engine.DUCKDB)
    assert not refusals(TERMS)
    for row, decided in zip(rows, decide(TERMS, opened, on=date(2025, 1, 1)).to_pyarrow().to_pylist(), strict=True):
        verdict = CASE.decide(row).verdict
        assert (decided["failed"], decided["missing"]) == (verdict.failed, verdict.missing), row
        if decided["outcome"] == Outcome.GRANTED:
            assert decided["amount"] == AMOUNTS[str(row["level"])][row["shortage"] is True]


def test_an_unknown_input_leaves_open_only_what_hangs_on_it() -> None:
    """Who is out of work is refused, whatever the months."""
    filed = {"certificate": "C1", "certified on": date(2024, 3, 1), "submitted at": datetime(2024, 3, 2)}  # noqa: DTZ001
    known = {**filed, "number": "N1", "level": "junior", "shortage": True, "insured months": None}
    assert CASE.decide({**known, "employed": False}).verdict.outcome is Outcome.REFUSED
    assert CASE.decide({**known, "employed": True}).verdict.outcome is Outcome.UNDETERMINED


def test_the_reason_names_the_rule_of_the_table_and_the_least_change() -> None:
    said = explain("JN-003", "--lang", "en", claims=CLAIMS, rulebook=FOLDER, award="subsidy").stdout
    text = " ".join(said.split())
    rule = "by rule 2 of its table, “insured for too short a time” (in employment: yes; months insured: 11 months)"
    assert f"{rule} (clause 1)" in text
    assert "With 12 months for “months insured”" in text


def test_what_is_blank_is_said_in_words(tmp_path: Path) -> None:
    """The months of somebody out of work are not looked at: the rule that matches shows them as they are."""
    heading, *rows = Path(CLAIMS).read_text("utf-8-sig").splitlines()
    names = heading.split(",")
    row = dict(zip(names, next(row for row in rows if row.startswith("JN-003")).split(","), strict=True))
    given = {**row, "employed": "false", "insured months": ""}
    claims, out = tmp_path / "claims.csv", tmp_path / "decided.csv"
    claims.write_text("\n".join((heading, ",".join(given[name] for name in names))), "utf-8")
    calling = ("--award", "subsidy", "--claims", str(claims), "--on", "2025-01-01", "--out", str(out))
    for lang, told in (("zh", "（在职：否、未填失业保险缴费月数）"), ("en", "months insured: not given)")):
        assert bridgehead("settle", FOLDER, *calling, "--lang", lang).exit_code == 0
        assert told in out.read_text("utf-8-sig")
        assert "UNKNOWN" not in out.read_text("utf-8-sig")


def test_many_reasons_at_once_tell_the_annotation_of_the_rule_in_each_language(tmp_path: Path) -> None:
    """A column headed `zh` or `en` is for readers of that language, any other for both."""
    folder, out = tmp_path / "rulebook", tmp_path / "decided.csv"
    folder.mkdir()
    for file in Path(FOLDER).glob("*.*"):
        text = file.read_text(encoding="utf-8")
        (folder / file.name).write_text(text.replace("[zh, en]", "[zh, why]"), encoding="utf-8")
    english = "by rule 2 of its table, “insured for too short a time” ("
    for book, lang, told in (
        (FOLDER, "zh", "按决策表第 2 条“缴费时间不够”（"),
        (str(folder), "zh", "按决策表第 2 条“缴费时间不够”“insured for too short a time”（"),
        (FOLDER, "en", english),
        (str(folder), "en", english),
    ):
        calling = ("--award", "subsidy", "--claims", CLAIMS, "--on", "2025-01-01", "--out", str(out), "--lang", lang)
        assert bridgehead("settle", book, *calling).exit_code == 0
        (row,) = (one for one in out.read_text("utf-8-sig").splitlines() if "JN-003" in one)
        assert told in row


SERVICE = """<decisionService id="{id}" name="{name}"><variable name="{name}"/>{parts}</decisionService>
"""


def of_services(folder: Path) -> None:
    """The rulebook with services in the place of its decisions: one with an input that has another name, and one with
    two outputs, which calls a function that is a service."""
    shutil.copytree(FOLDER, folder)
    model = folder / "tables.yaml"
    assert bridgehead("dmn", "convert", str(model), str(folder / "tables.dmn")).exit_code == 0
    model.unlink()
    out, takes = '<outputDecision href="#{}"/>', '<inputData href="#{}"/>'
    entry = takes.format("employed") + takes.format("insured_months")
    admission = SERVICE.format(id="s", name="Admission", parts=out.format("Eligible") + entry)
    both = SERVICE.format(
        id="b",
        name="Both",
        parts=out.format("Subsidy") + out.format("Twice") + takes.format("level") + takes.format("shortage"),
    )
    one = SERVICE.format(
        id="o", name="once", parts=out.format("Subsidy") + takes.format("level") + takes.format("shortage")
    )
    twice = decision(
        "Twice",
        literal("once(level, shortage) + once(shortage: shortage, level: level)"),
        "level",
        "shortage",
        knows=("o",),
    )
    dmn = (folder / "tables.dmn").read_text("utf-8").replace("insured months", "months").replace("</definitions>", "")
    (folder / "tables.dmn").write_text(f"{dmn}{twice}{admission}{both}{one}</definitions>", "utf-8")
    award = (folder / "subsidy.yaml").read_text("utf-8")
    for old, new in (
        ("tables.yaml#Eligible", "tables.dmn#Admission, with: {months: insured months}"),
        ("tables.yaml#Subsidy", "tables.dmn#Both"),
        ("pay: subsidy", "pay: subsidy.Twice - subsidy.Subsidy"),
    ):
        assert old in award
        award = award.replace(old, new)
    (folder / "subsidy.yaml").write_text(award, "utf-8")


def test_a_decision_service_decides_as_its_decisions_do(tmp_path: Path) -> None:
    book = tmp_path / "rulebook"
    of_services(book)
    done = bridgehead("check", str(book), "--strict", "--lang", "en")
    assert (done.exit_code, "100%" in done.stdout, "row by row" in done.stdout) == (0, True, False), done.stdout
    assert bridgehead("test", str(book)).exit_code == 0
    decided = []
    for folder in (FOLDER, str(book)):
        out = tmp_path / "decided.csv"
        calling = ("--award", "subsidy", "--claims", CLAIMS, "--on", "2025-01-01", "--out", str(out), "--lang", "en")
        assert bridgehead("settle", folder, *calling).exit_code == 0
        decided.append(out.read_text("utf-8-sig").replace("Admission", "Eligible"))
    assert decided[0] == decided[1]
    said = " ".join(
        explain("JN-003", "--lang", "en", claims=CLAIMS, rulebook=str(book), award="subsidy").stdout.split()
    )
    assert (
        "by rule 2 of its table, “insured for too short a time” (in employment: yes; months insured: 11 months)" in said
    )
    assert "With 12 months for “months insured”" in said


def test_the_figures_of_a_table_cover_the_notice() -> None:
    done = bridgehead("check", FOLDER, "--strict")
    assert done.exit_code == 0
    assert "100%" in done.stdout


def test_a_table_with_a_gap_is_told_when_the_rulebook_is_checked(tmp_path: Path) -> None:
    for file in Path(FOLDER).glob("*.*"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace("< 12", "< 11"), encoding="utf-8")
    done = bridgehead("check", str(tmp_path), "--lang", "en")
    assert "tables.yaml:" in done.stdout
    assert "insured months" in done.stdout
