"""The table of measures: on the screen, and as Markdown for the documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.table import Table

HEADINGS = ("measure", "figure", "beside", "bar", "")
WHERE_WE_LOSE = """\
- One claim: a rule written out in plain Python is several times faster. It is one chain of comparisons that stops at
  the first that fails; ours asks every condition, with exact decimals, so that it can tell all the reasons.
- Many claims in memory: numpy by hand is far ahead of everything else. It reads texts that were made codes before, and
  gives no reasons.
- Many claims from Parquet: SQL by hand for the whole settlement is faster, since its plan is text that stands ready."""


@dataclass(frozen=True)
class Line:
    """One measure: its figure, what it comes to beside another, and the bar that it should keep."""

    group: str
    measure: str
    figure: str
    beside: str = ""
    bar: str = ""
    kept: bool | None = None
    why: str = ""  # what keeps it from its bar, where it misses that

    def cells(self) -> tuple[str, ...]:
        verdict = {True: "kept", False: "missed", None: ""}[self.kept]
        return self.measure, self.figure, self.beside, self.bar, verdict


def compared(
    group: str, measure: str, seconds: float, other: float, beside: str, bar: float | None = None, why: str = ""
) -> Line:
    """A line with the ratio of its seconds to those of the program named by `beside`."""
    ratio = seconds / other
    if bar is None:
        return Line(group, measure, duration(seconds), f"{ratio:.2f}x {beside}")
    return Line(group, measure, duration(seconds), f"{ratio:.2f}x {beside}", f"{bar:g}x", ratio <= bar, why)


def show(console: Console, lines: Iterable[Line]) -> None:
    for group, members in groupby(lines, lambda line: line.group):
        table = Table(*HEADINGS, title=group, title_justify="left")
        for line in members:
            table.add_row(*line.cells(), style="red" if line.kept is False else "")
        console.print(table)


def markdown(preface: Sequence[str], lines: Sequence[Line]) -> str:
    parts = ["# Benchmarks", *preface]
    for group, members in groupby(lines, lambda line: line.group):
        rows = [HEADINGS, ("---", "--:", "--:", "--:", "---"), *(line.cells() for line in members)]
        parts += [f"## {group}", "\n".join(f"| {' | '.join(row)} |" for row in rows)]
    missed = [_missed(line) for line in lines if line.kept is False]
    parts += ["## Where we lose", WHERE_WE_LOSE, "## Bars that we miss", "\n".join(missed) or "None in this run."]
    return "\n\n".join(parts) + "\n"


def _missed(line: Line) -> str:
    said = f"- {line.measure}: {line.beside or line.figure} where {line.bar} is the bar."
    return f"{said} {line.why}" if line.why else said


def duration(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def memory(size: int) -> str:
    return f"{size / 2**30:.2f} GiB"
