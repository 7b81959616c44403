"""The hand-written SQL decides as numpy does, or its time would mean nothing."""

from pathlib import Path

import pytest

from benchmarks import claims, reference
from benchmarks.by_hand import ByHand


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return claims.write(tmp_path_factory.mktemp("claims") / "claims.parquet", 60_000)


def test_eligibility_and_reasons(file: Path) -> None:
    expected = reference.reasons(reference.columns(claims.read(file)))
    found = ByHand(file).eligibility_with_reasons()
    for name in ("prize", "failed", "missing"):
        assert found[name].to_pylist() == getattr(expected, name).tolist(), name
    assert ByHand(file).eligibility()["prize"].to_pylist() == expected.prize.tolist()


def test_winners(file: Path) -> None:
    table = claims.read(file)
    expected = reference.winners(reference.columns(table), table)
    settled = ByHand(file).settlement()
    granted = {
        number: (reference.PRIZES[prize], place)
        for number, prize, place in zip(
            *(settled[name].to_pylist() for name in ("number", "prize", "place")), strict=True
        )
        if place
    }
    assert granted == expected
    assert len(granted) == 6
