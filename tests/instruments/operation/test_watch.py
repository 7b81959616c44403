"""The watch over a run, driven by made-up samples: each thing that goes wrong has its alarm, and nothing else has."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bridgehead.catalog import KINDS
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.watching.alarms import Change
from bridgehead.instruments.operation.watching.figures import Standing
from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.instruments.operation.watching.watch import Row, Watch
from bridgehead.live.made_up import MadeUp, Trouble
from bridgehead.live.motion import Eased
from bridgehead.live.twin import twin
from bridgehead.rulebook.load import load

ROOT = Path(__file__).parents[3]
NOON = 1_681_185_600.0  # 2023-04-11 04:00 UTC, which is noon there
STEP = 0.02


@pytest.fixture(scope="module")
def ramp() -> Operation:
    part = load(ROOT / "rulebooks/datong/flyover-ramp-a", KINDS).instruments["operation", "ramp-a"]
    assert isinstance(part, Operation)
    return part


def turning(ramp: Operation, *troubles: Trouble, opened: float = NOON) -> tuple[Watch, MadeUp]:
    """A run in its first possession, in which the bridge has just begun to turn."""
    watch = Watch(ramp, "first")
    made_up = MadeUp(watch.live, Eased(watch.course), troubles)
    made_up.command("start")
    watch.standing = Standing("turn", opened, NOON)
    return watch, made_up


def run(watch: Watch, made_up: MadeUp, seconds: float) -> Iterator[tuple[float, Row | None, list[Change]]]:
    for step in range(1, int(seconds / STEP) + 1):
        now = NOON + step * STEP
        frame = made_up.frame(now)
        row, changes = watch.take(frame, now) if frame is not None else (None, watch.tick(now))
        yield now, row, changes


def raised(watch: Watch, made_up: MadeUp, seconds: float) -> dict[str, tuple[str, float]]:
    """The greatest level of each alarm that was raised, and how many seconds after the beginning."""
    changes = [each for *_, some in run(watch, made_up, seconds) for each in some if each.what == "raised"]
    return {each.key: (each.level, round(each.at - NOON, 2)) for each in changes}


def test_a_turn_that_keeps_to_its_plan_raises_nothing(ramp: Operation) -> None:
    watch, made_up = turning(ramp)
    assert raised(watch, made_up, 90) == {}
    shown = watch.shown(NOON + 90)
    assert set(watch.values(NOON + 90)) >= {"angle", "imbalance", "margin", "distance to stop", "moved"}
    assert shown["interlocks"] == dict.fromkeys(watch.live.interlocks, True)


@pytest.mark.parametrize(
    ("trouble", "key", "level", "within"),
    [
        (Trouble("jack dead", 12), "alarm/pulls", "red", 1.2),
        (Trouble("slip", 12), "alarm/strands", "red", 0.3),
        (Trouble("stuck", 12), "alarm/encoder", "red", 14),
        (Trouble("frozen", 12, "tilt along"), "frozen/tilt along", "red", 11),
        (Trouble("frozen", 12, "left pull"), "frozen/left pull", "red", 6),
        (Trouble("gone", 12, "wind"), "stale/wind", "red", 3),
        (Trouble("spikes", 12, "tilt along"), "spikes/tilt along", "yellow", 20),
        (Trouble("clock jump", 12), "clock", "red", 0.1),
        (Trouble("dates swapped", 12), "dates", "red", 0.1),
        (Trouble("gust", 12), "alarm/wind", "red", 2),
        (Trouble("unbalance", 12), "alarm/gap", "red", 32),
        (Trouble("buffer", 12), "alarm/buffer", "red", 0.2),
        (Trouble("link lost", 12), "link", "red", 0.6),
    ],
    ids=lambda each: f"{each.what} {each.channel}" if isinstance(each, Trouble) else "",
)
def test_what_goes_wrong_has_its_alarm(ramp: Operation, trouble: Trouble, key: str, level: str, within: float) -> None:
    watch, made_up = turning(ramp, trouble)
    found = raised(watch, made_up, trouble.since + within + 2)
    assert found[key][0] == level
    assert trouble.since < found[key][1] <= trouble.since + within
    assert all(at > trouble.since for _, at in found.values())


def test_a_window_that_is_about_to_end_is_told_in_two_steps(ramp: Operation) -> None:
    watch, made_up = turning(ramp, opened=NOON - 300)
    assert raised(watch, made_up, 60)["alarm/window"][0] == "yellow"
    watch, made_up = turning(ramp, opened=NOON - 900)
    assert raised(watch, made_up, 60)["alarm/window"][0] == "red"


def test_what_is_stale_is_unknown_and_neither_raises_nor_clears_nor_lets_go_on(ramp: Operation) -> None:
    watch, made_up = turning(ramp, Trouble("gust", 10), Trouble("gone", 20, "wind"))
    assert set(raised(watch, made_up, 40)) == {"alarm/wind", "stale/wind"}
    assert watch.raised.levels == {"alarm/wind": "red", "stale/wind": "red"}
    assert "wind" not in watch.values(NOON + 40)
    assert watch.holds("wind", NOON + 40) is None
    assert watch.holds("gap", NOON + 40) is True


def test_an_alarm_clears_only_beyond_what_raised_it(ramp: Operation) -> None:
    watch = Watch(ramp, "first")
    told = []
    wind = watch.names.index("wind")
    for step, speed in enumerate((9.0, 9.0, 9.0, 7.5, 7.5, 7.5, 6.5, 6.5, 11.0, 11.0, 11.0, 9.0, 9.0)):
        values = np.full(len(watch.names), 1.0)
        values[wind] = speed + step * 1e-3
        for part in range(50):
            now = NOON + step + part / 50
            told += watch.take(Frame(1, 50 * step + part + 1, now, values + part * 1e-6), now)[1]
    of_wind = [(each.what, each.level, round(each.at - NOON)) for each in told if each.key == "alarm/wind"]
    assert of_wind == [("raised", "yellow", 1), ("cleared", "yellow", 6), ("raised", "red", 9)]


def test_a_spike_is_left_out_and_kept_beside_and_a_step_is_believed_by_the_third_sample(ramp: Operation) -> None:
    watch = Watch(ramp, "first")
    at, found = watch.names.index("angle"), []
    for step, angle in enumerate((6.0, 6.001, 40.0, 6.002, 6.003, 9.0, 9.001, 9.002, 9.003)):
        values = np.full(len(watch.names), np.nan)
        values[at] = angle
        row, _ = watch.take(Frame(1, step + 1, NOON + step * STEP, values), NOON + step * STEP)
        assert row is not None
        assert row.frame.values[at] == angle
        found.append(None if math.isnan(row.values[at]) else float(row.values[at]))
    assert found == [6.0, 6.001, None, 6.002, 6.003, None, None, 9.002, 9.003]


def test_a_spectrum_has_its_peak_where_a_channel_swings_and_none_until_there_is_enough_and_after_a_gap(
    ramp: Operation,
) -> None:
    watch, at = Watch(ramp, "first"), [*ramp.live.channels].index("vibration")  # type: ignore[union-attr]
    shaking = 3.0

    def spectra(n: int) -> object:
        values = np.full(len(watch.names), np.nan)
        values[at] = shaking * math.sin(2 * math.pi * 1.6 * n / 50)
        watch.take(Frame(1, n, NOON + n / 50, values), NOON + n / 50)
        return watch.shown(NOON + n / 50)["spectra"]

    told = [spectra(n) for n in range(1, 1001)]
    assert told[100] == {}
    found = told[-1]["vibration"]  # type: ignore[index]
    assert found["wide"] * len(found["values"]) == 25
    assert int(1.6 / found["wide"]) == int(np.argmax(found["values"]))
    assert max(found["values"]) == pytest.approx(shaking, rel=0.05)
    assert sum(each > 0.1 * shaking for each in found["values"]) <= 3
    assert spectra(2000) == {}, "what was before a gap is another movement"


def test_frames_keep_their_order_the_first_counts_and_a_gap_is_told(ramp: Operation) -> None:
    watch, told = Watch(ramp, "first"), []
    values = np.full(len(watch.names), 1.0)
    for step, n in enumerate((1, 2, 2, 1, 5, 6)):
        row, changes = watch.take(Frame(7, n, NOON + n * STEP, values + step * 1e-6), NOON + step * STEP)
        told.append((row is not None, [each.key for each in changes]))
    assert [each for each, _ in told] == [True, True, False, False, True, True]
    assert "lost" in told[4][1]
    assert (watch.clocks.lost, watch.clocks.late) == (2, 2)
    row, _ = watch.take(Frame(8, 1, NOON + 1, values), NOON + 1)
    assert row is not None, "a sender that was started anew counts anew"


def test_alarms_are_judged_in_their_phases(ramp: Operation) -> None:
    watch, made_up = turning(ramp, Trouble("stuck", 0))
    watch.standing = Standing("fix", NOON, NOON)
    assert "alarm/encoder" not in raised(watch, made_up, 20)


@pytest.mark.slow
def test_the_twin_stands_until_it_is_commanded_turns_by_its_plan_and_stops_when_told(ramp: Operation) -> None:
    watch = Watch(ramp, "trial")
    made_up = MadeUp(watch.live, twin(ramp, "trial", watch.course))
    assert raised(watch, made_up, 10) == {}
    assert abs(watch.values(NOON + 10)["angle"]) < 0.01
    made_up.command("start")
    watch.standing = Standing("trial", None, NOON + 10)
    told, now = [], NOON + 10
    while now < NOON + 120:
        now += STEP
        frame = made_up.frame(now)
        assert frame is not None
        told += watch.take(frame, now)[1]
    assert told == [], "its jacks are let back as it breaks away"
    assert watch.raised.levels == {}
    assert watch.values(now)["turning"] == pytest.approx(1, abs=0.1)
    assert abs(watch.values(now)["off plan"]) < 0.5
    made_up.command("stop")
    for _ in range(1500):
        now += STEP
        frame = made_up.frame(now)
        assert frame is not None
        watch.take(frame, now)
    assert abs(watch.values(now)["turning"]) < 0.02
