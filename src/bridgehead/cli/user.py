"""`bridgehead user`: who may do what in the service."""

from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang
from bridgehead.cli.service import HOME, Home, enter_database

if TYPE_CHECKING:
    from bridgehead.web.accounts.manage import Reached
    from bridgehead.web.accounts.models import User

app = typer.Typer(name="user", help="Open, change and close accounts. 管理账号。", no_args_is_help=True)

NAME = typer.Argument(help="The name of the account.")
ROLES = typer.Option("--role", help="A role, such as clerk; may be repeated.")
UNITS = typer.Option("--unit", help="A unit for which the account acts; may be repeated.")
ADDRESS = typer.Option("--e-mail", help="Where they are told that a deadline is near.")
LANGUAGE = typer.Option("--language", help="The language in which they are told: zh or en.")


@app.command()
def add(
    name: Annotated[str, NAME],
    roles: Annotated[list[str], ROLES],
    units: Annotated[list[str] | None, UNITS] = None,
    e_mail: Annotated[str | None, ADDRESS] = None,
    language: Annotated[Lang | None, LANGUAGE] = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a password, or read it from the pipe.")] = False,
    home: Home = HOME,
) -> None:
    """Open an account. 开设账号。"""
    by = enter_database(home)
    from bridgehead.primitives.moment import now
    from bridgehead.web.accounts.manage import open_account

    given = typer.prompt("Password", hide_input=True, err=True) if password else None
    typer.echo(_line(open_account(name, roles, units or [], given, by, now(), _reached(e_mail, language))))


@app.command()
def change(
    name: Annotated[str, NAME],
    roles: Annotated[list[str], ROLES],
    units: Annotated[list[str] | None, UNITS] = None,
    e_mail: Annotated[str | None, ADDRESS] = None,
    language: Annotated[Lang | None, LANGUAGE] = None,
    home: Home = HOME,
) -> None:
    """Give an account these roles and units instead of those before. 变更角色和单位。"""
    by = enter_database(home)
    from bridgehead.primitives.moment import now
    from bridgehead.web.accounts.manage import change_rights

    typer.echo(_line(change_rights(name, roles, units or [], by, now(), _reached(e_mail, language))))


@app.command()
def close(name: Annotated[str, NAME], home: Home = HOME) -> None:
    """Close an account, and take its tokens. 停用账号。"""
    by = enter_database(home)
    from bridgehead.primitives.moment import now
    from bridgehead.web.accounts.manage import close_account

    typer.echo(_line(close_account(name, by, now())))


@app.command("list")
def listed(home: Home = HOME) -> None:
    """Show every account. 列出账号。"""
    enter_database(home)
    from bridgehead.web.accounts.models import User

    for user in User.objects.order_by("username"):
        typer.echo(_line(user))


def _reached(e_mail: str | None, language: Lang | None) -> "Reached":
    from bridgehead.web.accounts.manage import Reached

    return Reached(e_mail, language.value if language else None)


def _line(user: "User") -> str:
    units = ", ".join(sorted(unit.slug for unit in user.units.all()))
    labels = ", ".join(sorted(token.label for token in user.tokens.all()))
    said = [user.username, ", ".join(user.roles) or "no role", *([f"of {units}"] if units else [])]
    said += [f"told by e-mail in {user.language}"] if user.email else []
    said += [f"tokens: {labels}"] if labels else []
    return " · ".join(said if user.is_active else [*said, "closed"])
