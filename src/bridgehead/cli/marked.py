"""A text with its figures marked in place, as code coverage marks lines.

Where there are colours, bound figures are green, those listed as not covered yellow and uncovered ones red, all
underlined; elsewhere a line below each line marks them with `-`, `.` and `^`.
"""

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from bridgehead.cli.output import console
from bridgehead.rulebook.coverage import Coverage
from bridgehead.rulebook.judged import Judged, State

COLOURS = {State.BOUND: "green", State.NOT_COVERED: "yellow", State.UNCOVERED: "bold red"}
SIGNS = {State.BOUND: "-", State.NOT_COVERED: ".", State.UNCOVERED: "^"}


def show(covered: Coverage) -> None:
    """Print every line of the text that has figures, with its place."""
    screen = console()
    by_line = groupby(covered.figures, lambda judged: covered.notice.text.rfind("\n", 0, judged.figure.core[0]) + 1)
    for start, group in by_line:
        figures = list(group)
        line = covered.notice.text[start:].split("\n", 1)[0]
        before = f"{covered.notice.place(start)}: "
        if screen.no_color or not screen.is_terminal:
            marks = " " * cell_len(before) + _marks(line, [*_parts(figures, start, len(line))])
            _print_with_marks(screen, before + line, marks)
            continue
        text = Text(before + line)
        for first, last, state in _parts(figures, start, len(line)):
            text.stylize(f"underline {COLOURS[state]}", len(before) + first, len(before) + last)
        screen.print(text)


def _print_with_marks(screen: Console, line: str, marks: str) -> None:
    """A line and its marks, broken together where a terminal would break either."""
    for piece in chop_cells(line, screen.width) if screen.is_terminal else [line]:
        screen.print(piece)
        width = cell_len(piece)
        if below := marks[:width].rstrip():
            screen.print(below)
        marks = marks[width:]


def _parts(figures: list[Judged], start: int, length: int) -> Iterator[tuple[int, int, State]]:
    """Where each figure stands in its line."""
    for judged in figures:
        first, last = judged.figure.core
        yield first - start, min(last - start, length), judged.state


def _marks(line: str, parts: list[tuple[int, int, State]]) -> str:
    """The line below: a Chinese character is two columns wide."""
    signs = [" "] * len(line)
    for first, last, state in parts:
        signs[first:last] = SIGNS[state] * (last - first)
    return "".join(sign * cell_len(each) for sign, each in zip(signs, line, strict=True)).rstrip()
