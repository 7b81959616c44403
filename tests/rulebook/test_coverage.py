"""Every figure of a notice is bound to a rule, and a figure that is changed is named."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any, get_args

import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import Mistake
from bridgehead.queries.coverage import coverage
from bridgehead.rulebook.coverage import Coverage
from bridgehead.rulebook.judged import State
from bridgehead.rulebook.load import load
from bridgehead.rulebook.notice import parse, whole
from bridgehead.rulebook.rule_walk import FIGURES
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Part
from tests.rulebook import mutants

ROOT = Path(__file__).parents[2] / "rulebooks"
TOURISM = ROOT / "datong" / "tourism-2023"
SOUND = Path(__file__).parent / "sound"


@pytest.fixture(scope="module")
def tourism() -> Rulebook:
    return load(TOURISM, KINDS)


def changed(rulebook: Rulebook, old: str, new: str) -> tuple[Mistake, ...]:
    assert rulebook.notice.text.count(old) == 1
    return coverage(rulebook, parse(rulebook.notice.text.replace(old, new))).mistakes


TAKINGS = "takings: {type: money, label: {zh: 收入, en: Takings}, unit: {zh: 元, en: yuan}}"


def paying(folder: Path, sentence: str, prize: str, award: str = "", field: str = "") -> Coverage:
    """The coverage of the sound rulebook (made up), where its notice and its award say something else of the pay.

    A budget stands only where the prize pays.
    """
    shutil.copytree(SOUND, folder, dirs_exist_ok=True)
    (folder / "examples.yaml").unlink()
    edit(folder / "notice.md", "前2个团队每个奖励5000元", sentence)
    edit(
        folder / "award.yaml",
        "    order: [completed on, submitted at, number]\n    first: 2\n    pay: 5000",
        f"    {prize}",
    )
    edit(folder / "award.yaml", "prizes:", f"{award or 'order: [completed on, submitted at, number]'}\nprizes:")
    edit(folder / "register.yaml", "  completed on:", f"{field and f'  {field}'}\n  completed on:")
    if "pay:" not in prize:
        edit(folder / "award.yaml", "budget: 10000\n", "")
        edit(folder / "notice.md", "资金共1万元。", "不设资金。")
    return coverage(load(folder, KINDS))


INTAKE = """\
register: report
title: {zh: 反映（虚构）, en: Reports (made up)}
cites: notice.md#2
channels:
  telephone: {label: {zh: 电话, en: Telephone}, hours: "8:00-12:00, 14:30-18:00", days: working days}
  counter: {label: {zh: 窗口, en: Counter}, hours: "8:00-12:00, 14:30-18:00", days: working days}
fields:
  number: {type: text, unique: true, label: {zh: 编号, en: Number}}
  files: {type: files, at most: 7, optional: true, label: {zh: 材料, en: Files}}
stages:
  received:
    label: {zh: 已收到, en: Received}
    who: {role: clerk}
    due: {within: 15 working days, warn at: 0.8, extend: {times: 2, by: 10 working days}}
    next: {close: closed, return: received}
    returns: {at most: 3, then: designate}
  closed: {label: {zh: 已办结, en: Closed}, final: true}
starts: received
"""
OF_INTAKE = (
    "每天8:00至12:00、14:30至18:00受理，15个工作日内答复，用到80%时提醒，"
    "可以延长2次，每次10个工作日，退回3次的指定承办。"
)


def taking_in(folder: Path, text: str) -> Coverage:
    """The coverage of the sound rulebook (made up) with a register, where its notice says this of the intake."""
    shutil.copytree(SOUND, folder, dirs_exist_ok=True)
    (folder / "report.yaml").write_text(INTAKE, encoding="utf-8")
    notice = folder / "notice.md"
    notice.write_text(f"{notice.read_text(encoding='utf-8')}\n## 2 受理\n\n{text}\n", encoding="utf-8")
    return coverage(load(folder, KINDS))


def test_hours_and_deadlines_of_a_register_are_figures_of_the_notice(tmp_path: Path) -> None:
    """Office hours that hold for two ways in are said once; how many files a form takes is no figure."""
    assert taking_in(tmp_path, OF_INTAKE).mistakes == ()


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        ("8:00至12:00", "9:00至12:00", "9:00"),
        ("至18:00", "至17:00", "17:00"),
        ("15个工作日内", "16个工作日内", "16个工作日内"),
        ("15个工作日内", "15天内", "15天内"),
        ("80%", "90%", "90%"),
        ("2次", "4次", "4次"),
        ("每次10个工作日", "每次5个工作日", "5个工作日"),
        ("退回3次", "退回5次", "5次"),
    ],
)
def test_a_changed_hour_or_deadline_is_named(old: str, new: str, figure: str, tmp_path: Path) -> None:
    assert OF_INTAKE.count(old) == 1
    told = [mistake.message for mistake in taking_in(tmp_path, OF_INTAKE.replace(old, new)).mistakes]
    assert [message for message in told if f"«{figure}»" in message], told


def uncovered_in(found: Coverage) -> list[str]:
    return [each.figure.text for each in found.figures if each.state is State.UNCOVERED]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*/notice.md")), ids=lambda path: path.parent.name)
def test_every_figure_of_every_notice_is_covered(path: Path) -> None:
    found = coverage(load(path.parent, KINDS))
    assert found.mistakes == ()
    assert found.percent == 100
    assert all(judged.state is not State.UNCOVERED for judged in found.figures)


CHANGES = [
    ("每趟奖励5万元", "每趟奖励10万元", "CV101", "«10万元»"),
    ("400人以上", "超过400人", "CV102", "«超过400人»"),
    ("9月30日", "9月29日", "CV101", "«9月29日»"),
    ("第2至5名", "第2至6名", "CV101", "«6名»"),
    ("资金共45万元", "资金共54万元", "CV101", "«54万元»"),
    ("50%以上", "60%以上", "CV101", "60%以上"),
    ("4A级", "5A级", "CV104", "«4A级及以上»"),
]


@pytest.mark.parametrize(("old", "new", "code", "named"), CHANGES)
def test_a_changed_figure_is_named(tourism: Rulebook, old: str, new: str, code: str, named: str) -> None:
    mistakes = changed(tourism, old, new)
    assert any(mistake.code == code and named in mistake.message for mistake in mistakes), mistakes


def test_a_figure_of_the_rulebook_that_its_clause_does_not_have_is_named(tourism: Rulebook) -> None:
    assert {mistake.code for mistake in changed(tourism, "，资金共45万元", "")} == {"CV105"}


def test_figures_of_two_prizes_that_are_exchanged_stand_crosswise(tourism: Rulebook) -> None:
    swapped = tourism.notice.text.replace("各奖励10万元", "各奖励X").replace("各奖励2万元", "各奖励10万元")
    mistakes = coverage(tourism, parse(swapped.replace("各奖励X", "各奖励2万元"))).mistakes
    assert "CV107" in {mistake.code for mistake in mistakes}


@pytest.mark.parametrize(
    ("sentence", "uncovered"),
    [
        ("按2%，30万元以上的部分按5%，100万元以上的部分按8%", []),
        ("按2%，超过30万元的部分按5%，超过100万元的部分按8%", []),
        ("按2%，30万元以上的部分按5%，110万元以上的部分按8%", ["110万元以上"]),
        ("按2%，30万元以上的部分按5%，100万元以下的部分按8%", ["100万元以下"]),
    ],
)
def test_a_band_begins_above_its_mark_or_at_it(tmp_path: Path, sentence: str, uncovered: list[str]) -> None:
    bands = [(0, "0.02"), (300_000, "0.05"), (1_000_000, "0.08")]
    listed = ", ".join(f"{{above: {above}, rate: {rate}}}" for above, rate in bands)
    found = paying(tmp_path, sentence, f"pay: {{of: takings, bands: [{listed}]}}", field=TAKINGS)
    assert uncovered_in(found) == uncovered


BEYOND = [
    "pay: 200 * max(0, people - 40)",
    "pay: 200 * (people - 40)",
    "pay: {of: people, bands: [{above: 40, rate: 200}]}",
]


@pytest.mark.parametrize("prize", BEYOND)
@pytest.mark.parametrize(
    ("sentence", "uncovered"),
    [
        ("超过40人的部分，每人200元", []),
        ("40人以上的部分，每人200元", []),
        ("超过40晚的部分，每人200元", ["超过40晚"]),
        ("40人以下的部分，每人200元", ["40人以下"]),
        ("超过40人的部分，每人200份", ["200份"]),
        ("超过40人的部分，按200%", ["200%"]),
    ],
)
def test_what_is_paid_for_each_beyond_a_mark_is_said_with_the_mark(
    tmp_path: Path, prize: str, sentence: str, uncovered: list[str]
) -> None:
    assert uncovered_in(paying(tmp_path, sentence, prize)) == uncovered


PAID_FOR_EACH = "pay: 50 * people * nights"
PAID_AS_THEY_ARE_MANY = "pay: nights * (if people > 80 then 50 else 60)"
COUNTED = [
    (PAID_FOR_EACH, "每人每晚奖励50元", []),
    (PAID_FOR_EACH, "每人每晚奖励50", []),
    (PAID_FOR_EACH, "每团50人", ["50人"]),
    (PAID_FOR_EACH, "每团50晚", ["50晚"]),
    (PAID_AS_THEY_ARE_MANY, "超过80人的每晚50元，其余60元", []),
    (PAID_AS_THEY_ARE_MANY, "超过80人的住50晚，其余60元", ["50晚"]),
    ("pay: people / 50 * 60", "每50人60元", []),
    ("pay: people / 50 * 60", "每50晚60元", ["50晚"]),
    ("pay: 60 * floor(people / 50)", "每满50人奖励60元", []),
    ("pay: 60 * floor(people / 50)", "每满50人奖励60份", ["60份"]),
    ("pay: 50 * min(people, 80)", "每人50元，最多80人", []),
    ("pay: 50 * min(people, 80)", "每人50元，最多80晚", ["最多80晚"]),
    ("pay: 50 * people", "每人50分", ["50分"]),
    ("first: 3", "3家各得纪念品", []),
    ("first: 3", "不超过3人，各得纪念品", []),
    ("first: 3", "住3晚以下，各得纪念品", ["3晚以下"]),
]


@pytest.mark.parametrize(("prize", "sentence", "uncovered"), COUNTED)
def test_a_figure_that_counts_something_else_is_not_bound(
    tmp_path: Path, prize: str, sentence: str, uncovered: list[str]
) -> None:
    gives = "" if "pay" in prize else "\n    gives: {zh: 纪念品, en: A keepsake}"
    assert uncovered_in(paying(tmp_path, sentence, prize + gives)) == uncovered


@pytest.mark.parametrize("link", [" + people - people", " * people / people"])
def test_a_figure_in_a_long_chain_is_seen(tmp_path: Path, link: str) -> None:
    found = paying(tmp_path, "前2个团队每个奖励5000元", f"first: 2\n    pay: 5000{link * 150}")
    assert uncovered_in(found) == []
    assert uncovered_in(paying(tmp_path / "other", "前2个团队每个奖励6000元", f"first: 2\n    pay: 5000{link * 150}"))


HALVES = [
    ("2024年3月1日至6月30日", "2024年上半年另行公布", []),
    ("2024年3月1日至6月30日", "2024年下半年另行公布", ["2024年下半年"]),
    ("2024年3月1日至5月31日", "2024年第三季度另行公布", ["2024年第三季度"]),
]


@pytest.mark.parametrize(("window", "sentence", "uncovered"), HALVES)
def test_a_half_or_a_quarter_is_no_day_that_lies_within_it(
    tmp_path: Path, window: str, sentence: str, uncovered: list[str]
) -> None:
    """The last day for claims, 15 July, lies within the quarter and neither begins nor ends it."""
    paying(tmp_path, f"前2个团队每个奖励5000元，{sentence}", "first: 2\n    pay: 5000")
    edit(tmp_path / "notice.md", "2024年3月1日至6月30日", window)
    edit(
        tmp_path / "award.yaml", 'date("2024-06-30")', 'date("2024-05-31")' if "5月" in window else 'date("2024-06-30")'
    )
    assert uncovered_in(coverage(load(tmp_path, KINDS))) == uncovered


MONEY_SAID = [
    ("CNY", "每个奖励5000元", []),
    ("CNY", "每个奖励人民币5000元", []),
    ("CNY", "每个奖励¥5000", []),
    ("CNY", "每个奖励5千美元", ["5千美元"]),
    ("CNY", "每个奖励港币5000元", ["港币5000元"]),
    ("CNY", "每个奖励$5000", ["$5000"]),
    ("CNY", "每个奖励5000角", ["5000角"]),
    ("HKD", "每个奖励5000港元", []),
    ("HKD", "每个奖励$5000", []),
    ("HKD", "每个奖励5000元", ["5000元"]),
    ("CNY", "每个奖励约5000元", ["约5000元"]),
    ("CNY", "每个奖励5000元左右", ["5000元左右"]),
]


@pytest.mark.parametrize(("currency", "sentence", "uncovered"), MONEY_SAID)
def test_money_is_bound_in_its_currency_and_where_it_is_exact(
    tmp_path: Path, currency: str, sentence: str, uncovered: list[str]
) -> None:
    """元 is said of the rulebook's own currency."""
    paying(tmp_path, f"前2个团队{sentence}", "first: 2\n    pay: 5000")
    edit(tmp_path / "award.yaml", "currency: CNY", f"currency: {currency}")
    edit(tmp_path / "notice.md", "资金共1万元", "资金共1万港元" if currency == "HKD" else "资金共1万元")
    assert uncovered_in(coverage(load(tmp_path, KINDS))) == uncovered


def test_an_approximate_figure_is_exact_by_an_assumption(tmp_path: Path) -> None:
    paying(tmp_path, "前2个团队每个奖励约5000元", "first: 2\n    pay: 5000")
    assumes = "assumes:\n  - {zh: 按5000元执行。, en: 5000 yuan is paid.}\nclaims:"
    edit(tmp_path / "award.yaml", "claims:", assumes)
    assert uncovered_in(coverage(load(tmp_path, KINDS))) == []


@pytest.mark.parametrize(
    ("unit", "number", "codes"),
    [
        ("万人", "30", {"CV101", "CV105", "CV108"}),
        ("万人", "0.003", {"CV108"}),
        ("晚", "30", {"CV101", "CV105", "CV108"}),
    ],
)
def test_the_unit_of_a_value_is_part_of_its_figure(tmp_path: Path, unit: str, number: str, codes: set[str]) -> None:
    """The notice asks for 30人, and the claims count in 人."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    edit(tmp_path / "values.yaml", "{zh: 人, en: people}", f"{{zh: {unit}, en: unit}}")
    edit(tmp_path / "values.yaml", "2024-03-01: 30", f"2024-03-01: {number}")
    (tmp_path / "examples.yaml").unlink()
    assert {each.code for each in coverage(load(tmp_path, KINDS)).mistakes} == codes


def test_figures_are_compared_in_the_unit_of_their_field(tmp_path: Path) -> None:
    field = "turnover: {type: decimal, label: {zh: 产值, en: Turnover}, unit: {zh: 万元, en: 10 000 yuan}}"
    prize = "first: 2\n    pay: if turnover >= 300 then 5000 else 0"
    for sentence, uncovered in (("产值300万元以上", []), ("产值300元以上", ["300元以上"])):
        folder = tmp_path / sentence
        folder.mkdir()
        assert uncovered_in(paying(folder, f"{sentence}，前2个每个奖励5000元", prize, field=field)) == uncovered


ONE_SUM_TWICE = ["按消费的10%奖励，最高3万元", "奖励资金共30000元", "住宿2人以上另奖30000"]
ADDED = "min(takings * 0.1, 30000) + (if people >= 2 then 30000 else 0)"


@pytest.mark.parametrize("said", [*permutations(ONE_SUM_TWICE)], ids=lambda said: "-".join(each[0] for each in said))
def test_one_sum_in_several_sentences_is_bound_in_any_order(said: tuple[str, ...], tmp_path: Path) -> None:
    """What may be bound to one rule alone is left to it, whichever stands first; without clauses too."""
    paying(tmp_path, "，".join(said), f"pay: {ADDED}", field=TAKINGS)
    edit(tmp_path / "award.yaml", "budget: 10000", "budget: 30000")
    edit(tmp_path / "notice.md", "资金共1万元。", "资金另行公布。")
    rulebook = load(tmp_path, KINDS)
    assert coverage(rulebook).mistakes == ()
    assert coverage(rulebook, whole(rulebook.notice.text.replace("#", ""), "page.txt")).missing == ()
    once = rulebook.notice.text.replace("奖励资金共30000元", "奖励资金不限")
    assert {each.code for each in coverage(rulebook, parse(once)).mistakes} == {"CV106"}


PLACES_OF_A_RANK = [
    ("1..4", "前4名5000元", []),
    ("1..4", "取4名，各5000元", []),
    ("1..4", "增加4倍，5000元", ["4倍"]),
    ("1..4", "每团4人，5000元", ["4人"]),
    ("1", "首名5000元", []),
    ("1", "每家限1次，首名5000元", []),
    ("1", "住宿1晚，首名5000元", ["1晚"]),
]
WEIGHED = [("六四加权，首名5000元", []), ("四六加权，首名5000元", []), ("七四加权，首名5000元", ["七", "四"])]


@pytest.mark.parametrize(("place", "sentence", "uncovered"), PLACES_OF_A_RANK)
def test_a_place_is_said_as_one_of_a_ranking(tmp_path: Path, place: str, sentence: str, uncovered: list[str]) -> None:
    award = "rank: [people desc, number]\nonce per: organiser"
    assert uncovered_in(paying(tmp_path, sentence, f"rank: {place}\n    pay: 5000", award)) == uncovered


@pytest.mark.parametrize(("sentence", "uncovered"), WEIGHED)
def test_the_weights_of_a_ranking_may_stand_side_by_side(tmp_path: Path, sentence: str, uncovered: list[str]) -> None:
    award = "rank: [0.6 * people + 0.4 * nights desc, number]"
    assert uncovered_in(paying(tmp_path, sentence, "rank: 1\n    pay: 5000", award)) == uncovered


NEAREST = [
    ("前2家各60元，超过100人的各90元", "60元", "50, as group-visit › prizes › group › pay"),
    ("前2家各60元，100人以上的各90元", "100人以上", "> 100, as group-visit › prizes › group › pay"),
    ("前2家各60元，超过110人的各90元", "超过110人", "> 100, as group-visit › prizes › group › pay"),
    ("前3家各50元，超过100人的各90元", "前3家", "<= 2, as group-visit › prizes › group › first"),
    ("前3家各50元，超过100人的各90元，查四项", "四项", "a rule that cites notice.md#1"),
    ("前3家各50元，超过100人的各90元，住2晚", "2晚", "a rule that cites notice.md#1"),
    ("前2家各50元，超过100人的各80元，4倍", "4倍", "a rule that cites notice.md#1"),
    ("前2家各50元，超过0.01万人的各90元，5", "5", "a rule that cites notice.md#1"),
]


@pytest.mark.parametrize(("sentence", "figure", "expected"), NEAREST)
def test_the_nearest_figure_of_a_rule_is_told_where_it_may_be_meant(
    tmp_path: Path, sentence: str, figure: str, expected: str
) -> None:
    found = paying(tmp_path, sentence, "first: 2\n    pay: if people > 100 then 90 else 50")
    (mistake,) = (each for each in found.mistakes if f"«{figure}»" in each.message)
    assert mistake.code in ("CV101", "CV102")
    assert mistake.expected.startswith(expected)


def test_money_may_not_be_listed_as_not_covered(tourism: Rulebook) -> None:
    passage = tourism.about.not_covered[0].model_copy(update={"figure": "45万元", "cites": "notice.md#2"})
    about = tourism.about.model_copy(update={"not_covered": (*tourism.about.not_covered, passage)})
    mistakes = coverage(replace(tourism, about=about)).mistakes
    assert [(mistake.code, mistake.warning) for mistake in mistakes] == [("CV103", False)]


def test_an_approximate_amount_may_be_listed_and_pays_nothing(tourism: Rulebook) -> None:
    text = tourism.notice.text.replace("资金共45万元", "资金共45万元，往年40余万元")
    about = "资金共45万元", "资金共45余万元"
    assert any("«40余万元»" in mistake.message for mistake in coverage(tourism, parse(text)).mistakes)
    passage = tourism.about.not_covered[0].model_copy(update={"figure": "40余万元", "cites": "notice.md#2"})
    listed = tourism.about.model_copy(update={"not_covered": (*tourism.about.not_covered, passage)})
    assert coverage(replace(tourism, about=listed), parse(text)).mistakes == ()
    assert any("45余万元" in mistake.message for mistake in changed(tourism, *about))


@pytest.mark.parametrize(("figure", "codes"), [("5个", ["CV103"]), ("6所", []), ("30", ["CV103"])])
def test_a_quota_may_not_be_listed_and_a_mere_count_may(tourism: Rulebook, figure: str, codes: list[str]) -> None:
    text = tourism.notice.text.replace("免云冈石窟", "评选5个班级、走访6所学校，每人30，免云冈石窟")
    passage = tourism.about.not_covered[0].model_copy(update={"figure": figure, "cites": "notice.md#1"})
    about = tourism.about.model_copy(update={"not_covered": (*tourism.about.not_covered, passage)})
    found = coverage(replace(tourism, about=about), parse(text)).mistakes
    assert [mistake.code for mistake in found if not mistake.warning] == codes


def test_another_text_is_matched_without_clauses(tourism: Rulebook) -> None:
    page = re.sub(r"^#+ [\d.]* ?", "", tourism.notice.text, flags=re.MULTILINE)
    scrambled = (
        "第3版\n" + page.replace("150万元", "15\n0万元").replace("10万元", "10\n万元") + "\n— 12 —\n责任编辑 王某\n"
    )
    found = coverage(tourism, whole(scrambled, "page.txt"))
    assert [judged.figure.text for judged in found.figures if judged.state is State.UNCOVERED] == ["2.1"]
    assert found.missing == ()
    missing = coverage(tourism, whole(scrambled.replace("50%", "若干"), "page.txt")).missing
    assert [rule.name for rule in missing] == ["special-train › conditions › tickets › test"]


@pytest.mark.slow
def test_the_drill_catches_mutants_of_the_tourism_notice(tourism: Rulebook) -> None:
    """Some of them; `make mutants` tries all."""
    tried = list(mutants.mutants(tourism.notice, tourism))[::21]
    assert len(tried) > 6
    assert [mutant.change for mutant in tried if not mutants.is_caught(mutant, tourism)] == []


NO_FIGURE_OF_A_NOTICE = {"digits", "scale", "minimum", "maximum", "place", "percentiles", "area", "width"}
"""How a column holds a number, which there can be, how an amount is rounded, what an example expects, which times are
told, and how small a piece of ground is a sliver.
"""
FROM_DRAWINGS = {"carry", "control damping", "count", "damping", "friction", "moving", "static", "steps", "at least"}
FROM_DRAWINGS |= {"range", "spike", "dip", "waves", "cells", "coupling", "drop outs", "gusts", "spikes"}
"""Of a bridge and its sensors: a figure that its notice tells is a quantity, with its unit."""
READ_APART = {("Places", "first"), ("Places", "last"), ("Change", "amount"), ("Series", "amount"), ("Target", "amount")}
"""The places of a rank, which the walk reads together, and amounts, which it reads in the unit of their series."""


def numeric_keys(annotation: Any, owner: str = "", key: str = "") -> Iterator[tuple[str, str]]:
    """The part and the key of every number and date under an annotation."""
    if annotation in (int, Decimal, date):
        yield owner, key
    elif isinstance(annotation, type) and issubclass(annotation, Part):
        for field in annotation.model_fields.values():
            yield from numeric_keys(field.annotation, annotation.__name__, str(field.alias))
    for inner in get_args(annotation):
        yield from numeric_keys(inner, owner, key)


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_and_date_of_a_schema_is_a_figure(kind: str) -> None:
    found = set(numeric_keys(KINDS[kind].schema)) - READ_APART
    drawn = FROM_DRAWINGS if kind == "operation" else set()
    assert {key for _, key in found} - set(FIGURES) - NO_FIGURE_OF_A_NOTICE == drawn


def test_every_figure_is_a_key_of_some_schema() -> None:
    """A key that was renamed would be read no longer."""
    known = {key for kind in KINDS.values() for _, key in numeric_keys(kind.schema)}
    assert set(FIGURES) - known == {"after"}  # a duration
