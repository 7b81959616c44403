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
    from bridgehead.swing.identify import Estimate, Identified

SAMPLES = typer.Option(help="Samples of the trial, as `swing simulate` writes them: parquet, csv or xlsx.")


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
    """Raises BridgeheadError where the file cannot be read, and OP004 where too little was sampled."""
    import numpy as np

    from bridgehead import tables
    from bridgehead.instruments.operation.planned import bridge
    from bridgehead.primitives.types import Column, FieldType
    from bridgehead.swing.identify import Samples, TooFewSamples, identify

    numbers = ("time", "measured", "fed", "left", "right")
    columns = [
        *(Column(name, FieldType.DECIMAL, optional=True, digits=60, scale=40, floating=True) for name in numbers),
        Column("stage", FieldType.TEXT),
    ]
    rows = tables.read(path, columns, zone=ZoneInfo("UTC")).table
    found = {name: np.array(rows[name].cast("float64").to_numpy(), dtype=float) for name in numbers}
    stage = np.array(rows["stage"].to_pylist())
    samples = Samples(
        time=found["time"],
        angle=found["measured"],
        fed=found["fed"],
        left=found["left"],
        right=found["right"],
        winding=stage == "wind up",
        turning=stage == "turn",
    )
    try:
        return identify(bridge(operation.bridge), samples)
    except TooFewSamples as error:
        expected = f"{error.needed} at least; `--every 0.1` of `swing simulate` writes ten a second"
        mistake = Mistake("OP004", f"{error.found} samples of {error.part}", Place.whole(str(path)), expected)
        raise BridgeheadError([mistake]) from None
