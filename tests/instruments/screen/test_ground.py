"""Files of projects and zones: what is wrong with one is told with its feature, and the others are judged.

`broken/NAME.geojson` earns the messages of `NAME.txt` beside the made-up zones of the city; one called `zone-...` is a
file of zones.
"""

import json
from pathlib import Path

import pytest

from bridgehead.documents import geojson
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.gcj02 import shifted
from bridgehead.instruments.screen.ground import Ground, projects, zones
from bridgehead.primitives.errors import BridgeheadError
from tests.instruments.screen.grounds import SAMPLES, central_money, kept

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(BROKEN.glob("*.geojson"))


def told(case: Path, screen: Screen) -> list[str]:
    try:
        if case.stem.startswith("zone-"):
            zones(geojson.read(case), screen)
        found = projects(geojson.read(case), screen, kept())
    except BridgeheadError as error:
        return [str(each) for each in error.mistakes]
    return [str(each) for each in found.mistakes]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_file_earns_its_message(case: Path) -> None:
    messages = [each.replace(f"{BROKEN}/", "").replace(f"{SAMPLES}/", "") for each in told(case, central_money())]
    assert messages == case.with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def test_every_code_is_earned() -> None:
    earned = "".join(case.with_suffix(".txt").read_text(encoding="utf-8") for case in CASES)
    assert all(f"SC20{digit} " in earned for digit in range(1, 9))


def test_a_broken_feature_leaves_the_others_to_be_judged(tmp_path: Path) -> None:
    text = (SAMPLES / "made-up-projects.geojson").read_text(encoding="utf-8")
    (tmp_path / "projects.geojson").write_text(text.replace("[113.08, 40.06]", "[112.9, 40.05]", 1), encoding="utf-8")
    found: Ground = projects(geojson.read(tmp_path / "projects.geojson"), central_money(), kept())
    assert "feature 1 «虚构一号：西山采石场复绿»: it crosses itself at" in str(found.mistakes[0])
    assert len(found.plots) == 11


def test_the_whole_file_on_a_web_map_is_refused(tmp_path: Path) -> None:
    """As somebody sends it who drew the projects on such a map, the control points as well."""
    data = json.loads((SAMPLES / "made-up-projects.geojson").read_bytes())

    def moved(points: list) -> list:  # type: ignore[type-arg]
        return [*shifted(*points)] if isinstance(points[0], float) else [*map(moved, points)]

    for each in data["features"]:
        each["geometry"]["coordinates"] = moved(each["geometry"]["coordinates"])
    (tmp_path / "projects.geojson").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BridgeheadError) as caught:
        projects(geojson.read(tmp_path / "projects.geojson"), central_money(), kept())
    assert {each.code for each in caught.value.mistakes} == {"SC204"}
    assert "just as GCJ-02 shifts it" in str(caught.value)
