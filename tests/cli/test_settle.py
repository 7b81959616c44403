"""Settling at the door: places confirmed before, engines, formats, labels, and calls that are wrong."""

import csv
import json
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from bridgehead import tables
from tests.cli.calling import FIRMS, ROOT, TOURISM, TRAINS, bridgehead, explain, settle, trains_as_parquet


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def trains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trains_as_parquet(tmp_path_factory.mktemp("claims"))


def test_places_confirmed_before_stay(tmp_path: Path) -> None:
    paid = tmp_path / "paid.csv"
    paid.write_text(
        "number,prize,place,amount\nＴＪ-００４,chartered train,1,100000\nTJ-999,chartered train,2,100000\n", "utf-8"
    )
    out = tmp_path / "out.csv"
    done = settle(TRAINS, out, "--paid", str(paid))
    assert done.exit_code == 0, done.stderr
    decided = rows(out)
    assert (decided["TJ-004"]["outcome"], decided["TJ-004"]["place"]) == ("granted", "1")
    assert (decided["TJ-001"]["outcome"], decided["TJ-001"]["place"]) == ("granted", "3")
    assert decided["TJ-002"]["outcome"] == "exhausted"
    assert "奖励合计 450,000.00 · 剩余 0.00" in done.stdout
    assert "此前已确认的 1 个名额不在这些申报之中，共 100,000.00：TJ-999" in done.stdout
    marked = [line.split()[0] for line in done.stdout.splitlines() if line.rstrip().endswith(" 此前已确认")]
    assert marked == ["TJ-004"]
    english = settle(TRAINS, out, "--paid", str(paid), "--lang", "en").stdout
    elsewhere = "1 place was confirmed earlier and not among these claims, 100,000.00 in all: TJ-999"
    assert elsewhere in english
    asked = ("--award", "special-train", "--claims", TRAINS, "--paid", str(paid), "--vary", "budget=450000")
    simulated = bridgehead("simulate", TOURISM, *asked, "--lang", "en").stdout
    assert (simulated.count(" 450,000.00 "), elsewhere in simulated) == (2, True)
    paid.write_text("number,prize,place,amount\nTJ-004,chartered trian,1,100000\n")
    wrong = settle(TRAINS, out, "--paid", str(paid))
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith(f"{paid}:2:1: AW050 ")
    assert "did you mean «chartered train»?" in wrong.stderr
    paid.write_text("number,prize,place,amount\nTJ-004,chartered train,first,100000\n")
    unread = settle(TRAINS, out, "--paid", str(paid))
    assert unread.exit_code == 2
    assert unread.stderr.startswith(f"{paid}:2:1: TB034 row 2, place «first»; expected a whole number")


def shared_pool(folder: Path) -> Path:
    """A made-up rulebook: a budget that all trains share, each by its passengers, with a last day for claims."""
    book = Path(shutil.copytree(ROOT / TOURISM, folder / "book"))
    (book / "pool.yaml").write_text(
        "award: pool\n"
        "title: {zh: 共享资金（虚构）, en: Shared pool (made up)}\n"
        "cites: notice.md#2.1\n"
        "claims: special-train-claim\n"
        "claims due: 2023-10-15\n"
        "budget: 10000\n"
        "when short: share\n"
        "prizes:\n"
        "  head: {pay: 100 * passengers}\n",
        "utf-8",
    )
    return book


def test_a_shared_pool_is_provisional_while_claims_can_arrive(tmp_path: Path) -> None:
    """Every claim that is yet to come lowers every share."""
    of = {"rulebook": str(shared_pool(tmp_path)), "award": "pool"}
    out, on = tmp_path / "out.parquet", ("--on", "2023-10-15")
    early, final = settle(TRAINS, out, *on, "--lang", "en", **of), settle(TRAINS, tmp_path / "final.parquet", **of)
    assert "what is granted is provisional while claims can still arrive, until 2023-10-15" in early.stdout
    assert "暂定" not in final.stdout
    for path, provisional in ((out, True), (tmp_path / "final.parquet", False)):
        decided = parquet.read_table(path).to_pylist()
        assert {row["reasons"]["provisional"] for row in decided if row["outcome"] == "granted"} == {provisional}
    settle(TRAINS, tmp_path / "out.csv", *on, **of)
    said = rows(tmp_path / "out.csv")["TJ-001"]["reasons"]
    assert said.startswith("暂列共享资金")
    assert said.endswith("；2023年10月15日申报截止前，结果可能变动（第2.1条）。")
    told = explain("TJ-001", *on, **of).stdout
    assert "暂列共享资金" in told
    assert "结果可能变动" in told


def test_prizes_without_a_title_are_told_apart_by_their_names(tmp_path: Path) -> None:
    book, out = shared_pool(tmp_path), tmp_path / "out.csv"
    award = book / "pool.yaml"
    prizes = "  small: {when: passengers < 450, pay: 100}\n  large: {when: passengers >= 450, pay: 200}\n"
    award.write_text(award.read_text("utf-8").replace("  head: {pay: 100 * passengers}\n", prizes), "utf-8")
    shown = settle(TRAINS, out, rulebook=str(book), award="pool").stdout.splitlines()
    granted = {number: row for number, row in rows(out).items() if row["outcome"] == "granted"}
    assert {row["prize"] for row in granted.values()} == {"small", "large"}
    assert all(row["reasons"].startswith(f"获 {row['prize']}，") for row in granted.values())
    listed = [line.split()[:2] for line in shown if line.split()[:1] and line.split()[0] in granted]
    assert listed
    assert all(prize == granted[number]["prize"] for number, prize in listed)


def test_a_claim_that_is_paid_nothing_is_refused(tmp_path: Path) -> None:
    """It gets no instalments of nought; `explain` says the same of it."""
    book, out, plan = shared_pool(tmp_path), tmp_path / "out.csv", tmp_path / "plan.csv"
    award = book / "pool.yaml"
    pays = award.read_text("utf-8").replace("100 * passengers", "if passengers = 430 then 0 else 100")
    award.write_text(f"{pays}instalments: [{{share: 0.6}}, {{share: 0.4, after: P1Y}}]\n", "utf-8")
    of = {"rulebook": str(book), "award": "pool"}
    settle(TRAINS, out, "--instalments", str(plan), "--lang", "en", **of)
    nought = rows(out)["TJ-008"]
    assert (nought["outcome"], nought["place"], nought["amount"]) == ("refused", "", "0.00")
    assert "its formula gives an amount of nought" in nought["reasons"]
    assert nought["reasons"] in " ".join(explain("TJ-008", "--lang", "en", **of).stdout.split())
    assert set(rows(plan)) == {number for number, row in rows(out).items() if row["outcome"] == "granted"}


def test_no_instalment_of_a_provisional_grant_is_due(tmp_path: Path) -> None:
    """Nothing is owed yet; what was confirmed before is."""
    book = shared_pool(tmp_path)
    with (book / "pool.yaml").open("a", encoding="utf-8") as award:
        award.write("instalments: [{share: 0.6}, {share: 0.4, after: P1Y}]\n")
    paid, plan, of = tmp_path / "paid.csv", tmp_path / "plan.json", {"rulebook": str(book), "award": "pool"}
    paid.write_text("number,prize,amount,confirmed on\nTJ-001,head,1000,2023-06-01\n", "utf-8")
    more = ("--paid", str(paid), "--instalments", str(plan), "--lang", "en")
    early = settle(TRAINS, tmp_path / "early.csv", *more, "--on", "2023-10-15", **of)
    states = {(row["number"], row["instalment"]): row["state"] for row in json.loads(plan.read_text("utf-8"))}
    assert (states.pop(("TJ-001", 1)), states.pop(("TJ-001", 2))) == ("due", "planned")
    assert set(states.values()) == {"provisional"}
    assert "instalments due 600.00 · planned 400.00 · provisional 9,000.00" in early.stdout
    final = settle(TRAINS, tmp_path / "final.csv", *more, **of)
    assert "instalments due 5,999.90 · planned 4,000.10\n" in final.stdout
    settle(TRAINS, tmp_path / "final.csv", "--instalments", str(tmp_path / "plan.csv"), **of)
    lines = (tmp_path / "plan.csv").read_text("utf-8-sig").splitlines()[1:]
    assert {line.split(",")[3] for line in lines} == {"0.6", "0.4"}
    told = explain("TJ-002", "--on", "2023-10-15", "--lang", "en", **of).stdout.splitlines()
    assert [line.split()[-1] for line in told if line.split()[1:2] in (["1/2"], ["2/2"])] == ["provisional"] * 2


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_claims_from_after_the_day_of_the_settlement_are_told(tmp_path: Path, trains: Path, suffix: str) -> None:
    """By the moment of filing, or the date of their order; they are decided as they are without a word."""
    day, claims = "2023-06-02", {"csv": TRAINS, "parquet": trains}[suffix]
    with (ROOT / TRAINS).open(encoding="utf-8") as file:
        dated = {
            row["number"]: max(row["completed on verified"], row["submitted at"][:10]) for row in csv.DictReader(file)
        }
    after = [number for number, last in dated.items() if last > day]
    assert dated[after[0]] > day >= min(dated.values())
    done = settle(claims, tmp_path / f"out.{suffix}", "--on", day, "--lang", "en")
    told = f"{len(after)} claims are dated after the day of the settlement, {day}, the first {after[0]}; decided all"
    assert told in done.stdout
    assert "日期晚于结算日" in settle(claims, tmp_path / f"out.{suffix}", "--on", day).stdout
    assert "日期晚于结算日" not in settle(claims, tmp_path / f"out.{suffix}", "--on", max(dated.values())).stdout


def test_undetermined_claims_that_may_yet_move_others_are_named(tmp_path: Path) -> None:
    """Where each claim is paid by itself there is nothing that they could move."""
    done = settle(TRAINS, tmp_path / "out.csv", "--lang", "en")
    told = "2 claims are undetermined, and once complete may change what others get: TJ-018, TJ-022"
    assert told in done.stdout
    assert {number for number, row in rows(tmp_path / "out.csv").items() if row["outcome"] == "undetermined"} == {
        "TJ-018",
        "TJ-022",
    }
    visits = f"{TOURISM}/samples/made-up-student-visits.csv"
    alone = settle(visits, tmp_path / "out.csv", "--lang", "en", award="student-ticket").stdout
    assert "undetermined 1" in alone
    assert "once complete" not in alone


def test_parquet_to_parquet_names_the_conditions_that_decided(tmp_path: Path, trains: Path) -> None:
    out = tmp_path / "out.parquet"
    done = settle(trains, out)
    assert done.exit_code == 0, done.stderr
    assert "住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2.1条）。" in done.stdout
    written = parquet.read_table(out)
    assert written.column_names == ["number", "outcome", "prize", "place", "amount", "reasons"]
    assert pa.types.is_struct(written.schema.field("reasons").type)
    reasons = {row["number"]: row["reasons"] for row in written.to_pylist()}
    assert (reasons["TJ-006"]["failed"], reasons["TJ-006"]["missing"]) == (["stay"], [])
    assert reasons["TJ-022"]["missing"] == ["tickets"]
    assert (reasons["TJ-019"]["because"], reasons["TJ-019"]["reference"]) == ("duplicate", "TJ-001")
    assert (reasons["TJ-001"]["failed"], reasons["TJ-001"]["provisional"]) == ([], False)


def test_what_people_typed_is_read_alike_from_parquet_and_csv(tmp_path: Path, trains: Path) -> None:
    """Whatever is written: blanks are no value, also as a claim's number, and a choice may be called by its label."""
    whole = parquet.read_table(trains)
    typed = {"申报号": {1: "", 2: "\u3000", 3: None}, "停靠站": {0: " "}, "列车种类（核实）": {4: "Ordinary train"}}
    for name, cells in typed.items():
        values = [cells.get(row, value) for row, value in enumerate(whole[name].to_pylist())]
        whole = whole.set_column(whole.column_names.index(name), name, [values])
    parquet.write_table(whole, tmp_path / "typed.parquet")
    tables.write(tmp_path / "typed.csv", whole)
    outcomes, rejects = [], []
    for claims, suffix in (("typed.csv", "json"), ("typed.parquet", "json"), ("typed.parquet", "parquet")):
        out = tmp_path / f"out.{suffix}"
        done = settle(tmp_path / claims, out)
        assert done.exit_code == 1, done.stderr
        decided = json.loads(out.read_text("utf-8")) if suffix == "json" else parquet.read_table(out).to_pylist()
        outcomes.append([(row["number"], row["outcome"], row["prize"], row["place"]) for row in decided])
        told = list(csv.DictReader((tmp_path / "out-rejects.csv").open(encoding="utf-8-sig")))
        rejects.append([(row["column"], row["code"]) for row in told])
    assert rejects == [[("number", "TB045")] * 3] * 3
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert outcomes[0][0][:2] == ("TJ-001", "undetermined")


def test_json_has_reasons_with_values_and_both_languages(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    settle(TRAINS, out)
    (reason,) = next(row["reasons"] for row in json.loads(out.read_text("utf-8")) if row["number"] == "TJ-008")
    sentences = reason.pop("zh"), reason.pop("en")
    assert "购票率 49.99%" in sentences[0]
    assert "49.99%" in sentences[1]
    assert reason == {
        "condition": "tickets",
        "because": None,
        "reference": None,
        "seen": "0.4999",
        "needed": ">= 0.5",
        "distance": "0.0001",
        "clause": "notice.md#2.1",
    }


def test_json_has_what_allocation_decided_as_values(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    tours = f"{TOURISM}/samples/made-up-study-tour-claims.csv"
    keys = ("condition", "because", "reference", "seen", "needed", "distance")
    reasons = {}
    for claims, award, rulebook in (
        (TRAINS, "special-train", TOURISM),
        (tours, "study-tour", TOURISM),
        (f"{FIRMS}/samples/made-up-firm-claims.csv", "entry-and-growth", FIRMS),
    ):
        settle(claims, out, award=award, rulebook=rulebook)
        for row in json.loads(out.read_text("utf-8")):
            reasons[row["number"]] = tuple(row["reasons"][0][key] for key in keys)
    assert reasons["TJ-004"] == (None, "quota", None, "4", "<= 3", "1")
    assert reasons["TJ-019"] == (None, "duplicate", "TJ-001", None, "once per train number", None)
    assert reasons["YX-018"] == (None, "below", None, "999", "> 1000", "2")
    assert reasons["YX-001"] == (None, "sum", "YX-003", None, "sum(people) > 1000", None)
    assert reasons["F-024"] == (None, "budget", None, "30000", ">= 80000", "50000")


def test_a_sum_that_is_not_enough_says_what_is_lacking(tmp_path: Path) -> None:
    tours = f"{TOURISM}/samples/made-up-study-tour-claims.csv"
    out = tmp_path / "out.csv"
    for lang, said in (
        (
            "zh",
            "符合全部条件，累计至此 999 人，公告要求超过 1,000 人，差 2 人；"
            "2023年11月15日申报截止前，结果可能变动（第3条）。",
        ),
        (
            "en",
            "The claim meets every condition; the sum so far is 999 people, "
            "and the notice asks for over 1,000 people; 2 people short; "
            "this may change until claims close on 15 November 2023 (clause 3).",
        ),
    ):
        settle(tours, out, "--lang", lang, award="study-tour")
        assert rows(out)["YX-018"]["reasons"] == said


REPORTS = f"{FIRMS}/samples/made-up-yearly-reports.csv"


def test_instalments_are_shown_and_later_reports_decide_them(tmp_path: Path) -> None:
    claims, out, plan = f"{FIRMS}/samples/made-up-firm-claims.csv", tmp_path / "out.csv", tmp_path / "plan.json"
    of_firms = {"rulebook": FIRMS, "award": "entry-and-growth"}
    shown = settle(claims, out, **of_firms).stdout
    assert "仍在统计之内 且 年营业收入 ≥ 最低营业收入" in shown.replace("\n", "")
    assert "待报告" in shown
    done = settle(claims, out, "--reports", REPORTS, "--instalments", str(plan), **of_firms)
    assert done.exit_code == 0, done.stderr
    assert "不再付 65,000.00" in done.stdout
    second = {row["number"]: row for row in json.loads(plan.read_text("utf-8")) if row["instalment"] == 2}
    states = {number: row["state"] for number, row in second.items()}
    assert (states["F-001"], states["F-003"], states["F-004"], states["F-006"]) == (
        "planned",
        "lost",
        "lost",
        "waiting",
    )
    assert (second["F-001"]["due"], second["F-001"]["amount"]) == ("2024-10-16", 25000)
    assert "F-007" not in second


def test_one_train_is_one_train_however_wide_it_is_written(tmp_path: Path) -> None:
    """What may be the same, but for case or strokes, is told and left to people."""
    header, first, *_ = (ROOT / TRAINS).read_text("utf-8").splitlines()
    names = {"A": "Y101/0504", "B": "Ｙ１０１／0504", "C": " Y101/0504 ", "D": "y101-0504"}
    claims = tmp_path / "claims.csv"
    rows = [first.replace("TJ-001", number).replace("Y101/0504", name) for number, name in names.items()]
    claims.write_text("\n".join([header, *rows]), "utf-8")
    done = settle(claims, tmp_path / "out.json")
    outcomes = {row["number"]: row["outcome"] for row in json.loads((tmp_path / "out.json").read_text("utf-8"))}
    assert outcomes == {"A": "granted", "B": "refused", "C": "refused", "D": "granted"}
    told = "claims.csv:2:1: TB047 the train number may be the same: «Y101/0504» (row 2), «Ｙ１０１／0504» (row 3), "
    assert f"{told}«y101-0504» (row 5)" in done.stderr


def test_confirmed_places_without_amounts_are_refused_for_that_alone(tmp_path: Path) -> None:
    paid = tmp_path / "paid.csv"
    paid.write_text("number,prize,place\nTJ-004,chartered train,1\n")
    done = settle(TRAINS, tmp_path / "out.csv", "--paid", str(paid))
    assert done.exit_code == 2
    assert (
        done.stderr.replace(f"{tmp_path}/", "") == "paid.csv:1:1: TB011 no column «amount»; expected it in the header\n"
    )


def test_an_award_without_a_currency_of_its_own_has_that_of_the_rulebook(tmp_path: Path) -> None:
    book = Path(shutil.copytree(ROOT / TOURISM, tmp_path / "book"))
    award = book / "special-train.yaml"
    award.write_text(award.read_text("utf-8").replace("currency: CNY\n", ""), "utf-8")
    settle(TRAINS, tmp_path / "own.csv")
    settle(TRAINS, tmp_path / "common.csv", rulebook=str(book))
    assert "奖励 10 万元" in (tmp_path / "own.csv").read_text("utf-8")
    assert (tmp_path / "common.csv").read_bytes() == (tmp_path / "own.csv").read_bytes()


def test_claims_need_not_carry_what_no_rule_reads(tmp_path: Path) -> None:
    """The register asks for a contact and for files; a table of claims without them is read without a word."""
    assert "contact" in (ROOT / TOURISM / "special-train-claim.yaml").read_text("utf-8")
    assert "contact" not in (ROOT / TRAINS).read_text("utf-8")
    assert "TB011" not in settle(TRAINS, tmp_path / "out.csv").stderr


@pytest.mark.parametrize(
    "command",
    [
        ("settle", "--on", "2023-10-16", "--out", "out.csv"),
        ("settle", "--on", "2023-10-16", "--out", "out.json"),
        ("settle", "--on", "2023-10-16", "--out", "out.parquet"),
        ("explain", "--claim", "TJ-006"),
        ("simulate", "--vary", "minimum nights=1, 2"),
    ],
    ids=["csv", "json", "parquet", "explain", "simulate"],
)
def test_nor_need_a_parquet_file(tmp_path: Path, trains: Path, command: tuple[str, ...]) -> None:
    """It is decided as the table of the same columns is, whatever reads it and whatever is written."""
    whole = parquet.read_table(trains)
    bare = tmp_path / "bare.parquet"
    parquet.write_table(
        whole.select([name for name in whole.column_names if whole[name].null_count < whole.num_rows]), bare
    )
    assert "联系人" in whole.column_names
    assert "联系人" not in parquet.read_schema(bare).names
    verb, *more = command
    done, made = [], []
    for claims in (ROOT / TRAINS, bare):
        out = tmp_path / f"{claims.suffix[1:]}-{more[-1]}"
        given = [*more[:-1], str(out)] if verb == "settle" else more
        done.append(bridgehead(verb, TOURISM, "--award", "special-train", "--claims", str(claims), *given))
        made.append(out.read_bytes() if verb == "settle" else done[-1].stdout)
    assert [each.exit_code for each in done] == [0, 0], done[1].stderr
    assert made[0] == made[1]


def test_a_condition_that_is_judged_row_by_row_is_named(tmp_path: Path) -> None:
    book = Path(shutil.copytree(ROOT / TOURISM, tmp_path / "book"))
    award = book / "special-train.yaml"
    plain = "nights >= values.minimum nights"
    award.write_text(award.read_text("utf-8").replace(plain, f"""'{plain} and upper case(stop) != "X"'"""), "utf-8")
    done = settle(TRAINS, tmp_path / "out.csv", rulebook=str(book))
    assert "获奖 6" in done.stdout
    assert done.stderr.splitlines() == [
        f"逐件判断: {award}:15:53: FE304 the function «upper case» has no columnar form"
    ]


def test_spark_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.errors", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)  # what Python calls a module that cannot be found
    done = settle(TRAINS, tmp_path / "out.csv", "--engine", "spark")
    assert done.exit_code == 2
    needed = "both the extra, as pip install 'bridgehead[spark]' adds it, and Java 17 or newer"
    assert done.stderr == f"AW062 Spark is not installed; expected for --engine spark {needed}\n"
    assert not (tmp_path / "out.csv").exists()


def test_instalments_count_from_the_day_of_the_confirmation(tmp_path: Path) -> None:
    """A later run moves none of them, and what its day has not reached is not due."""
    claims, out, plan = f"{FIRMS}/samples/made-up-firm-claims.csv", tmp_path / "out.csv", tmp_path / "plan.json"
    paid = tmp_path / "paid.csv"
    paid.write_text("number,prize,place,amount,confirmed on\nＦ-001,entry,,50000,2023-03-31\n", "utf-8")
    more = ("--paid", str(paid), "--reports", REPORTS, "--instalments", str(plan))
    done = settle(claims, out, *more, rulebook=FIRMS, award="entry-and-growth")
    parts = {(row["number"], row["instalment"]): row for row in json.loads(plan.read_text("utf-8"))}
    first, second, other = parts["F-001", 1], parts["F-001", 2], parts["F-006", 1]
    assert [(row["due"], row["state"]) for row in (first, second)] == [("2023-03-31", "due"), ("2024-03-31", "planned")]
    assert (other["due"], other["state"]) == ("2023-10-16", "due")
    assert [each["confirmed on"] for each in (first, second, other)] == ["2023-03-31", "2023-03-31", None]
    assert "7 件没有确认日，付款日从 2023-10-16 起算" in done.stderr


def test_reports_that_cannot_be_used(tmp_path: Path) -> None:
    none = settle(TRAINS, tmp_path / "out.csv", "--reports", REPORTS)
    assert (none.exit_code, "CL008" in none.stderr) == (2, True)
    twice = tmp_path / "reports.csv"
    header, first, *_ = (ROOT / REPORTS).read_text("utf-8").splitlines()
    twice.write_text("\n".join([header, first, first]), "utf-8")
    claims = f"{FIRMS}/samples/made-up-firm-claims.csv"
    done = settle(claims, tmp_path / "out.csv", "--reports", str(twice), rulebook=FIRMS, award="entry-and-growth")
    assert done.exit_code == 2
    assert "reports.csv:3:1: TB046 row 3, number «F-001»; expected each number once" in done.stderr


def test_a_row_of_confirmed_places_that_cannot_be_read_stops_the_work(tmp_path: Path) -> None:
    paid = tmp_path / "paid.csv"
    paid.write_text("number,prize,place,amount\nTJ-004,chartered train,first,100000\n")
    done = settle(TRAINS, tmp_path / "out.csv", "--paid", str(paid))
    assert done.exit_code == 2
    assert "paid.csv:2:1: TB034 row 2, place «first»; expected a whole number" in done.stderr


def test_a_heading_may_say_what_is_declared_and_what_is_verified(tmp_path: Path) -> None:
    plain = (ROOT / FIRMS / "samples/made-up-firm-claims.csv").read_text("utf-8")
    labelled = tmp_path / "labelled.csv"
    header, rest = plain.split("\n", 1)
    assert "turnover declared,turnover verified" in header
    header = header.replace("turnover declared,turnover verified", "年营业收入（申报）,Yearly turnover (verified)")
    labelled.write_text(f"{header}\n{rest}", "utf-8")
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for claims, out in zip((FIRMS + "/samples/made-up-firm-claims.csv", labelled), files, strict=True):
        done = settle(claims, out, rulebook=FIRMS, award="entry-and-growth")
        assert done.exit_code == 0, done.stderr
    assert files[0].read_bytes() == files[1].read_bytes()


def test_rejects_are_told_before_the_decisions(tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text((ROOT / TRAINS).read_text("utf-8").replace(",623,", ",many,"), "utf-8")
    done = settle(claims, tmp_path / "nowhere" / "out.csv")
    assert done.exit_code == 2
    assert "TB051" in done.stderr
    done = settle(claims, tmp_path / "out.csv", "--rejects", str(tmp_path / "unread.csv"), "--lang", "en")
    assert done.exit_code == 1
    assert done.output.index("claims that cannot be read 2 (cells 2)") < done.output.index("Special-train reward")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((f"{TOURISM[:-1]}2", "special-train", TRAINS), "did you mean «tourism-2023»?"),
        ((TOURISM, "special-trian", TRAINS), "did you mean «special-train»?"),
        ((TOURISM, "special-train", TRAINS[:-5] + ".csv"), "did you mean «made-up-special-train-claims.csv»?"),
    ],
)
def test_a_wrong_call_leaves_with_two_and_names_what_is_near(
    tmp_path: Path, arguments: tuple[str, str, str], said: str
) -> None:
    rulebook, award, claims = arguments
    done = settle(claims, tmp_path / "out.csv", rulebook=rulebook, award=award)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_each_language_is_spoken_throughout(tmp_path: Path) -> None:
    of = ("--award", "special-train", "--claims", TRAINS)
    english = {
        "settle": settle(TRAINS, tmp_path / "out.csv", "--lang", "en").stdout,
        "simulate": bridgehead("simulate", TOURISM, *of, "--vary", "minimum nights=0, 1", "--lang", "en").stdout,
        "check": bridgehead("check", TOURISM, "--lang", "en").stdout,
    }
    assert "Winners" in english["simulate"]
    assert "granted in all 450,000.00 · left 0.00" in english["settle"]
    for heading in ("名次", "获奖", "合计", "覆盖 "):
        assert [name for name, shown in english.items() if heading in shown] == [], heading


@pytest.mark.parametrize("option", ["--out", "--rejects"])
def test_what_is_read_is_never_written_over(tmp_path: Path, option: str) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_bytes((ROOT / TRAINS).read_bytes())
    other = ("--rejects", str(tmp_path / "rejects.csv")) if option == "--out" else ("--rejects", str(claims))
    done = settle(claims, claims if option == "--out" else tmp_path / "out.csv", *other)
    assert done.exit_code == 2
    assert "CL006 the decisions would replace a file that is read" in done.stderr
    assert claims.read_bytes() == (ROOT / TRAINS).read_bytes()
    inside = settle(TRAINS, ROOT / TOURISM / "out.csv")
    assert "CL006 the decisions would be written into the rulebook" in inside.stderr


def test_a_file_that_cannot_be_written_is_told_before_anything_is_decided(tmp_path: Path) -> None:
    assert "TB051 the folder" in settle(TRAINS, tmp_path / "absent" / "out.csv").stderr
    assert "did you mean «.csv»?" in settle(TRAINS, tmp_path / "out.cvs").stderr
