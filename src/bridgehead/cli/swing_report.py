"""`bridgehead swing report`: what was planned in a run and what came of it, with alarms, signatures and hashes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.output import Lang, Language
from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

if TYPE_CHECKING:
    from bridgehead.queries.run import Run

RUN = typer.Option("--run", help="The number of the run; without it the last one of the operation.")


def command(
    file: Annotated[Path, FILE],
    out: Annotated[Path, typer.Option(help="The report: a file that ends in .html or .docx.")],
    number: Annotated[str | None, RUN] = None,
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Write the report of a run. 写出一次运行的报告。"""
    operation = read(file)
    enter_database(home)
    from bridgehead.live.report import write
    from bridgehead.queries.run_report import report

    write(report(run_of(operation.name, number)), out, lambda phrase: lang.say(phrase.zh, phrase.en), lang.value)
    typer.echo(str(out))


def run_of(operation: str, number: str | None) -> "Run":
    """A run of an operation. Raises BridgeheadError with OP026 where there is none."""
    from bridgehead.primitives.actor import SERVICE
    from bridgehead.queries.run import runs

    found = {each.record.number: each for each in runs(SERVICE) if each.operation.name == operation}
    wanted = number if number is not None else next(iter(found), None)
    if wanted is None or wanted not in found:
        said = f"no run «{number}» of {operation}" if number is not None else f"no run of {operation}"
        expected = f"one of {', '.join(found)}" if found else "a run that swing run has begun"
        near = nearest(number, found) if number is not None else None
        raise BridgeheadError([Mistake("OP026", said, None, expected, near)])
    return found[wanted]
