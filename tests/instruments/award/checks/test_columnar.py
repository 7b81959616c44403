"""What of order, rank, sums and pay has no columnar form is told at its place, before anything is settled."""

from datetime import date
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.rulebook.load import load
from tests.instruments.award.checks.test_award import CLAIM, written

REFUSED = {
    "order: ['median([people])', number]\nprizes: {all: {first: 1, pay: 100}}": [
        "award.yaml:7:10: FE304 the function «median» has no columnar form"
    ],
    "rank: [number, date(submitted at) - completed on]\nprizes: [{rank: 1, pay: 100}]": [
        "award.yaml:7:16: FE306 a days and time duration has no type that both engines can give back"
    ],
    "prizes: {all: {pay: 'median([people]) * 100'}, b: {pay: 'median([nights])'}}": [
        "award.yaml:7:21: FE304 the function «median» has no columnar form",
        "award.yaml:7:57: FE304 the function «median» has no columnar form",
    ],
}


@pytest.mark.parametrize(("award", "messages"), REFUSED.items())
def test_what_has_no_columnar_form_is_refused_at_its_place(award: str, messages: list[str], tmp_path: Path) -> None:
    rulebook = load(written(tmp_path, award), KINDS)
    run = KINDS["award"].run_examples
    assert run is not None
    with pytest.raises(BridgeheadError) as refused:
        run(rulebook.instruments["award", "group-visit"], rulebook, [[{**CLAIM, "number": "A"}]], date(2024, 8, 1))
    assert [str(mistake).replace(f"{tmp_path}/", "") for mistake in refused.value.mistakes] == messages
