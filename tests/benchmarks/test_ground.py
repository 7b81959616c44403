"""Projects upon zones share what they share by hand on shapely, or the time of either would mean nothing."""

import numpy as np
import pytest

from benchmarks.measures.ground import SLIVER, by_hand, rounds
from bridgehead.instruments.screen.overlaps import overlaps


def test_each_pair_shares_the_same_ground() -> None:
    chance = np.random.default_rng(4)
    projects, zones = rounds(chance, 3_000, 20, (100, 700)), rounds(chance, 200, 100, (800, 2_400))
    project, zone, shared = by_hand(projects, zones)
    found = overlaps(projects, zones, *SLIVER)
    expected = {pair: area for *pair, area in zip(project, zone, shared, strict=True) for pair in [tuple(pair)] if area}
    ours = dict(zip(zip(found.project, found.zone, strict=True), found.ground + found.slivers, strict=True))
    assert len(ours) > 200
    assert ours == pytest.approx(expected, rel=1e-9)
    assert found.slivers.sum() < found.ground.sum() / 1_000
