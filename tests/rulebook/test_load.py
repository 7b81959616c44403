"""Loading a folder: every part by its name, or every mistake."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.load import inspect, load

SOUND = Path(__file__).parent / "sound"
RULEBOOKS = sorted(path.parent for path in (Path(__file__).parents[2] / "rulebooks").glob("*/*/about.yaml"))


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.name)
def test_the_rulebooks_of_this_project_load(path: Path) -> None:
    assert load(path, KINDS).about.name == f"{path.parent.name}/{path.name}"


def test_a_rulebook_gives_its_parts() -> None:
    rulebook = load(SOUND, KINDS)
    assert str(rulebook.about.zone) == "Asia/Shanghai"
    assert rulebook.instruments["award", "group-visit"].claims == "visit-claim"
    assert rulebook.notice.numbers() == ("1", "1.1")
    assert rulebook.values["minimum people"].from_.popitem()[1] == Decimal(30)
    assert rulebook.files["register", "visit-claim"] == "register.yaml"


def test_a_register_tells_its_table() -> None:
    table = load(SOUND, KINDS).tables["visit-claim"]
    assert table.columns[2] == Column("kind", FieldType.CHOICE, choices=("school", "company"))
    assert (table.number, table.unique, table.personal) == ("number", {"number"}, {"contact"})
    assert table.column("contact").optional
    assert table.units["people"].zh == "人"


def test_a_verified_field_has_two_columns_and_the_verified_one_decides(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    register = tmp_path / "register.yaml"
    register.write_text(
        register.read_text().replace("people: {type: integer", "people: {type: integer, verified: true")
    )
    table = load(tmp_path, KINDS).tables["visit-claim"]
    assert [column.name for column in table.columns if "people" in column.name] == [
        "people declared",
        "people verified",
    ]
    assert table.column("people").name == "people verified"


def test_what_is_no_rulebook_is_told(tmp_path: Path) -> None:
    with pytest.raises(BridgeheadError) as raised:
        load(tmp_path, KINDS)
    assert str(raised.value) == (
        f"{tmp_path}: RB001 a folder without about.yaml; expected the folder of a rulebook, which has an about.yaml"
    )
    _, (mistake,) = inspect(SOUND / "about.yaml", KINDS)
    assert str(mistake).startswith(f"{SOUND}/about.yaml: RB001 a file; expected the folder of a rulebook")
    assert mistake.nearest == str(SOUND)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    (tmp_path / "values.yaml").unlink()
    (tmp_path / "values.yaml").mkdir()
    _, mistakes = inspect(tmp_path, KINDS)
    assert [str(mistake) for mistake in mistakes] == [
        f"{tmp_path}/values.yaml: RB004 the file cannot be opened: Is a directory; expected a file that can be read"
    ]


def test_a_missing_file_of_values_is_told_once_and_hides_nothing(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    (tmp_path / "values.yaml").unlink()
    award = tmp_path / "award.yaml"
    award.write_text(award.read_text("utf-8").replace("nights >= 2", "nigths >= 2"), "utf-8")
    _, (first, second) = inspect(tmp_path, KINDS)
    assert first.code == "FE101"
    assert str(second) == (
        f"{tmp_path}/values.yaml: RB005 there is no values.yaml, and a rule names «values.minimum people»; "
        "expected the values that the rules name"
    )


HIDING = {
    "register": [("award.yaml", "visit-claim", "visit-clam")],
    "tab": [("award.yaml", "  group:", "\tgroup:")],
    "wide blank": [("award.yaml", "  group:", "\u3000group:")],
    "award of an example": [("examples.yaml", "award: group-visit", "award: group-vist")],
}


@pytest.mark.parametrize("name", HIDING)
def test_a_name_or_sign_that_can_be_guessed_hides_no_other_mistake(name: str, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    others = [("award.yaml", "nights >= 2", "nigths >= 2"), ("examples.yaml", "failed: [stay]", "failed: [staay]")]
    for file, plain, wrong in [*HIDING[name], *others]:
        text = (tmp_path / file).read_text("utf-8")
        assert plain in text
        (tmp_path / file).write_text(text.replace(plain, wrong, 1), "utf-8")
    _, mistakes = inspect(tmp_path, KINDS)
    assert len(mistakes) == len(HIDING[name]) + 2
    assert {"nights", "stay"} <= {mistake.nearest for mistake in mistakes}


def test_a_missing_notice_is_told(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    (tmp_path / "notice.md").unlink()
    _, mistakes = inspect(tmp_path, KINDS)
    assert [mistake.code for mistake in mistakes] == ["RB003"]


def test_a_mistake_in_one_file_hides_none_in_another_and_makes_none(tmp_path: Path) -> None:
    """A register that cannot be read is not called unknown by the award that names it."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    (tmp_path / "register.yaml").write_text("register: visit-claim\ntitle: yes\n")
    (tmp_path / "values.yaml").write_text("minimum people: 30\n")
    _, mistakes = inspect(tmp_path, KINDS)
    assert [(Path(mistake.place.file).name, mistake.code) for mistake in mistakes if mistake.place] == [
        ("register.yaml", "RB201"),
        ("register.yaml", "RB107"),
        ("values.yaml", "RB203"),
    ]
