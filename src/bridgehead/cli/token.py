"""`bridgehead token`: keys by which programs act for an account."""

from datetime import timedelta
from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, enter_database


def command(
    name: Annotated[str, typer.Argument(help="The name of the account.")],
    scopes: Annotated[list[str] | None, typer.Option("--scope", help="What it is for; may be repeated.")] = None,
    label: Annotated[str, typer.Option(help="What the token is called.")] = "first",
    days: Annotated[int, typer.Option(help="For how many days it is good.", min=1, max=366)] = 90,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the token of that label back instead.")] = False,
    home: Home = HOME,
) -> None:
    """Give an account a token, which is shown once. 发放令牌。"""
    by = enter_database(home)
    from bridgehead.primitives.moment import by_machine, now
    from bridgehead.web.accounts.manage import give_token, take_token

    if revoke:
        take_token(name, label, by, now())
        typer.echo(f"{label} is good for nothing now")
        return
    typer.echo(give_token(name, label, scopes or [], by_machine() + timedelta(days=days), by, now()))
