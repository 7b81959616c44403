"""One broken file a mistake: each earns exactly the messages that it tells.

`broken/ROLE/NAME.yaml` takes the place of `sound/ROLE.yaml` in a rulebook that is otherwise sound (one in
`broken/calendar` that of the year 2024); its first comment lines are the messages. Where a file cannot hold a comment,
or a mistake needs more than one file, the messages stand in `NAME.txt` beside it, and a folder `NAME` is laid over the
sound rulebook.
"""

import re
import shutil
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.queries.coverage import coverage
from bridgehead.rulebook.load import inspect

HERE = Path(__file__).parent
BROKEN = HERE / "broken"

CASES = sorted(path for role in BROKEN.iterdir() for path in role.iterdir() if path.suffix != ".txt")


def messages(case: Path) -> list[str]:
    text = case.with_suffix(".txt")
    if text.exists():
        return text.read_text(encoding="utf-8").splitlines()
    lines = case.read_text(encoding="utf-8").splitlines()
    told = []
    for line in lines:
        if not line.startswith("# "):
            break
        told.append(line.removeprefix("# "))
    return told


def break_rulebook(case: Path, folder: Path) -> None:
    shutil.copytree(HERE / "sound", folder, dirs_exist_ok=True)
    if case.is_dir():
        shutil.copytree(case, folder, dirs_exist_ok=True)
    elif case.parent.name == "calendar":
        shutil.copy(case, folder / "calendars/2024.yaml")
    else:
        shutil.copy(case, folder / f"{case.parent.name}{case.suffix}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_broken_file_earns_its_message(case: Path, tmp_path: Path) -> None:
    break_rulebook(case, tmp_path)
    rulebook, mistakes = inspect(tmp_path, KINDS)
    if rulebook is not None and not mistakes:
        mistakes = coverage(rulebook).mistakes
    assert [str(mistake).replace(f"{tmp_path}/", "") for mistake in mistakes] == messages(case)


def test_the_sound_rulebook_has_no_mistake() -> None:
    rulebook, mistakes = inspect(HERE / "sound", KINDS)
    assert mistakes == ()
    assert coverage(rulebook).mistakes == ()


def test_every_code_of_rulebooks_is_earned() -> None:
    """And every other code: those of FEEL and of ground (SC2xx) are earned by tables of their own."""
    top = HERE.parents[1]
    text = "\n".join(path.read_text(encoding="utf-8") for path in (top / "src/bridgehead").rglob("*.py"))
    codes = set(re.findall(r'"((?:RB|RG|CV|AW|IN|CH|TB|CL|CA)\d{3}|SC1\d\d)"', text))
    told = [*(message for case in CASES for message in messages(case))]
    told += [test.read_text(encoding="utf-8") for test in (top / "tests").rglob("*.py")]
    assert codes - set(re.findall(r"[A-Z]{2}\d{3}", "\n".join(told))) == set()
