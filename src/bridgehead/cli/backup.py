"""`bridgehead backup`: copy a running service, without its keys."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.ledgers import FOUND, told
from bridgehead.cli.service import HOME, enter

if TYPE_CHECKING:
    from bridgehead.work.backup import Made


def command(
    out: Annotated[Path, typer.Option(help="The folder to write, which is not there yet.")],
    home: Annotated[Path, typer.Argument(help="The folder of the service.")] = HOME,
    keys: Annotated[Path | None, typer.Option(help="A file apart for the master key, which is not there yet.")] = None,
) -> None:
    """Back up a running service and verify the copy; keys only where --keys says. 备份。"""
    enter(home)
    from bridgehead.primitives.moment import now
    from bridgehead.work.backup import back_up

    tell(back_up(out, now(), keys))


def tell(made: "Made") -> None:
    """How a copy of the ledger went; the exit code says whether all of it fits."""
    for each in made.mistakes:
        typer.echo(told(each))
    typer.echo(f"{made.events} events")
    if made.seal:
        typer.echo(made.seal)
    if not made.fits:
        raise typer.Exit(FOUND)
