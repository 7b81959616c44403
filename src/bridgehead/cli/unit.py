"""`bridgehead unit`: the departments, counties and firms that carry duties."""

from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, enter_database

app = typer.Typer(name="unit", help="Add and show units. 管理单位。", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What rules and accounts call it: small letters, figures, hyphens.")],
    zh: Annotated[str, typer.Option(help="Its name in Chinese.")],
    en: Annotated[str, typer.Option(help="Its name in English.")],
    home: Home = HOME,
) -> None:
    """Add a unit. 增加单位。"""
    by = enter_database(home)
    from bridgehead.actions.account import add_unit
    from bridgehead.primitives.moment import now

    typer.echo(add_unit(name, {"zh": zh, "en": en}, by, now()).slug)


@app.command("list")
def listed(home: Home = HOME) -> None:
    """Show every unit. 列出单位。"""
    enter_database(home)
    from bridgehead.ledger.models import Unit

    for unit in Unit.objects.order_by("slug"):
        typer.echo(f"{unit.slug} · {unit.title['zh']} · {unit.title['en']}")
