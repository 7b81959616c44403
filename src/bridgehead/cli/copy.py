"""`bridgehead copy`: where the copies of registers stand, how they are read, and one of them as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.service import HOME
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    from bridgehead.tables.copies import Copy

NEWEST = 'SELECT * FROM read_parquet([{}]) QUALIFY "@round" = max("@round") OVER (PARTITION BY "@record")'


def command(
    what: Annotated[Path, typer.Argument(help="The folder of the service, or of a copy.")] = HOME,
    out: Annotated[Path | None, typer.Option(help="Where the table goes: csv, xlsx, parquet or json.")] = None,
    counting: Annotated[bool, typer.Option("--counting", help="Records alone that are claims.")] = False,
) -> None:
    """Show the Parquet copies of registers, or write one as a file. 查看登记册的副本。"""
    from bridgehead.tables import copies, write

    if out is not None:
        copy = copies.Copy.read(what)
        if out.resolve().parent == what.resolve():
            found = "the table would be written into the copy"
            raise BridgeheadError([Mistake("CL006", found, Place.whole(str(out)), "another folder")])
        typer.echo(f"{write(out, copy.rows(counting=counting)):,} rows: {out}")
        return
    manifests = (what / copies.COPIES).rglob(copies.MANIFEST)
    folders = [what] if copies.is_copy(what) else sorted(each.parent for each in manifests)
    if not folders:
        expected = "the folder of a service whose background has run, or of a copy"
        raise BridgeheadError([Mistake("TB060", "there is no copy here", Place.whole(str(what)), expected)])
    for folder in folders:
        copy = copies.Copy.read(folder)
        typer.echo(f"{folder}: {copy.count:,} rows, {copy.at:%Y-%m-%d %H:%M:%S} UTC")
        typer.echo(f"  {copy.position['seal'] or 'before the first seal'}")
        typer.echo(f"  {_query(copy)}")


def _query(copy: "Copy") -> str:
    """What DuckDB reads the copy by."""
    return NEWEST.format(", ".join("'{}'".format(str(file.absolute()).replace("'", "''")) for file in copy.files))
