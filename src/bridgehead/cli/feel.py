"""`bridgehead feel`: the value of one FEEL expression."""

import re
from pathlib import Path
from typing import Annotated

import typer

NAMED_VALUES = """JSON: names and texts in double quotes, as in {"passengers": 412, "kind": "train"}"""


def _is_no_option(expression: str | None) -> str | None:
    """An expression may begin with a minus, and an option that is not known is not taken for one."""
    if expression and re.match("--[a-z]", expression):
        raise typer.BadParameter(f"no such option «{expression}»; a second minus goes into brackets: -(-x)")
    return expression


def command(
    expression: Annotated[
        str | None,
        typer.Argument(
            help="FEEL, as in 'passengers >= 400'; without it, a session.", show_default=False, callback=_is_no_option
        ),
    ] = None,
    context: Annotated[Path | None, typer.Option(help="A JSON file with the values of the names.")] = None,
) -> None:
    """Evaluate a FEEL expression over values from a JSON file. 计算一个 FEEL 表达式。"""
    from bridgehead import feel
    from bridgehead.cli import feel_session
    from bridgehead.primitives.errors import BridgeheadError

    values = _values(context) if context else {}
    if expression is None:
        feel_session.run(values)
        return
    reasons: list[feel.Reason] = []
    try:
        value = feel.evaluate(expression, values, reasons=reasons)
    except BridgeheadError as error:
        feel_session.show_mistakes(expression, error)
        raise typer.Exit(2) from error
    typer.echo(feel_session.written(value))
    feel_session.show_reasons(expression, reasons)


def _values(path: Path) -> dict[str, object]:
    """The values, with every digit of their numbers."""
    import json
    from decimal import Decimal

    from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

    try:
        values = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as why:
        found = f"the values cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place.whole(str(path)), "a JSON file")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place.whole(str(path)), "UTF-8")]) from why
    except json.JSONDecodeError as why:
        place = Place(str(path), why.lineno, why.colno)
        rest = why.doc[why.pos :].partition("\n")[0].strip()
        found = f"«{rest}» does not fit" if rest else "a value or bracket is missing"
        raise BridgeheadError([Mistake("CL004", found, place, NAMED_VALUES)]) from why
    if not isinstance(values, dict):
        raise BridgeheadError([Mistake("CL004", "the values have no names", Place(str(path)), NAMED_VALUES)])
    return values
