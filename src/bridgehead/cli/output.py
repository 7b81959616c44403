"""How commands print: plain where nobody looks on, and in columns that hold Chinese and English."""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Protocol, Self, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PLAIN_WIDTH = 100
"""Columns, where the output is no terminal: the same for every reader of the file."""


SEEN = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")} | {0x7F: 0x2421}
"""Control characters as pictures: what is told of a claim cannot drive the terminal."""
ENDLESS = 10_000
"""Columns: a width at which no table is cut."""
FOLDED = 12
"""Columns: so narrow the last one may become, whose texts are folded."""

T = TypeVar("T")


class Phrase(Protocol):
    """Anything that is said in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"

    def say(self, zh: T, en: T) -> T:
        """The one or the other, by the language."""
        return zh if self is Lang.ZH else en

    def of(self, phrase: Phrase) -> str:
        return self.say(phrase.zh, phrase.en)


Language = Annotated[Lang, typer.Option("--lang", help="The language of what is said: zh or en.")]


def console() -> "Console":
    """The terminal; `NO_COLOR` and a file or pipe make it plain."""
    from rich.console import Console

    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(
        width=width,
        no_color=plain,
        force_terminal=None,
        highlight=False,
        soft_wrap=True,
        markup=False,
        emoji=False,  # `file:100:3` is a place
    )


def print_table(
    headings: Sequence[str], rows: "Sequence[Sequence[RenderableType]]", figures: Sequence[str] = ()
) -> None:
    """Rows under headings, none where there are none; those in `figures` to the right, the last one wrapped.

    Where the terminal is too narrow for whole figures, each row is told below the other, a line a heading.
    """
    from rich import box
    from rich.measure import Measurement
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        folds = heading == headings[-1] and heading not in figures
        made.add_column(heading, justify="right" if heading in figures else "left", overflow="fold", no_wrap=not folds)
    for row in rows:
        made.add_row(*(cell.translate(SEEN) if isinstance(cell, str) else cell for cell in row))
    screen = console()
    made.columns[-1].max_width = None if made.columns[-1].no_wrap else FOLDED
    needed = Measurement.get(screen, screen.options.update(max_width=ENDLESS), made).maximum
    made.columns[-1].max_width = None
    if rows and needed <= screen.width:
        screen.print(made, soft_wrap=False)
    elif rows:
        _print_in_turn(screen, headings, rows)


def _print_in_turn(screen: "Console", headings: Sequence[str], rows: "Sequence[Sequence[RenderableType]]") -> None:
    """One row after the other; what is drawn needs the width of a table, and is left out."""
    for row in rows:
        screen.print()
        for heading, cell in zip(headings, row, strict=True):
            if cell and isinstance(cell, str):
                screen.print(f"{' '.join(heading.split())}  {cell.translate(SEEN)}".strip(), soft_wrap=False)
    screen.print()


class Progress:
    """The number of rows done, shown while the work is long and somebody looks on."""

    def __init__(self, doing: str) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.SpinnerColumn(),
            progress.TextColumn("{task.description} {task.completed:,}"),
            progress.TimeElapsedColumn(),
            transient=True,
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task(doing, total=None)

    def rows(self, count: int) -> None:
        self._bar.update(self._task, completed=count)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            self._bar.stop()  # which else ends a line that was never begun
