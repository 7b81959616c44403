"""How commands print: plain where nobody looks on, and in columns that hold Chinese and English."""

import os
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
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
