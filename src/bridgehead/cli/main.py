"""The program `bridgehead`. Exit codes: 0 fine; 1 the work found problems, such as rejects or failed checks; 2 the call
itself is wrong: an unknown option, a file that is not there, work by a rulebook that has mistakes."""

import gc
import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bridgehead import __version__
from bridgehead.cli import (
    award,
    backup,
    chain,
    check,
    copy,
    demo,
    dmn,
    explain,
    export,
    feel,
    forget,
    measure,
    prove,
    replay,
    restore,
    schema,
    screen,
    serve,
    settle,
    simulate,
    sketch,
    swing,
    swing_plant,
    swing_replay,
    swing_report,
    swing_run,
    take_over,
    test,
    token,
    unit,
    user,
    verify,
    work,
)
from bridgehead.primitives.errors import BridgeheadError

WRONG_CALL = 2
LONG_LIVED = 20_000
"""New objects after which the collector looks for cycles: what a command imports and reads lives as long as it does."""


class Commands(TyperGroup):
    """The edge of the program: every mistake is told in its own line, and the exit code says so."""

    def invoke(self, ctx: Any) -> object:
        try:
            return super().invoke(ctx)
        except BridgeheadError as error:
            for mistake in error.mistakes:
                typer.echo(str(mistake), err=True)
            raise typer.Exit(WRONG_CALL) from error


app = typer.Typer(
    cls=Commands,
    name="bridgehead",
    help="Turns what a city has published into a running, accountable service. 让城市的承诺可运行、可问责。",
    epilog="Exit codes: 0 fine · 1 problems were found · 2 the call is wrong.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich doubles the time that --help takes
)
for command in (
    check,
    test,
    settle,
    explain,
    simulate,
    measure,
    chain,
    schema,
    screen,
    sketch,
    feel,
    serve,
    work,
    prove,
    forget,
    export,
    copy,
    verify,
    replay,
    backup,
    restore,
    token,
    award,
):
    settings = {"ignore_unknown_options": command is feel}  # an expression may begin with a minus
    app.command(name=command.__name__.rpartition(".")[2], context_settings=settings)(command.command)
app.command(name="import")(take_over.command)
swing.app.command(name="run")(swing_run.command)
swing.app.command(name="plant")(swing_plant.command)
swing.app.command(name="replay")(swing_replay.command)
swing.app.command(name="report")(swing_report.command)
for group in (demo, dmn, swing, user, unit):
    app.add_typer(group.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


def run() -> None:
    gc.set_threshold(LONG_LIVED)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none may change a rulebook, nor be looked for
    app()
