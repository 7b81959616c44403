"""`bridgehead feel`: the value of one FEEL expression."""

import re
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.moment import NOW, moment


def _is_no_option(expression: str | None) -> str | None:
    """An expression may begin with a minus, and an option that is not known is not taken for one."""
    if expression and re.match("--[a-z]", expression):
        raise typer.BadParameter(f"no such option «{expression}»; a second minus goes into brackets: -(-x)")
    return expression


def command(
    expression: Annotated[
        str | None,
        typer.Argument(
            help="FEEL, as in 'passengers >= 400'; «repl», or nothing, for a session.",
            show_default=False,
            callback=_is_no_option,
        ),
    ] = None,
    context: Annotated[Path | None, typer.Option(help="A JSON file with the values of the names.")] = None,
    now: Annotated[str | None, NOW] = None,
) -> None:
    """Evaluate a FEEL expression over values from a JSON file. 计算一个 FEEL 表达式。"""
    from bridgehead import feel
    from bridgehead.cli import feel_session
    from bridgehead.cli.values import read_file
    from bridgehead.primitives.errors import BridgeheadError

    values = read_file(context) if context else {}
    if expression is None or (expression == "repl" and "repl" not in values):
        feel_session.run(values, moment(now))
        return
    reasons: list[feel.Reason] = []
    try:
        value = feel.evaluate(expression, values, now=moment(now), reasons=reasons)
    except BridgeheadError as error:
        feel_session.show_mistakes(expression, error)
        raise typer.Exit(2) from error
    typer.echo(feel_session.written(value))
    feel_session.show_reasons(expression, reasons)
