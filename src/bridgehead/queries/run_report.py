"""The report of a run: the plan beside what came of it, what was signed, commanded and told, and what proves it."""

from dataclasses import dataclass
from datetime import datetime
from math import degrees

import numpy as np

from bridgehead.instruments.operation.wording import PHASES
from bridgehead.primitives.words import Phrase, same
from bridgehead.queries.run import Run
from bridgehead.queries.run_drawing import Drawing, Point, Stroke, plan_view
from bridgehead.queries.run_samples import planned, samples

STEPS = 400
KINDS = {
    "begun": Phrase("开始记录", "Recording begins"),
    "entered": Phrase("进入阶段", "Phase"),
    "commanded": Phrase("口令", "Command"),
    "signed": Phrase("签字", "Signed"),
    "acknowledged": Phrase("确认报警", "Acknowledged"),
    "closed": Phrase("结束", "Closed"),
}
LEVELS = {"yellow": Phrase("黄", "yellow"), "red": Phrase("红", "red")}
UNKNOWN = same("—")


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the report. `empty` is said where it has no row."""

    title: Phrase
    headings: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    empty: Phrase = UNKNOWN


@dataclass(frozen=True, slots=True)
class Report:
    """`plan` is to scale; `curve` has the angle in deg over the minutes after the start."""

    title: Phrase
    told: tuple[Phrase, ...]
    plan: Drawing
    curve: Drawing
    tables: tuple[Table, ...]


def report(run: Run) -> Report:
    title, window = run.operation.title, run.window
    since = _time(run, run.record.submitted_at)
    told = (
        Phrase(f"运行 {run.record.number}，{since} 开始记录", f"Run {run.record.number}, recorded since {since}"),
        Phrase(f"现在：{PHASES[run.stage].zh}", f"Now: {PHASES[run.stage].en}"),
        Phrase(f"规则版本 {run.record.state['rulebook']}", f"By the rulebook {run.record.state['rulebook']}"),
        Phrase(
            "口令由人下达；本系统只提示、记录和联锁，不使任何东西动起来。",
            "People commanded; this service advised, recorded and interlocked, and moved nothing.",
        ),
    )
    found = samples(run, STEPS)
    tables = (_fact(run, found), _signed(run), _alarms(run), _log(run), _segments(run))
    called = Phrase(f"{title.zh} · {window.zh}", f"{title.en} · {window.en}")
    return Report(called, told, plan_view(run, _last(run, found)), _curve(run, found), tables)


def _angles(run: Run, found: dict[str, object]) -> tuple[np.ndarray, np.ndarray]:
    name, channels = run.live.measuring("angle"), found["channels"]
    assert isinstance(channels, dict)
    at = np.array(found["at"], float)
    return at, np.array(channels.get(name, [None] * len(at)), float)


def _last(run: Run, found: dict[str, object]) -> float | None:
    _, angle = _angles(run, found)
    known = angle[~np.isnan(angle)]
    return float(known[-1]) if len(known) else None


def _curve(run: Run, found: dict[str, object]) -> Drawing:
    """Both courses in one frame; where nothing was measured the line is broken."""
    at, angle = _angles(run, found)
    start = run.record.state.get("started")
    if start is None:
        start = float(at[0]) if len(at) else 0.0
    pieces: list[list[Point]] = [[]]
    for time, each in zip(at, angle, strict=True):
        if np.isnan(each):
            pieces.append([])
        else:
            pieces[-1].append(((float(time) - start) / 60, float(each)))
    wished = tuple((seconds / 60, each) for seconds, each in planned(run, 200))
    strokes = (Stroke("planned", wished), *(Stroke("measured", tuple(each)) for each in pieces if each))
    x, y = zip(*(point for each in strokes for point in each.points), strict=True)
    return Drawing(strokes, (min(x), min(y)), (max(max(x), min(x) + 1), max(y)))


def _fact(run: Run, found: dict[str, object]) -> Table:
    """The plan beside what was measured."""
    course, state = run.course, run.record.state
    at, angle = _angles(run, found)
    last = _last(run, found)
    reached = _reached(run, at, angle)
    figures = found["figures"] if isinstance(found["figures"], list) else []
    off = max((abs(each["off plan"]) for each in figures if "off plan" in each), default=None)
    tip = None if last is None else (last - degrees(course.ends)) * np.pi / 180 * course.plan.bridge.tip * 1000
    headings = (Phrase("项目", "Figure"), Phrase("计划", "Planned"), Phrase("实际", "Measured"))
    rows = (
        (Phrase("转角终值", "Angle at the end"), _number(degrees(course.ends), "°", 3), _number(last, "°", 3)),
        (Phrase("梁端距计划终点", "Tip beyond the planned end"), _number(0.0, "mm", 0), _number(tip, "mm", 0)),
        (
            Phrase("开转到到位", "From start to end"),
            _number(course.turn.time / 60, "min", 1),
            _number(reached, "min", 1),
        ),
        (Phrase("最大偏离计划", "Farthest off the plan"), UNKNOWN, _number(off, "°", 3)),
        (Phrase("开转", "Started"), UNKNOWN, _moment(run, state.get("started"))),
        (Phrase("天窗开始", "Window opened"), UNKNOWN, _moment(run, state.get("opened"))),
    )
    return Table(Phrase("计划与实际", "Plan and fact"), headings, rows)


def _reached(run: Run, at: np.ndarray, angle: np.ndarray) -> float | None:
    """The minutes from the start until the angle was within a hundredth of a degree of the end."""
    start, ends = run.record.state.get("started"), degrees(run.course.ends)
    near = np.flatnonzero(np.abs(angle - ends) < 0.01)
    return (float(at[near[0]]) - start) / 60 if start is not None and len(near) else None


def _signed(run: Run) -> Table:
    headings = (Phrase("阶段", "Phase"), Phrase("检查项", "Check"), Phrase("签字", "Signed by"), Phrase("时间", "At"))
    rows = []
    for name, mark in run.record.state.get("signed", {}).items():
        phase, _, check = name.partition("/")
        label = run.live.phases[phase].checks[check].label
        at = _time(run, datetime.fromisoformat(mark["at"]))
        rows.append((PHASES[phase], Phrase(label.zh, label.en), same(mark["by"]), same(at)))
    return Table(Phrase("签字", "Signatures"), headings, tuple(rows), Phrase("还没有签字。", "Nothing was signed."))


def _alarms(run: Run) -> Table:
    headings = (
        *(Phrase("编号", "Number"), Phrase("报警", "Alarm"), Phrase("级别", "Level"), Phrase("发生", "Raised")),
        *(Phrase("消除", "Cleared"), Phrase("确认", "Acknowledged by"), Phrase("当时的值", "Values then")),
    )
    rows = [
        (
            *(same(each.number), each.called, LEVELS[each.level], same(_time(run, each.raised))),
            same(_time(run, each.cleared)) if each.cleared else UNKNOWN,
            same(each.by) if each.by else UNKNOWN,
            same(", ".join(f"{name} {value:.4g}" for name, value in each.values.items())),
        )
        for each in reversed(run.alarms())
    ]
    return Table(Phrase("报警", "Alarms"), headings, tuple(rows), Phrase("没有报警。", "No alarm was raised."))


def _log(run: Run) -> Table:
    headings = (Phrase("时间", "At"), Phrase("谁", "Who"), Phrase("办理", "What was done"), Phrase("内容", "Of what"))
    rows = [(same(_time(run, each.at)), same(each.actor), KINDS[each.kind], each.of or UNKNOWN) for each in run.log()]
    return Table(Phrase("口令和办理记录", "Commands and acts"), headings, tuple(rows))


def _segments(run: Run) -> Table:
    headings = (Phrase("文件", "File"), Phrase("帧数", "Frames"), same("SHA-256"))
    rows = [
        (same(name), same(f"{each['rows']:,}"), same(each["hash"]))
        for name, each in run.record.state.get("segments", {}).items()
    ]
    return Table(
        Phrase("封存的记录", "Sealed recording"),
        headings,
        tuple(rows),
        Phrase("还没有封存。", "Nothing is sealed yet."),
    )


def _number(value: float | None, unit: str, digits: int) -> Phrase:
    return UNKNOWN if value is None else same(f"{value:.{digits}f} {unit}")


def _moment(run: Run, seconds: float | None) -> Phrase:
    return UNKNOWN if seconds is None else same(_time(run, datetime.fromtimestamp(seconds, run.rulebook.about.zone)))


def _time(run: Run, at: datetime) -> str:
    return f"{at.astimezone(run.rulebook.about.zone):%Y-%m-%d %H:%M:%S}"
