"""How commands print: plain where nobody looks on, and in columns that hold Chinese and English."""

import os
import sys
from collections.abc import Sequence
from typing import Self

from rich import box
from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import SpinnerColumn, TextColumn
from rich.table import Table

PLAIN_WIDTH = 160
"""Columns, where the output is no terminal: the same for every reader of the file."""


def console() -> Console:
    """The terminal; `NO_COLOR` and a file or pipe make it plain."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, no_color=plain, force_terminal=None, highlight=False, soft_wrap=True, markup=False)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[str] = ()) -> Table:
    """Rows under headings; the columns named in `figures` stand to the right."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        made.add_column(heading, justify="right" if heading in figures else "left", overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


class Progress:
    """The number of rows done, shown while the work is long and somebody looks on."""

    def __init__(self) -> None:
        self._bar = RichProgress(
            SpinnerColumn(), TextColumn("{task.completed:,} 行 rows"), transient=True, console=Console(stderr=True)
        )
        self._task = self._bar.add_task("", total=None)

    def rows(self, count: int) -> None:
        self._bar.update(self._task, completed=count)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
