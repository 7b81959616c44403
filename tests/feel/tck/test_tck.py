"""The kit's cases that FEEL alone can run: all pass."""

from pathlib import Path

import pytest

from bridgehead.primitives.errors import BridgeheadError
from tests.feel.tck import kit

KIT = kit.find()
FOLDERS = sorted(KIT.glob("*/*/")) if KIT else []

pytestmark = pytest.mark.skipif(KIT is None, reason="the kit is test data that may not be passed on")


def outcome(model: kit.Model, case: kit.Case) -> bool:
    try:
        return kit.same(model.value(case.node, case.inputs), case.expected)
    except BridgeheadError:
        return False


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_the_cases_of_a_folder_pass(folder: Path) -> None:
    failed = {str(case) for model, case in kit.cases(folder) if not outcome(model, case)}
    assert failed == set()


def test_the_count_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    total = sum(1 for folder in FOLDERS for _ in kit.cases(folder))
    with capsys.disabled():
        print(f"\nTCK: {total} results need FEEL alone")
    assert total >= 1975
