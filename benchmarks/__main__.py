"""Print the table of measures: `python -m benchmarks [--large] [--markdown FILE]`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from rich.console import Console

from benchmarks import claims, machine, reference, table
from benchmarks.measures import (
    at_scale,
    chains,
    counted,
    decision_tables,
    expressions,
    from_parquet,
    ground,
    in_memory,
    intake,
    ledger,
    live,
    one_claim,
    swing,
    terms,
    whole_processes,
)

MILLION = 1_000_000
ONCE = 1  # run, beside the one that does not count, of a program that takes many seconds
FEW_TURNS = 3  # of services, which take seconds
ONE_BY_ONE = 20_000  # claims that the engines for one case decide


def main() -> None:
    options = _options()
    console = Console()
    made_up = claims.write(options.folder / "claims-1000000.parquet", MILLION)
    lines: list[table.Line] = []
    for measured in _measures(made_up, options):
        table.show(console, measured)
        lines += measured
    preface = machine.preface(options.day) + ([options.note] if options.note else [])
    console.print(*preface, sep="\n")
    if options.markdown:
        options.markdown.write_text(table.markdown(preface, lines), encoding="utf-8")


def _measures(made_up: Path, options: Namespace) -> Iterator[list[table.Line]]:
    yield expressions.reading(options.repeats)
    yield from_parquet.measure(made_up, options.repeats)
    yield counted.measure(options.folder, MILLION, options.repeats)
    yield in_memory.measure(claims.read(made_up), options.repeats)
    yield _one_claim(made_up, options)
    yield expressions.measure(options.repeats)
    yield decision_tables.one_by_one(options.repeats)
    yield decision_tables.as_columns(options.repeats)
    yield whole_processes.measure(options.repeats)
    yield terms.measure(options.repeats)
    yield intake.measure(FEW_TURNS)
    yield swing.measure(FEW_TURNS)
    yield ground.measure(FEW_TURNS)
    yield chains.measure(chains.MANY, options.repeats)
    yield live.measure(options.folder)
    yield ledger.growth(options.folder)
    yield at_scale.growth(options.folder, ONCE)
    yield at_scale.command(options.folder, 10)
    if options.large:
        yield at_scale.command(options.folder, 100)


def _one_claim(made_up: Path, options: Namespace) -> list[table.Line]:
    rows = claims.read(made_up).slice(0, ONE_BY_ONE)
    complete = np.logical_and.reduce([column.is_valid().to_numpy() for column in rows.columns])
    whole: pa.Table = rows.filter(pa.array(complete))
    return one_claim.measure(whole.to_pylist(), reference.eligible(reference.columns(whole)), options.repeats)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeats", type=int, default=7, help="runs of each program, of which the median counts")
    parser.add_argument("--large", action="store_true", help="a hundred million claims too: minutes, and 12 GB of disk")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks"), help="where made-up claims are kept")
    parser.add_argument("--day", help="the date to print, where it is not today's")
    parser.add_argument("--note", help="a sentence on the run, such as what else the machine was doing")
    parser.add_argument("--markdown", type=Path, help="write the table to this file too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
