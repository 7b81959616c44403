"""`bridgehead feel`: the value of one FEEL expression."""

from pathlib import Path
from typing import Annotated

import typer


def command(
    expression: Annotated[str, typer.Argument(help="FEEL, as in 'passengers >= 400'.")],
    context: Annotated[Path | None, typer.Option(help="A JSON file with the values of the names.")] = None,
) -> None:
    """Evaluate a FEEL expression over values from a JSON file. 计算一个 FEEL 表达式。"""
    from bridgehead import feel

    typer.echo(_written(feel.evaluate(expression, _values(context) if context else {})))


def _values(path: Path) -> dict[str, object]:
    """The values, with every digit of their numbers."""
    import json
    from decimal import Decimal

    from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

    try:
        values = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as why:
        found = f"the values cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place(str(path)), "a JSON file")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place(str(path)), "UTF-8")]) from why
    except json.JSONDecodeError as why:
        place = Place(str(path), why.lineno, why.colno)
        raise BridgeheadError([Mistake("CL004", f"the values are not JSON: {why.msg}", place, "JSON")]) from why
    if not isinstance(values, dict):
        raise BridgeheadError([Mistake("CL004", "the values have no names", Place(str(path)), 'JSON, as in {"n": 1}')])
    return values


def _written(value: object) -> str:
    """A value in the way of FEEL."""
    from decimal import Decimal

    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case list():
            return f"[{', '.join(map(_quoted, value))}]"
        case dict():
            return "{" + ", ".join(f"{name}: {_quoted(item)}" for name, item in value.items()) + "}"
        case _:
            return str(value)


def _quoted(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else _written(value)
