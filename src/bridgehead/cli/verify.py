"""`bridgehead verify`: recompute the ledger, or a proof, and name what does not fit."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.ledgers import FOUND, at_hand_in, is_export, ledger_of, told
from bridgehead.cli.replay import decided_again
from bridgehead.cli.service import HOME, has_master_key
from bridgehead.ledger import chain, proved
from bridgehead.ledger.beside import Looked
from bridgehead.ledger.verify import NOTHING, Workers


def command(
    what: Annotated[Path, typer.Argument(help="The folder of the service, an export, or a proof.")] = HOME,
    seal: Annotated[list[str] | None, typer.Option(help="A seal as it was printed; several times for several.")] = None,
) -> None:
    """Recompute all that stands in the ledger, and its stored files, from the events alone. 由事件重新核验账本。"""
    printed = [chain.printed(line) for line in seal or ()]
    if what.is_file():
        _proof(what, printed)
        return
    from bridgehead.queries.verified import Verified, verified

    had_key = is_export(what) or has_master_key(what)
    found = Verified()
    with ledger_of(what) as ledger, _workers() as workers:
        at_hand = NOTHING if is_export(what) else at_hand_in(what, with_key=had_key)
        for mistake in verified(ledger, what, found, printed, at_hand, workers):
            typer.echo(told(mistake))
    tally = found.tally
    if found.replayed is not None:
        typer.echo(decided_again(found.replayed))
    if found.unread.events:
        typer.echo(f"note: {found.unread.events} events that name files do not fit; these files were not looked at")
    typer.echo(f"{tally.events} events of {tally.records} records, {tally.sealed} of them under {tally.seals} seals")
    if at_hand.home is not None:
        _beside(tally.looked, has_key=had_key)
    if tally.last:
        typer.echo(tally.last.line)
    _end(found.misfits)


def _beside(looked: Looked, *, has_key: bool) -> None:
    """How much of what stands beside the events was held against them, and what could not be."""
    opened = f", {looked.opened} opened" if has_key else ""
    typer.echo(f"{looked.files} stored files, {looked.keys} keys{opened}, {looked.entries} entries to be found by")
    if not has_key:
        typer.echo("note: the master key is not here; keys are not opened, and entries are only counted")
    if looked.unsaid:
        records = f"{looked.unsaid} record{'s' if looked.unsaid > 1 else ''} of an earlier version"
        typer.echo(f"note: by what {records} can be found, no event says")


@contextmanager
def _workers() -> Iterator[Workers | None]:
    """A process for each processor, which come up once a ledger is large; none where there is but one."""
    count = os.cpu_count() or 1
    if count == 1:
        yield None
        return
    spawned = get_context("spawn")  # a fork would share what the database has open
    with ProcessPoolExecutor(count, spawned, initializer=gc.disable) as pool:  # what is followed makes no cycles
        yield Workers(pool, waiting=2 * count)


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
