"""Plans: what they promise, what they refuse, and the nearest that keeps all limits."""

from dataclasses import replace
from math import degrees, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.swing.limits import Limit, Quantity
from bridgehead.swing.plan import ImpossibleSplit, Weighed, Window, plan, split
from bridgehead.swing.weighing import Resting
from tests.swing.made_up import BRIDGE, CITIES, COURSE, HIGHWAYS, MARGIN, MINUTE, TIP, WINDOWS


def test_a_degree_a_minute_keeps_one_limit_and_breaks_the_other() -> None:
    both = plan(BRIDGE, [CITIES, replace(HIGHWAYS, in_force=False)], WINDOWS, COURSE)
    assert not both.refusals
    kept = {found.limit.name: found.kept for _, found in both.judged}
    assert kept == {"cities": True, "highways": False, "end of the window": True}
    strict = plan(BRIDGE, [CITIES, HIGHWAYS], WINDOWS, COURSE)
    assert [(each.judged.limit.name, each.what, each.nearest) for each in strict.refusals] == [
        ("highways", "speed", HIGHWAYS.bound)
    ]


def test_the_published_turns_fit_their_times() -> None:
    made = plan(BRIDGE, [CITIES, TIP, MARGIN], WINDOWS, COURSE)
    minutes = [turn.time / MINUTE for turn in made.turns]
    assert all(time <= bar for time, bar in zip(minutes, (13, 84, 66), strict=True))
    assert [round(degrees(turn.angle)) for turn in made.turns] == [6, 80, 62]


def test_the_nearest_plan_says_what_is_left_where_no_speed_fits() -> None:
    near = plan(BRIDGE, [CITIES, HIGHWAYS, MARGIN], WINDOWS, COURSE).nearest
    assert near is not None
    assert near.course.speed == HIGHWAYS.bound
    assert not near.refusals
    assert sum(turn.angle for turn in near.turns) < COURSE.whole


def test_a_weighed_bridge_is_judged_by_its_weighing() -> None:
    limit = Limit("balance", Quantity.ECCENTRICITY, 0.05)
    assert not plan(BRIDGE, [limit], WINDOWS, COURSE).refusals
    weighed = Weighed(inward=Resting(rising=2.4e6, sinking=2.0e6, lever=4.0))
    (refusal,) = plan(BRIDGE, [limit], WINDOWS, COURSE, weighed).refusals
    assert refusal.what == "moment of ballast"
    assert refusal.nearest == pytest.approx(2.2e6 * 4.0 - 0.05 * BRIDGE.weight)


@given(
    speed=st.floats(0.05, 3.0),
    bound=st.floats(0.002, 0.05),
    ramp=st.floats(0, 200),
    length=st.floats(20, 300),
    margin=st.floats(0, 30),
)
def test_a_nearest_plan_breaks_no_limit_that_a_speed_can_keep(
    speed: float, bound: float, ramp: float, length: float, margin: float
) -> None:
    limits = [
        Limit("turning", Quantity.TURNING_SPEED, bound / MINUTE),
        Limit("margin", Quantity.MARGIN, margin * MINUTE),
        TIP,
    ]
    windows = [Window("one", radians(80), length * MINUTE), Window("two", None, 90 * MINUTE)]
    course = replace(COURSE, speed=radians(speed) / MINUTE, ramp=ramp)
    made = plan(BRIDGE, limits, windows, course)
    if (
        made.refusals
        and made.nearest
        and made.nearest.course.speed >= made.slowest
        and all(turn.angle > turn.inching.angle for turn in made.nearest.turns)
    ):
        assert not made.nearest.refusals


@given(st.lists(st.one_of(st.none(), st.floats(1, 40)), min_size=1, max_size=5))
def test_windows_make_the_whole_or_are_refused(angles: list[float | None]) -> None:
    windows = [Window(str(at), angle and radians(angle), 3600.0) for at, angle in enumerate(angles)]
    own = sum(angle for angle in angles if angle)
    if None in angles and own < 148:
        turned = split(COURSE, windows)
        assert sum(turned) == pytest.approx(COURSE.whole)
        assert min(turned) > 0
    elif own != pytest.approx(148):
        with pytest.raises(ImpossibleSplit) as refused:
            split(COURSE, windows)
        assert degrees(refused.value.found) == pytest.approx(own)


def test_too_slow_a_speed_is_refused_since_the_bridge_would_stick() -> None:
    slow = replace(COURSE, speed=radians(0.1) / MINUTE)
    made = plan(BRIDGE, [CITIES], [Window("trial")], slow)
    (refusal,) = made.refusals
    assert refusal.judged.limit.name == "slowest steady turning"
    assert refusal.nearest == made.slowest
    assert made.nearest is not None
    assert made.nearest.course.speed == pytest.approx(made.slowest)


def test_a_plan_tells_how_far_it_passes_the_limit_as_the_bridge_breaks_away_and_what_would_keep_it() -> None:
    held = replace(BRIDGE, jacks=replace(BRIDGE.jacks, back=0.0))
    made = plan(held, (CITIES,), WINDOWS, COURSE)
    assert made.away.peak > made.allowed == CITIES.bound
    assert 1 < made.away.beyond < held.period
    assert made.let_back is not None
    mended = plan(replace(held, jacks=replace(held.jacks, back=made.let_back)), (CITIES,), WINDOWS, COURSE)
    assert mended.away.beyond == 0.0
    assert plan(held, (), WINDOWS, COURSE).away.beyond == 0.0, "no limit of speed is in force that it could pass"


def test_a_window_that_is_too_short_is_refused_though_no_margin_is_in_force() -> None:
    made = plan(BRIDGE, [CITIES], [Window("trial", radians(86)), Window("last", radians(62), 60 * MINUTE)], COURSE)
    (refusal,) = made.refusals
    assert (refusal.turn, refusal.what) == ("last", "angle")
    assert made.nearest is not None
    assert made.nearest.course.speed > COURSE.speed
