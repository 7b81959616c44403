"""What of sums, marks and ranks by places has no columnar form is told at its place, by `check` already."""

from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.rulebook.load import inspect
from tests.instruments.award.checks.test_award import written

REFUSED = {
    "places: {size: {by: people desc}}\nrank: ['median([size, nights])', number]\nprizes: [{rank: 1, pay: 100}]": [
        "award.yaml:8:9: FE304 the function «median» has no columnar form"
    ],
    "per: organiser\norder: [number]\nreach: sum(median([people])) > 3\nprizes: {all: {pay: 100}}": [
        "award.yaml:9:12: FE304 the function «median» has no columnar form"
    ],
    "per: organiser\norder: [number]\nprizes: {all: {pay: 'sum(people) * median([nights])'}}": [
        "award.yaml:9:21: FE304 the function «median» has no columnar form"
    ],
}


@pytest.mark.parametrize(("award", "messages"), REFUSED.items())
def test_what_has_no_columnar_form_is_refused_at_its_place(award: str, messages: list[str], tmp_path: Path) -> None:
    _, mistakes = inspect(written(tmp_path, award), KINDS)
    assert [str(mistake).replace(f"{tmp_path}/", "") for mistake in mistakes if not mistake.warning] == messages
