"""`bridgehead schema`: the JSON Schema of a rulebook's files, by which editors complete and check them."""

from typing import Annotated

import typer


def command(
    kind: Annotated[str | None, typer.Argument(help="One file or kind, such as award; all of them without it.")] = None,
) -> None:
    """Print the JSON Schema of the files of a rulebook. 打印规则书文件的 JSON Schema。"""
    import json

    from bridgehead.catalog import KINDS
    from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
    from bridgehead.rulebook.json_schema import json_schemas

    schemas = json_schemas(KINDS)
    if kind is not None and kind not in schemas:
        expected = f"one of {', '.join(sorted(schemas))}"
        raise BridgeheadError([Mistake("CL003", f"no schema «{kind}»", None, expected, nearest(kind, schemas))])
    typer.echo(json.dumps(schemas[kind] if kind else schemas, ensure_ascii=False, indent=2))
