"""Commands are called from the top folder, as the documentation shows them."""

import pytest

from tests.cli.calling import ROOT


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
