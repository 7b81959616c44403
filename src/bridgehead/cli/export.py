"""`bridgehead export`: the ledger as files that anybody can verify without the service."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.service import HOME, enter
from bridgehead.documents.owner import keep_for_owner
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


def command(
    out: Annotated[Path, typer.Option(help="The folder to write, which is not there yet.")],
    home: Annotated[Path, typer.Argument(help="The folder of the service.")] = HOME,
) -> None:
    """Write the ledger as Parquet files; what is personal stays sealed. 导出账本。"""
    if out.exists():
        raise BridgeheadError([Mistake("LG013", "this is there already", Place.whole(str(out)), "a folder to be made")])
    enter(home)
    from bridgehead.instruments.award.ledgered import TABLES
    from bridgehead.ledger import durable, exported
    from bridgehead.ledger.read import snapshot

    unfinished = out.with_name(f"{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with snapshot() as ledger:
        counted = exported.write(ledger, unfinished)
    durable.flush()
    if (home / TABLES).is_dir():
        shutil.copytree(home / TABLES, unfinished / TABLES)
    keep_for_owner(unfinished)
    unfinished.rename(out)
    typer.echo(f"{counted} events")
