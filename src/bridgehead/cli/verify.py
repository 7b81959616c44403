"""`bridgehead verify`: recompute the ledger, or a proof, and name what does not fit."""

from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.service import HOME, enter
from bridgehead.ledger import chain, proved
from bridgehead.ledger.verify import Source, Tally, verify

FOUND = 1


def command(
    what: Annotated[Path, typer.Argument(help="The folder of the service, or a proof.")] = HOME,
    seal: Annotated[list[str] | None, typer.Option(help="A seal as it was printed; several times for several.")] = None,
) -> None:
    """Recompute hashes, seals and states from the events alone. 由事件重新核验账本。"""
    printed = [chain.printed(line) for line in seal or ()]
    if what.is_file():
        _proof(what, printed)
        return
    from bridgehead.instruments.register.state import fold

    tally, found = Tally(), 0
    for mistake in verify(_database(what), fold, tally, printed):
        typer.echo(str(mistake))
        found += 1
    typer.echo(f"{tally.events} events of {tally.records} records, {tally.sealed} of them under {tally.seals} seals")
    if tally.last:
        typer.echo(tally.last.line)
    _end(found)


def _proof(file: Path, printed: list[chain.Printed]) -> None:
    found = proved.read(file.read_text(encoding="utf-8"), str(file))
    mistakes = [*proved.against(found, printed)]
    for mistake in mistakes:
        typer.echo(str(mistake))
    typer.echo(f"record {found.record}: {found.events} events, {found.sealed} of them under seals")
    for each in found.seals:
        typer.echo(each.line)
    _end(len(mistakes))


def _end(found: int) -> None:
    typer.echo(f"{found} do not fit" if found else "all fit")
    if found:
        raise typer.Exit(FOUND)


def _database(home: Path) -> Source:
    enter(home)
    from bridgehead.ledger.read import Database

    return Database()
