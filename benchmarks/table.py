"""The table of measures: on the screen, and as Markdown for the documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.table import Table

HEADINGS = ("measure", "figure", "ratio", "bar", "")


@dataclass(frozen=True)
class Line:
    """One measure. `ratio` compares it with the line named by `against`; it should not pass `bar`."""

    group: str
    measure: str
    figure: str
    ratio: float | None = None
    against: str = ""
    bar: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the bar is kept; None where there is none."""
        return None if self.bar is None or self.ratio is None else self.ratio <= self.bar

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x {self.against}".rstrip()
        bar = "" if self.bar is None else f"{self.bar:g}x"
        verdict = {True: "kept", False: "MISSED", None: ""}[self.kept]
        return self.measure, self.figure, ratio, bar, verdict


def show(console: Console, lines: Iterable[Line]) -> None:
    for group, members in groupby(lines, lambda line: line.group):
        table = Table(*HEADINGS, title=group, title_justify="left")
        for line in members:
            table.add_row(*line.cells(), style="red" if line.kept is False else "")
        console.print(table)


def markdown(title: str, preface: Sequence[str], lines: Iterable[Line]) -> str:
    parts = [f"# {title}", *preface]
    for group, members in groupby(lines, lambda line: line.group):
        rows = [line.cells() for line in members]
        header = ["| " + " | ".join(HEADINGS) + " |", "|---|--:|--:|--:|---|"]
        parts.append("\n".join([f"## {group}", "", *header, *("| " + " | ".join(row) + " |" for row in rows)]))
    return "\n\n".join(parts) + "\n"


def duration(seconds: float) -> str:
    """Seconds in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def memory(size: int) -> str:
    return f"{size / 2**30:.2f} GiB"
