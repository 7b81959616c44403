"""`bridgehead swing simulate`: try the turns of an operation on its twin."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.output import Lang, Language, console, print_table
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

if TYPE_CHECKING:
    from bridgehead.instruments.operation import Operation
    from bridgehead.instruments.operation.simulated import Phase
    from bridgehead.swing.scenarios import Tried
    from bridgehead.swing.twin.rotate import Turned

FEW = 16
"""Scenarios that are tried sooner in this process than another one has compiled."""
OUT = typer.Option(help="Where the result goes: parquet, json, csv or xlsx.")
SHARES = (50, 95, 100)


def command(
    file: Annotated[Path, FILE],
    out: Annotated[Path, OUT],
    phase: Annotated[str | None, typer.Option(help="A window by its name or number; without it, all in turn.")] = None,
    scenarios: Annotated[int, typer.Option(min=0, help="How many random ones; 0: as the file has it, a track.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of what is random.")] = 1,
    every: Annotated[float, typer.Option(min=0.01, help="Seconds from one row of a track to the next.")] = 1.0,
    lang: Language = Lang.ZH,
) -> None:
    """Turn the twin of the bridge, once or in random scenarios: where it stops. 在孪生模型上试转，看停在哪里。"""
    from bridgehead import tables
    from bridgehead.tables.writing import writer_of

    operation = read(file)
    writer_of(out)
    chosen = _phases(operation, file, phase)
    rows = (
        _scenarios(chosen, operation, scenarios, seed, lang)
        if scenarios
        else _tracks(chosen, operation, seed, every, lang)
    )
    tables.write(out, rows)
    console().print(lang.say(f"已写入 {out}", f"Written to {out}"))


def _phases(operation: "Operation", file: Path, chosen: str | None) -> "Sequence[Phase]":
    """Raises BridgeheadError: OP002 where the file says nothing of the twin, OP003 for a window that there is not."""
    from bridgehead.instruments.operation.simulated import phases

    if operation.twin is None:
        expected = "a part «twin:» that says how pumps, wind and sensors are"
        raise BridgeheadError([Mistake("OP002", "an operation without a twin", Place.whole(str(file)), expected)])
    all_ = phases(operation, operation.twin)
    if chosen is None:
        return all_
    numbered = {str(number): each for number, each in enumerate(all_, 1)} | {each.name: each for each in all_}
    if chosen not in numbered:
        expected = f"one of {', '.join(each.name for each in all_)}, or its number"
        near = nearest(chosen, numbered)
        raise BridgeheadError([Mistake("OP003", f"window «{chosen}»", Place.whole(str(file)), expected, near)])
    return [numbered[chosen]]


def _tracks(chosen: "Sequence[Phase]", operation: "Operation", seed: int, every: float, lang: Lang) -> Any:
    """Rows of every window; each is told as it ends. An angle that was not seen is null."""
    import pyarrow as pa

    from bridgehead.swing.control import Stage
    from bridgehead.swing.twin.rotate import COLUMNS

    found, told = [], []
    for each in chosen:
        turned = each.case.turned((seed,), every=every)
        told.append((lang.of(operation.windows[each.name].title), *_one(turned)))
        columns = dict(zip(COLUMNS, turned.track.T, strict=True))
        stages = [Stage(int(stage)).name.lower().replace("_", " ") for stage in columns.pop("stage")]
        arrays = {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
        named = {"window": [each.name] * len(stages), **arrays, "stage": stages}
        found.append(pa.table(named))
    headings = lang.say(
        ("窗口", "停位误差（梁端）", "过转", "触及限位", "粘住次数", "用时"),
        ("Window", "Error (tip)", "Beyond the end", "Touched the stops", "Sticks", "Time"),
    )
    print_table(headings, told, headings[1:])
    return pa.concat_tables(found)


def _one(turned: "Turned") -> tuple[str, ...]:
    contact = f"{turned.contact * 1000:.2f} mm/s" if turned.contact else "-"
    return (
        f"{turned.error * 1000:+.2f} mm",
        f"{turned.overshoot * 1000:.2f} mm",
        contact,
        str(turned.sticks),
        f"{turned.time / 60:.1f} min",
    )


def _scenarios(chosen: "Sequence[Phase]", operation: "Operation", count: int, seed: int, lang: Lang) -> Any:
    """A row a scenario; of each window it is told within what the stops are, and how long it takes."""
    import pyarrow as pa
    from rich.console import Console
    from rich.progress import track

    from bridgehead.swing.scenarios import tried

    bare = not sys.stderr.isatty()
    processes = (os.cpu_count() or 1) if count > FEW else 1
    rows: list[dict[str, object]] = []
    told = []
    for each in chosen:
        title = lang.of(operation.windows[each.name].title)
        runs = tried(each.case, seed, range(count), processes)
        watched = track(runs, title, count, console=Console(stderr=True), disable=bare, transient=True)
        mine = [_row(each.name, one) for one in watched]
        told.append((title, *_many(mine, each.case.rules.creep * each.case.rules.tip)))
        rows += mine
    headings = lang.say(
        ("窗口", "停位误差 50/95/100%", "最大过转", "快触限位", "用时 50/95/100%", "到位"),
        ("Window", "Error 50/95/100 %", "Most beyond", "Hard contacts", "Time 50/95/100 %", "Done"),
    )
    print_table(headings, told, headings[1:])
    return pa.Table.from_pylist(rows)


def _row(window: str, one: "Tried") -> dict[str, object]:
    turned = one.turned
    return {
        "window": window,
        "number": one.number,
        "error mm": turned.error * 1000,
        "overshoot mm": turned.overshoot * 1000,
        "contact mm/s": turned.contact * 1000,
        "peak mm/s": turned.peak * 1000,
        "minutes": turned.time / 60,
        "sticks": turned.sticks,
        "steps": turned.steps,
        "done": turned.done,
        **one.drawn,
    }


def _many(rows: Sequence[dict[str, Any]], creep: float) -> Iterator[str]:
    import numpy as np

    off = np.percentile([abs(row["error mm"]) for row in rows], SHARES)
    yield " / ".join(f"{each:.2f}" for each in off) + " mm"
    yield f"{max(row['overshoot mm'] for row in rows):.2f} mm"
    yield str(sum(row["contact mm/s"] > creep * 1000 for row in rows))
    yield " / ".join(f"{each:.1f}" for each in np.percentile([row["minutes"] for row in rows], SHARES)) + " min"
    yield f"{sum(row['done'] for row in rows)}/{len(rows)}"
