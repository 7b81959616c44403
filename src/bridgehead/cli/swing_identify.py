"""`bridgehead swing identify`: friction and stiffness from the samples of a trial."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.output import Lang, Language, console, print_table
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    from bridgehead.instruments.operation import Operation
    from bridgehead.swing.identify import Estimate, Identified, Samples

SAMPLES = typer.Option(
    help="Samples of the trial: the folder of a live run or a piece of its recording, or a track of `swing simulate`."
)


def command(file: Annotated[Path, FILE], samples: Annotated[Path, SAMPLES], lang: Language = Lang.ZH) -> None:
    """Tell friction and stiffness from a trial's load cells, encoder and strokes. 由试转数据识别摩擦和刚度。"""
    from bridgehead.instruments.operation.planned import bridge

    operation = read(file)
    found, written = identified(operation, samples), bridge(operation.bridge)
    headings = lang.say(("", "文件", "识别", "标准误差"), ("", "In the file", "Identified", "Standard error"))
    rows = [
        _row(lang.say("静摩擦系数", "Static friction"), written.friction.static, found.static, "", 1.0, ".5f"),
        _row(lang.say("动摩擦系数", "Moving friction"), written.friction.moving, found.moving, "", 1.0, ".5f"),
        _row(
            lang.say("钢绞线转动刚度", "Stiffness of strands"),
            written.strands.stiffness,
            found.stiffness,
            " MN m/rad",
            1e-6,
            ".1f",
        ),
    ]
    print_table(headings, rows, headings[1:])
    again = f"bridgehead swing plan {file} --samples {samples}"
    console().print(lang.say(f"用它做下一个计划：{again}", f"The next plan with them: {again}"))


def _row(
    name: str, written: float, found: "Estimate", unit: str, scale: float, digits: str
) -> tuple[str, str, str, str]:
    return (
        name,
        f"{written * scale:{digits}}{unit}",
        f"{found.value * scale:{digits}}{unit}",
        f"{found.error * scale:{digits}}{unit}",
    )


def identified(operation: "Operation", path: Path) -> "Identified":
    """Raises BridgeheadError where the file cannot be read, OP004 where too little was sampled, and OP027 where a live
    run does not measure what is needed.
    """
    from bridgehead.instruments.operation.planned import bridge
    from bridgehead.swing.identify import TooFewSamples, identify

    samples = _of_a_run(operation, path) if _is_recorded(path) else _of_a_track(path)
    try:
        return identify(bridge(operation.bridge), samples)
    except TooFewSamples as error:
        expected = f"{error.needed} at least; `--every 0.1` of `swing simulate` writes ten a second"
        mistake = Mistake("OP004", f"{error.found} samples of {error.part}", Place.whole(str(path)), expected)
        raise BridgeheadError([mistake]) from None


def _is_recorded(path: Path) -> bool:
    from bridgehead.tables import recording

    return path.is_dir() or (
        path.suffix in (recording.OPEN, recording.CLOSED) and path.exists() and bool(recording.named(path))
    )


def _of_a_run(operation: "Operation", path: Path) -> "Samples":
    from bridgehead.instruments.operation import trial
    from bridgehead.tables import recording

    live, there = operation.live, recording.named(path)
    if live is None:
        raise BridgeheadError(
            [Mistake("OP020", f"«{operation.name}» does not run live", None, "an operation with «live»")]
        )
    needed = trial.channels(live)
    missing = [what for what, name in needed.items() if name not in there]
    if missing:
        place, expected = (
            Place.whole(str(path)),
            "channels of " + ", ".join(needed) + ", as `of` of the file names them",
        )
        found = f"a recording in which nothing measures the {' and the '.join(missing)}"
        raise BridgeheadError([Mistake("OP027", found, place, expected)])
    columns = ["at", *(name for name in needed.values() if name)]
    tables = recording.rows(path, columns) if path.is_dir() else [recording.rows_of(path, columns)]
    return trial.samples(live, [each for each in tables if each is not None])


def _of_a_track(path: Path) -> "Samples":
    import numpy as np

    from bridgehead import tables
    from bridgehead.primitives.types import Column, FieldType
    from bridgehead.swing.identify import Samples

    numbers = ("time", "measured", "fed", "left", "right")
    columns = [
        *(Column(name, FieldType.DECIMAL, optional=True, digits=60, scale=40, floating=True) for name in numbers),
        Column("stage", FieldType.TEXT),
    ]
    rows = tables.read(path, columns, zone=ZoneInfo("UTC")).table
    found = {name: np.array(rows[name].cast("float64").to_numpy(), dtype=float) for name in numbers}
    stage = np.array(rows["stage"].to_pylist())
    return Samples(
        time=found["time"],
        angle=found["measured"],
        fed=found["fed"],
        left=found["left"],
        right=found["right"],
        winding=stage == "wind up",
        turning=stage == "turn",
    )
