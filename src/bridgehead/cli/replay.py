"""`bridgehead replay`: decide every settlement again, years later, from the events alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.ledgers import FOUND, ledger_of
from bridgehead.cli.service import HOME
from bridgehead.ledger.source import Source

if TYPE_CHECKING:
    from bridgehead.queries.replay import Replayed


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
    typer.echo(decided_again(replayed))
    return found


def decided_again(replayed: "Replayed") -> str:
    """How much was decided again, in one line."""
    engines = f", first decided by version {', '.join(sorted(replayed.by_engines))}" if replayed.by_engines else ""
    return f"{replayed.settlements} settlements of {replayed.claims} claims decided again{engines}"
