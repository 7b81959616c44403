"""`bridgehead swing`: plan a bridge rotation, and what else is done to one."""

from collections.abc import Iterator, Mapping
from math import degrees
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli import swing_identify, swing_simulate
from bridgehead.cli.operation import FILE, read
from bridgehead.cli.output import Lang, Language, console, print_table

if TYPE_CHECKING:
    from bridgehead.instruments.operation import Operation
    from bridgehead.swing.limits import Judged, Limit
    from bridgehead.swing.plan import Plan, Refusal, Turn

app = typer.Typer(
    name="swing", help="Plan and try the rotation of a bridge. 计划和试算桥梁转体。", no_args_is_help=True
)
app.command("simulate")(swing_simulate.command)
app.command("identify")(swing_identify.command)

MARKS = {True: "ok", False: "no"}

WRITTEN: Mapping[str, tuple[float, str, str]] = {
    "turning speed": (60, "rad/min", ".4f"),
    "tip speed": (60, "m/min", ".3f"),
    "tip acceleration": (1000, "mm/s²", ".3f"),
    "eccentricity": (1000, "mm", ".0f"),
    "reserve of traction": (1, "", ".2f"),
    "margin to the end of the window": (1 / 60, "min", ".1f"),
}
"""How a quantity is shown: what it is multiplied by from SI, its unit, its digits."""

QUANTITIES: Mapping[str, str] = {
    "turning speed": "转速",
    "tip speed": "梁端速度",
    "tip acceleration": "梁端加速度",
    "eccentricity": "偏心",
    "reserve of traction": "牵引储备",
    "margin to the end of the window": "距窗口结束",
}
OWN: Mapping[str, tuple[str, str]] = {
    "slowest steady turning": ("由摩擦与钢绞线推算", "derived of friction and strands"),
    "end of the window": ("窗口本身", "the window itself"),
}
"""The sources of the limits that no file lists."""
CHANGED: Mapping[str, tuple[str, str]] = {
    "speed": ("速度", "speed"),
    "ramp": ("加速时间", "ramp"),
    "angle": ("转角", "angle"),
    "capacity of a jack": ("单台千斤顶能力", "capacity of a jack"),
    "moment of ballast": ("配重力矩", "moment of ballast"),
}


@app.command()
def plan(
    file: Annotated[Path, FILE],
    samples: Annotated[
        Path | None, typer.Option(help="Samples of a trial, whose friction and stiffness count.")
    ] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Plan every window's turn, and judge it by the limits in force. 计划各窗口的转动，并按有效限值检查。"""
    from bridgehead.instruments.operation import planned

    operation = read(file)
    made = planned(operation, swing_identify.identified(operation, samples) if samples else None)
    console().print(f"{lang.of(operation.title)} · {operation.whole.angle.written} · {_turning(made.course.speed)}")
    _bridge(made, operation, lang)
    _turns(made.turns, operation, lang)
    _limits(made, operation, lang)
    if made.away.beyond:
        console().print(_hurled(made, lang))
    for refusal in made.refusals:
        console().print(_refused(refusal, operation, lang))
    if made.nearest is not None:
        _nearest(made.nearest, operation, lang)
    raise typer.Exit(1 if made.refusals else 0)


def _bridge(made: "Plan", operation: "Operation", lang: Lang) -> None:
    from bridgehead.swing import slowness
    from bridgehead.swing.ranges import worst_to_turn
    from bridgehead.swing.stopping import promised

    bridge, pull = made.bridge, made.traction
    worst = slowness.floor(worst_to_turn(bridge), made.course.damping)
    arc = bridge.beam.centroid
    rows: list[tuple[str, str]] = [
        (lang.say("弧线形心偏移", "Centroid of the arc"), f"{arc.inward:.3f} m"),
        (lang.say("球铰偏设后的偏心", "Left after hinge and ballast"), _mm(made.off.distance)),
        *_weighings(made, operation, lang),
        (lang.say("转动惯量", "Inertia about the hinge"), f"{bridge.inertia:.4g} kg m²"),
        (lang.say("梁端到球铰", "Tip from the hinge"), f"{bridge.tip:.2f} m"),
        (lang.say("自振周期（钢绞线）", "Own period in the strands"), f"{bridge.period:.1f} s"),
        (lang.say("启动牵引力（每台）", "Pull to start, each jack"), f"{pull.to_start / 1000:.0f} kN"),
        (lang.say("转动牵引力（每台）", "Pull to move, each jack"), f"{pull.to_move / 1000:.0f} kN"),
        (lang.say("牵引储备", "Reserve"), f"{pull.reserve:.2f}"),
        (lang.say("启动前卷绕（转盘）", "Wind-up before it starts, at the rim"), _mm(pull.wind_up)),
        (lang.say("最小点动步（钢绞线，梁端）", "Least inching step of strands, at the tip"), _mm(pull.least_step)),
    ]
    if pull.least_step_of_final_drive is not None:
        words = lang.say("最小点动步（终段顶推，梁端）", "Least inching step of the final drive, at the tip")
        rows.append((words, _mm(pull.least_step_of_final_drive)))
    rows += [
        (lang.say("不粘滑的最低转速", "Slowest without sticking"), _turning(made.slowest)),
        (lang.say("同上，情景最不利时", "The same at the worst of the scenarios"), _turning(worst)),
        (lang.say("脱离静摩擦时最高转速", "Speed at most as it breaks away"), _turning(made.away.peak)),
        (lang.say("其中超过有效限值", "Of it beyond the limit in force"), f"{made.away.beyond:.1f} s"),
        (lang.say("停：关阀（梁端）", "Stop with valves shut, at the tip"), _mm(made.stop_shut)),
        (lang.say("停：卸压（梁端）", "Stop with pressure dumped, at the tip"), _mm(made.stop_dumped)),
        (lang.say("停位承诺（梁端，95%）", "The end is promised within, at the tip, 95 of 100"), _mm(promised(bridge))),
    ]
    figure = lang.say("数值", "Value")
    print_table((lang.say("桥与牵引", "Bridge and traction"), figure), rows, (figure,))


def _weighings(made: "Plan", operation: "Operation", lang: Lang) -> Iterator[tuple[str, str]]:
    """What each weighing tells: eccentricity to its side, and the friction of the sphere."""
    from bridgehead.instruments.operation import weighed
    from bridgehead.swing.weighing import eccentricity, friction

    found = weighed(operation)
    for weighing, zh, en in ((found.along, "顺桥向", "along"), (found.inward, "横桥向（向心）", "inward")):
        if weighing is not None:
            told = f"{_mm(eccentricity(made.bridge, weighing))} · μ {friction(made.bridge, weighing):.4f}"
            yield lang.say(f"称重，{zh}：偏心与摩擦", f"Weighed {en}: eccentricity and friction"), told


def _turns(turns: "tuple[Turn, ...]", operation: "Operation", lang: Lang) -> None:
    headings = lang.say(
        ("窗口", "转角", "转动", "点动起点（梁端）", "合计", "余量"),
        ("Window", "Angle", "Turning", "Inching from (tip)", "Total", "Margin"),
    )
    rows = [
        (
            lang.of(operation.windows[turn.window.name].title),
            f"{degrees(turn.angle):.2f}°",
            _minutes(turn.profile.time),
            _mm(turn.inching.distance),
            _minutes(turn.time),
            lang.say("无时限", "no end") if turn.left is None else _minutes(turn.left),
        )
        for turn in turns
    ]
    print_table(headings, rows, headings[1:])


def _limits(made: "Plan", operation: "Operation", lang: Lang) -> None:
    """Of a limit that every turn keeps or breaks alike, one row."""
    headings = lang.say(
        ("", "限值", "数值", "限", "有效", "来源"), ("", "Limit", "Value", "Bound", "In force", "Source")
    )
    print_table(headings, list(dict.fromkeys(_judged(made, operation, lang))), headings[2:4])


def _judged(made: "Plan", operation: "Operation", lang: Lang) -> Iterator[tuple[str, ...]]:
    for where, found in made.judged:
        limit = found.limit
        own = f" · {lang.of(operation.windows[where].title)}" if where and limit.of == list(WRITTEN)[-1] else ""
        source = _source(limit, operation, lang)
        in_force = lang.say("是", "yes") if limit.in_force else lang.say("否", "no")
        called = lang.say(QUANTITIES[limit.of], str(limit.of))
        yield (MARKS[found.kept], called + own, *_bound(found), in_force, source)


def _bound(found: "Judged") -> tuple[str, str]:
    scale, unit, digits = WRITTEN[found.limit.of]
    return tuple(f"{value * scale:{digits}} {unit}".strip() for value in (found.value, found.limit.bound))  # type: ignore[return-value]


def _refused(refusal: "Refusal", operation: "Operation", lang: Lang) -> str:
    limit = refusal.judged.limit
    value, bound = _bound(refusal.judged)
    source = _source(limit, operation, lang)
    where = f" · {lang.of(operation.windows[refusal.turn].title)}" if refusal.turn else ""
    said = lang.say(
        f"拒绝{where}：{QUANTITIES[limit.of]} {value}，限 {bound}（{source}）",
        f"Refused{where}: {limit.of} of {value}, bound {bound} ({source})",
    )
    if refusal.nearest is None:
        return said
    near = f"{lang.say(*CHANGED[refusal.what])} {_of(refusal.what, refusal.nearest)}"
    return said + lang.say(f"；最近可行：{near}", f"; nearest that keeps it: {near}")


def _hurled(made: "Plan", lang: Lang) -> str:
    """That the limit of speed is passed as the bridge breaks away, and what would keep it."""
    peak, bound, seconds = _turning(made.away.peak), _turning(made.allowed), f"{made.away.beyond:.1f} s"
    said = lang.say(
        f"脱离静摩擦时转速达 {peak}，超过限值 {bound} 约 {seconds}",
        f"As it breaks away it turns at {peak}, beyond the limit of {bound} for {seconds}",
    )
    if (back := made.let_back) is None:
        return said
    mended = f"{back * 60_000:.0f} mm/min"
    return said + lang.say(
        f"；千斤顶以 {mended} 回放（let back）可避免", f"; jacks that are let back at {mended} keep it"
    )


def _source(limit: "Limit", operation: "Operation", lang: Lang) -> str:
    listed = operation.limits.get(limit.name)
    return lang.of(listed.source) if listed else lang.say(*OWN[limit.name])


def _of(what: str, value: float) -> str:
    match what:
        case "speed":
            return _turning(value)
        case "angle":
            return f"{degrees(value):.2f}°"
        case "ramp":
            return f"{value:.0f} s"
        case "moment of ballast":
            return f"{value / 1000:.0f} kN m"
        case _:
            return f"{value / 1000:.0f} kN"


def _nearest(made: "Plan", operation: "Operation", lang: Lang) -> None:
    """With the angle that is left for another window, where the windows do not carry the whole."""
    speed = _turning(made.course.speed)
    console().print(lang.say(f"最近可行的计划：{speed}", f"The nearest plan: {speed}"))
    left = made.course.whole - sum(turn.angle for turn in made.turns)
    if left > 1e-9:
        angle = f"{degrees(left):.2f}°"
        console().print(lang.say(f"另需窗口转 {angle}", f"{angle} are left for another window"))
    _turns(made.turns, operation, lang)


def _turning(speed: float) -> str:
    return f"{degrees(speed) * 60:.3f}°/min ({speed * 60:.4f} rad/min)"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"


def _mm(metres: float) -> str:
    return f"{metres * 1000:.1f} mm"
