"""`bridgehead prove`: the proof that a record's events stand under seals."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, enter
from bridgehead.primitives.errors import BridgeheadError, Mistake


def command(
    number: Annotated[str, typer.Argument(help="The record's number, as on its receipt.")],
    out: Annotated[Path | None, typer.Option(help="Where the proof goes; else it is printed.")] = None,
    home: Home = HOME,
) -> None:
    """Write the proof that a record stands in the ledger. 出具记录在账本中的证明。"""
    enter(home)
    from bridgehead.ledger.models import Record
    from bridgehead.queries.proof import proof

    found = Record.objects.filter(number=number).exclude(matter="").first()
    if found is None:
        raise BridgeheadError([Mistake("AC011", f"no record «{number}»", None, "the number of a receipt")])
    text = json.dumps(proof(found), ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
