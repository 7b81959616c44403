"""The page for authors knows every key of every file, and its YAML can be read."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from bridgehead.catalog import KINDS
from bridgehead.documents.read import read_text
from bridgehead.instruments.operation.live import Live
from bridgehead.instruments.register.made_up import Sheet
from bridgehead.rulebook.calendars import Arrangement
from bridgehead.rulebook.headline import Headline
from bridgehead.rulebook.json_schema import json_schemas
from bridgehead.rulebook.known_keys import known_keys
from bridgehead.rulebook.load import FIXED, inspect
from bridgehead.rulebook.notice import parse
from bridgehead.rulebook.schema import Part
from bridgehead.rulebook.tiles import Tile
from bridgehead.rulebook.validation import validate
from tests.cli.calling import bridgehead

PAGES = ("rulebook", "registers", "operations", "indicators", "chains", "screens")
PAGE = "".join((Path(__file__).parents[2] / f"docs/authors/{page}.md").read_text(encoding="utf-8") for page in PAGES)
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
(NOTICE,) = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
PIECES = [block for block in BLOCKS if block.split(":")[0] in known_keys(KINDS["award"].schema, ())[1:]]
SOUND = Path(__file__).parents[1] / "rulebook/sound"


def keys(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(keys, schema))
    if not isinstance(schema, dict):
        return set()
    properties = schema.get("properties", {})
    return set(properties).union(*map(keys, schema.values())) if isinstance(properties, dict) else set()


@pytest.mark.parametrize("name", json_schemas(KINDS))
def test_every_key_is_explained(name: str) -> None:
    words = set(re.findall(r"`([^`\n]+)`", PAGE)) | set(
        re.findall(r"(?:^ *(?:- )?|[{,] *)([\w ]+):", "\n".join(BLOCKS), re.M)
    )
    assert keys(json_schemas(KINDS)[name]) - words == set()


def page_rulebook(folder: Path, piece: str = "") -> Path:
    """The rulebook of the page, with a piece in the place of the same keys of its award."""
    shutil.copy(SOUND / "about.yaml", folder)
    (folder / "notice.md").write_text(NOTICE, encoding="utf-8")
    named = {block.split("\n", 1)[0]: block for block in BLOCKS}
    for register in ("visit-claim", "return-report", "street-report"):
        (folder / f"{register}.yaml").write_text(named[f"register: {register}"], encoding="utf-8")
    (folder / "values.yaml").write_text(named["minimum people:"], encoding="utf-8")
    (folder / "examples.yaml").write_text(named["base claims:"], encoding="utf-8")
    (folder / "calendars").mkdir(exist_ok=True)
    (folder / "calendars/2024.yaml").write_text(named["calendar: 2024"], encoding="utf-8")
    award = {**entries(named["award: group-visit"]), **entries(piece)}
    (folder / "award.yaml").write_text("".join(award.values()), encoding="utf-8")
    return folder


def entries(text: str) -> dict[str, str]:
    """The text of each key of the first level."""
    return {entry.split(":")[0]: entry for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if entry}


@pytest.mark.parametrize("piece", ["", *PIECES], ids=lambda piece: piece.replace("\n", " ")[:60])
def test_every_piece_of_an_award_is_sound_in_the_rulebook_of_the_page(piece: str, tmp_path: Path) -> None:
    assert inspect(page_rulebook(tmp_path, piece), KINDS)[1] == ()


def test_the_rulebook_of_the_page_goes_through_check(tmp_path: Path) -> None:
    """All its registers, of which one counts in a list."""
    done = bridgehead("check", str(page_rulebook(tmp_path)))
    assert (done.exit_code, "FE1" in done.output) == (0, False), done.output


def test_the_clauses_of_the_notice_are_its_headings() -> None:
    assert [(clause.number, clause.title) for clause in parse(NOTICE).clauses[1:]] == [("1", "奖励"), ("1.1", "资金")]


CLAIM = """\
examples:
  - example: {zh: 两项都够。, en: It meets both.}
    award: group-visit
    settled on: 2024-08-01
    given: [{number: A, organiser: a, kind: school, people: 30, nights: 6, completed on: 2024-03-10,
             submitted at: 2024-03-11 08:00:00}]
    then: {A: {outcome: granted, prize: PRIZE, amount: AMOUNT}}
"""

TWO_OF_ONE = """\
base claims:
  one: {organiser: a, kind: school, completed on: 2024-03-10, submitted at: 2024-03-11 08:00:00}
examples:
  - example: {zh: 两个团队只奖励一个。, en: Of two groups one is paid.}
    award: group-visit
    settled on: 2024-08-01
    given: [{like: one, number: A, people: 30, nights: 6}, {like: one, number: B, people: 40, nights: 2}]
    then: {A: {outcome: granted, prize: long stay, amount: 6000}, B: {outcome: refused}}
"""

TWO_UNDER_A_CEILING = """\
base claims:
  one: {organiser: a, kind: school, people: 100, nights: 2, submitted at: 2024-03-31 08:00:00}
examples:
  - example: {zh: 第二个团队带有加奖。, en: The second group carries the bonus.}
    award: group-visit
    settled on: 2024-08-01
    given:
      - {like: one, number: A, completed on: 2024-03-10}
      - {like: one, number: B, completed on: 2024-03-11}
    then: {A: {outcome: granted, amount: 5000}, B: {outcome: granted, amount: AMOUNT}}
"""

COUNTED_IN_A_SUM = """\
base claims:
  one: {organiser: a, kind: school, nights: 5, submitted at: 2024-03-31 08:00:00}
examples:
  - example: {zh: 没有奖金的团队也计入累计。, en: A group that is paid nothing counts in the sum.}
    award: group-visit
    settled on: 2024-08-01
    given:
      - {like: one, number: A, people: 20, completed on: 2024-03-10}
      - {like: one, number: B, people: 180, completed on: 2024-03-11}
      - {like: one, number: C, people: 180, completed on: 2024-04-10}
      - {like: one, number: D, people: 20, completed on: 2024-04-11}
      - {like: one, number: E, people: 199, nights: 4, completed on: 2024-05-10}
      - {like: one, number: F, people: 41, completed on: 2024-05-11}
    then:
      A: {outcome: refused}
      B: {outcome: granted, amount: 4800}
      C: {outcome: granted, amount: 2800}
      D: {outcome: granted, amount: 2000}
      E: {outcome: refused, failed: [long stay]}
      F: {outcome: granted, amount: 20}
"""


def test_a_claim_that_is_paid_nothing_counts_in_a_sum_as_the_page_says(tmp_path: Path) -> None:
    """And carries the bonus alone; one that fails a condition does not count."""
    page_rulebook(tmp_path, next(each for each in PIECES if "bonuses:" in each and "max(0" in each))
    (tmp_path / "examples.yaml").write_text(COUNTED_IN_A_SUM, encoding="utf-8")
    done = bridgehead("test", str(tmp_path))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("one_of", "prize", "amount"), [(True, "long stay", 6000), (False, "group", 5000)])
def test_a_claim_that_meets_two_prizes_is_paid_as_the_page_says(
    one_of: bool, prize: str, amount: int, tmp_path: Path
) -> None:
    piece = next(each for each in PIECES if "one of:" in each)
    page_rulebook(tmp_path, piece if one_of else piece[: piece.index("one of:")])
    example = CLAIM.replace("PRIZE", prize).replace("AMOUNT", str(amount))
    (tmp_path / "examples.yaml").write_text(example, encoding="utf-8")
    done = bridgehead("test", str(tmp_path))
    assert done.exit_code == 0, done.output


def test_of_two_claims_of_an_organiser_one_is_paid_as_the_page_says(tmp_path: Path) -> None:
    piece = next(each for each in PIECES if re.search(r"one of: .*per: organiser", each))
    page_rulebook(tmp_path, piece)
    (tmp_path / "examples.yaml").write_text(TWO_OF_ONE, encoding="utf-8")
    done = bridgehead("test", str(tmp_path))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("over", "amount"), [("[group]", 5000), ("[group, busy month]", 3000), ("all", 3000)])
def test_a_bonus_lies_under_a_ceiling_as_the_page_says(over: str, amount: int, tmp_path: Path) -> None:
    piece = next(each for each in PIECES if "bonuses:" in each and "ceilings:" in each)
    page_rulebook(tmp_path, piece.replace("over: [group]", f"over: {over}"))
    (tmp_path / "examples.yaml").write_text(TWO_UNDER_A_CEILING.replace("AMOUNT", str(amount)), encoding="utf-8")
    done = bridgehead("test", str(tmp_path))
    assert done.exit_code == 0, done.output


def test_there_is_a_piece_for_each_word_that_a_table_alone_does_not_show() -> None:
    words = ("bonuses", "ceilings", "one of", "instalments", "bands", "tiers", "places", "rank", "per", "reach")
    shown = "".join(PIECES)
    assert [word for word in words if not re.search(rf"\b{word}: ", shown.replace(":\n", ": "))] == []


class RunsLive(Part):
    """The part of an operation that says how it runs."""

    live: Live


class Tiles(Part):
    """The part of `about.yaml` that arranges the board."""

    tiles: tuple[Tile, ...]


class Front(Part):
    """The part of `about.yaml` that stands on the front page."""

    headline: Headline


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block not in PIECES], ids=lambda block: block.split("\n", 1)[0]
)
def test_every_block_loads(block: str) -> None:
    document = read_text(block, "block.yaml")
    first = next(iter(document.data))
    named = {"base claims": FIXED["examples.yaml"], "calendar": Arrangement, "made up": Sheet, "tiles": Tiles}
    named |= {"live": RunsLive, "headline": Front}
    schema = KINDS[first].schema if first in KINDS else named.get(first, FIXED["values.yaml"])
    assert (*document.mistakes, *validate(schema, document)[1]) == ()


def test_the_operation_of_the_page_has_a_plan(tmp_path: Path) -> None:
    shutil.copy(SOUND / "about.yaml", tmp_path)
    (tmp_path / "notice.md").write_text(NOTICE, encoding="utf-8")
    (block,) = [block for block in BLOCKS if block.startswith("operation:")]
    (tmp_path / "small-ramp.yaml").write_text(block, encoding="utf-8")
    result = bridgehead("swing", "plan", str(tmp_path), "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "25.00°" in result.output
