"""The page on decision tables: its three forms are read and decide alike, and it has every word that they have."""

import re
import shlex
from pathlib import Path

import pytest

from bridgehead import dmn
from bridgehead.dmn.check import check
from bridgehead.dmn.plain import draft, excel_reading, yaml_reading
from bridgehead.dmn.plain.essence import essence
from tests.cli.calling import bridgehead
from tests.dmn.workbooks import save

PAGE = (Path(__file__).parents[2] / "docs/authors/decisions.md").read_text(encoding="utf-8")
YAML, XML = (re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[0] for kind in ("yaml", "xml"))
GRID = [[cell.strip() for cell in line.split("|")[2:-1]] for line in PAGE.splitlines() if re.match(r"\| \d+ \|", line)]


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Path]:
    """The three forms of the page as files."""
    paths = {form: tmp_path / f"fees.{form}" for form in ("yaml", "dmn", "xlsx")}
    paths["yaml"].write_text(YAML, "utf-8")
    paths["dmn"].write_text(XML, "utf-8")
    save(paths["xlsx"], {"Reduction": GRID})
    return paths


def test_the_three_forms_decide_alike_and_have_no_findings(written: dict[str, Path]) -> None:
    assert [(form, check(path)) for form, path in written.items()] == [(form, ()) for form in written]
    loaded = [dmn.load(path) for path in written.values()]
    for age in (3, 18, 70):
        for card in ("none", "student", "senior"):
            found = {one.decide("Reduction", {"age": age, "card": card}) for one in loaded}
            assert found == {"free" if age < 18 else "full" if card == "none" else "half"}


def test_yaml_and_xml_are_one_model(written: dict[str, Path]) -> None:
    of_yaml, of_xml = dmn.read(written["yaml"]), essence(dmn.read(written["dmn"]))
    assert of_xml.types == of_yaml.types
    assert [one for one in of_yaml.nodes if one.name not in ("Fee", "day")] == list(of_xml.nodes)


def test_the_commands_of_the_page_run(written: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(written["yaml"].parent)
    written["xlsx"].unlink()
    (block,) = re.findall(r"```\n(bridgehead .*?)```", PAGE, re.DOTALL)
    done = [bridgehead(*shlex.split(line)[1:]) for line in block.splitlines()]
    assert [(one.exit_code, one.stdout) for one in done] == [
        (0, "mistakes 0, warnings 0\n"),
        (0, "4\n"),
        (0, "fees.yaml → fees.xlsx\n"),
    ]


def test_every_word_of_the_forms_is_on_the_page() -> None:
    of_yaml = (yaml_reading.FILE, yaml_reading.TYPE, yaml_reading.INPUT, yaml_reading.DECISION)
    of_excel = (excel_reading.ABOUT, excel_reading.HEADINGS, excel_reading.ROLES, excel_reading.INPUTS)
    more = (yaml_reading.CONDITION, yaml_reading.CONCLUSION, excel_reading.TYPES, excel_reading.MODEL)
    known = {word for words in (*of_yaml, *of_excel, *more) for word in words}
    known |= {word if len(word) > 2 else word.upper() for word in draft.POLICIES}
    code = " ".join(re.findall(r"`([^`\n]+)`", PAGE)) + YAML + " ".join(cell for row in GRID for cell in row)
    assert [word for word in sorted(known) if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", code)] == []
