"""`bridgehead forget`: what is personal in a record is gone, for whoever asked for it."""

from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.primitives.errors import BridgeheadError, Mistake


def command(
    matter: Annotated[str, typer.Argument(help="The matter, as its rulebook is called.")],
    register: Annotated[str, typer.Argument(help="The register of the record.")],
    number: Annotated[str, typer.Argument(help="The record's number, as on its receipt.")],
    reason: Annotated[str, typer.Option(help="Why, such as who asked for it; it is kept, and names nobody.")],
    also_split: Annotated[
        bool, typer.Option("--also-split", help="Those that were split from it or it from, too.")
    ] = False,
    home: Home = HOME,
) -> None:
    """Forget what is personal in a record, which cannot be undone. 删除一件登记中的个人信息，不能恢复。"""
    by = enter_database(home)
    from bridgehead.actions.forget import forget
    from bridgehead.ledger.models import Record
    from bridgehead.primitives.moment import now

    found = Record.objects.filter(matter=matter, register=register, number=number).exclude(matter="").first()
    if found is None:
        said = f"no record «{number}» of «{register}» of «{matter}»"
        raise BridgeheadError([Mistake("AC011", said, None, "the number of a receipt")])
    done = forget(found.pk, reason, by, now(), also_split=also_split)
    typer.echo(f"forgotten: {', '.join(done.numbers)}")
    if done.still_kept:
        typer.echo(
            f"still kept: {', '.join(done.still_kept)}, split from the same report; --also-split forgets them too"
        )
    if not done.finished:
        typer.echo(
            "somebody reads the database; the service, or bridgehead work, removes the last bytes when they are done"
        )
