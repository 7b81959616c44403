"""`bridgehead verify`: recompute the ledger, or a proof, and name what does not fit."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.ledgers import FOUND, ledger_of
from bridgehead.cli.replay import told
from bridgehead.cli.service import HOME
from bridgehead.ledger import chain, proved
from bridgehead.ledger.source import Source
from bridgehead.ledger.verify import Tally, Workers, verify


def command(
    what: Annotated[Path, typer.Argument(help="The folder of the service, an export, or a proof.")] = HOME,
    seal: Annotated[list[str] | None, typer.Option(help="A seal as it was printed; several times for several.")] = None,
) -> None:
    """Recompute hashes, seals and states from the events alone. 由事件重新核验账本。"""
    printed = [chain.printed(line) for line in seal or ()]
    if what.is_file():
        _proof(what, printed)
        return
    from bridgehead.instruments.award.ledgered import AWARDS
    from bridgehead.instruments.register.state import fold

    tally, found = Tally(), 0
    with ledger_of(what) as ledger, _workers() as workers:
        for mistake in verify(ledger, fold, tally, printed, workers):
            typer.echo(str(mistake))
            found += 1
        if AWARDS in tally.registers:
            found += _decided_again(ledger, what, sound=not found)
    typer.echo(f"{tally.events} events of {tally.records} records, {tally.sealed} of them under {tally.seals} seals")
    if tally.last:
        typer.echo(tally.last.line)
    _end(found)


@contextmanager
def _workers() -> Iterator[Workers | None]:
    """A process for each processor, which come up once a ledger is large; none where there is but one."""
    count = os.cpu_count() or 1
    if count == 1:
        yield None
        return
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:  # a fork would share what the database has open
        yield Workers(pool, waiting=2 * count)


def _decided_again(ledger: Source, folder: Path, *, sound: bool) -> int:
    """How many decisions do not come out as they did; nothing is decided from a ledger that is not sound."""
    if not sound:
        typer.echo("settlements are not decided again before all else fits")
        return 0
    return told(ledger, folder)


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
