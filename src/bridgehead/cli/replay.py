"""`bridgehead replay`: decide every settlement again, years later, from the events alone."""

from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.ledgers import FOUND, ledger_of
from bridgehead.cli.service import HOME
from bridgehead.ledger.source import Source


def command(what: Annotated[Path, typer.Argument(help="The folder of the service, or an export.")] = HOME) -> None:
    """Decide every settlement again from the events alone, by the rulebook of its day. 重新作出每次核定。"""
    with ledger_of(what) as ledger:
        found = told(ledger, what)
    typer.echo(f"{found} differ" if found else "all decisions are the same")
    if found:
        raise typer.Exit(FOUND)


def told(ledger: Source, folder: Path) -> int:
    """Print what comes out otherwise, and how much was decided again; how many findings there are."""
    from bridgehead.instruments.award.ledgered import TABLES
    from bridgehead.queries.replay import Replayed, replay

    replayed, found = Replayed(), 0
    for mistake in replay(ledger, folder / TABLES, replayed):
        typer.echo(str(mistake))
        found += 1
    engines = f", first decided by version {', '.join(sorted(replayed.by_engines))}" if replayed.by_engines else ""
    typer.echo(f"{replayed.settlements} settlements of {replayed.claims} claims decided again{engines}")
    return found
