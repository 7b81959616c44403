"""`bridgehead verify`: recompute the ledger from its events, and name what does not fit."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.ledger import chain
from bridgehead.ledger.verify import Source, Tally, verify

FOUND = 1


def command(
    home: Annotated[Path, typer.Argument(help="The folder of the service.")] = Path("var"),
    seal: Annotated[list[str] | None, typer.Option(help="A seal as it was printed; several times for several.")] = None,
) -> None:
    """Recompute hashes, seals and states from the events alone. 由事件重新核验账本。"""
    from bridgehead.instruments.register.state import fold

    printed = [chain.printed(line) for line in seal or ()]
    tally, found = Tally(), 0
    for mistake in verify(_source(home), fold, tally, printed):
        typer.echo(str(mistake))
        found += 1
    typer.echo(f"{tally.events} events of {tally.records} records, {tally.sealed} of them under {tally.seals} seals")
    if tally.last:
        typer.echo(tally.last.line)
    typer.echo(f"{found} do not fit" if found else "all fit")
    if found:
        raise typer.Exit(FOUND)


def _source(home: Path) -> Source:
    os.environ["BRIDGEHEAD_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.config.settings")
    import django

    django.setup()
    from bridgehead.ledger.read import Database

    return Database()
