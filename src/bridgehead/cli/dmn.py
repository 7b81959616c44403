"""`bridgehead dmn`: run, check and test models of Decision Model and Notation."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.moment import NOW, moment

if TYPE_CHECKING:
    from bridgehead.feel.hits import Fired
    from bridgehead.primitives.errors import Mistake

app = typer.Typer(name="dmn", help="Run, check and test DMN models. 运行、检查、测试 DMN 模型。", no_args_is_help=True)

SHOWN = 10
"""Rows that are told of those that passed a limit."""
MODEL = typer.Argument(help="A model: .dmn, .yaml or .xlsx; those that it imports are looked for beside it.")
DECISION = typer.Option(help="The name of a decision or decision service.")


@app.command()
def run(
    model: Annotated[Path, MODEL],
    decision: Annotated[str, DECISION],
    given: Annotated[
        str, typer.Option("--input", help="The values of the input data: a JSON file, or JSON itself.")
    ] = "{}",
    trace: Annotated[bool, typer.Option("--trace", help="Show which rules matched, and on what inputs.")] = False,
    now: Annotated[str | None, NOW] = None,
) -> None:
    """Work out one decision for one case. 对一个案例作出决定。"""
    from bridgehead import dmn
    from bridgehead.cli import values as json_values
    from bridgehead.cli.feel_session import written
    from bridgehead.dmn.given import given_for, strange
    from bridgehead.primitives.errors import BridgeheadError

    decisions = dmn.load(model)
    inputs = decisions.inputs(decision)
    values = given_for(inputs, json_values.read(given))
    notes = strange(inputs, values)
    for note in notes:
        typer.echo(str(note), err=True)
    fired: list[Fired] | None = [] if trace else None
    value = decisions.decide(decision, values, now=moment(now), trace=fired)
    try:
        typer.echo(written(value))
    except BridgeheadError as error:  # of a limit: the value is too large or too deep to be written
        raise error.at(decisions.place(decision)) from error
    if _holds_null(value):  # once more, since to note the reasons takes longer
        reasons: list[Mistake] = []
        decisions.decide(decision, values, now=moment(now), reasons=reasons)
        for reason in reasons[len(notes) :]:  # those before are of what is given
            typer.echo(str(reason), err=True)
    for one in fired or ():
        _show(one)
    raise typer.Exit(1 if notes else 0)


def _holds_null(value: object) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(_holds_null, parts))


def _show(fired: "Fired") -> None:
    from bridgehead.feel import text_of

    inputs = ", ".join(f"{name} = {text_of(value)}" for name, value in fired.inputs)
    rules = ", ".join(map(str, fired.matched)) or "none"
    typer.echo(f"  {fired.label}: {inputs or 'no inputs'} → rules {rules} → {text_of(fired.value)}")
    for rule, heading, text in fired.notes:
        typer.echo(f"    rule {rule}{heading and f', {heading}'}: {text}")


@app.command()
def batch(
    model: Annotated[Path, MODEL],
    decision: Annotated[str, DECISION],
    given: Annotated[Path, typer.Option("--input", help="The cases, one a row: csv, xlsx, parquet or json.")],
    out: Annotated[Path, typer.Option(help="Where the cases go with their decisions: csv, xlsx, parquet or json.")],
    rejects: Annotated[
        Path | None, typer.Option(help="Where rows that cannot be read go; beside --out by default.")
    ] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Add the rules that matched, and why nulls were made.")
    ] = False,
    now: Annotated[str | None, NOW] = None,
) -> None:
    """Work out one decision for every row of a file. 对文件中的每一行作出决定。"""
    from bridgehead import dmn, tables
    from bridgehead.cli.output import Progress
    from bridgehead.queries.cases import decide_all, read_cases
    from bridgehead.queries.kept import as_written

    if out.resolve() == given.resolve():
        raise typer.BadParameter("the decisions would overwrite the cases", param_hint="--out")
    tables.writer_of(out)
    decisions = dmn.load(model)
    cases = read_cases(given, decisions.inputs(decision))
    for note in (*cases.notes, *cases.refused):
        typer.echo(str(note), err=True)
    with Progress("decide") as progress:
        decided = decide_all(decisions, decision, cases, now=moment(now), trace=trace, progress=progress.rows)
    for note in decided.notes:
        typer.echo(str(note), err=True)
    rows = tables.write(out, as_written(decided.rows, out.suffix.lower(), cases.lacking))
    typer.echo(f"{rows:,} → {out}")
    typer.echo("decided as columns" if decided.why is None else f"decided row by row: {decided.why}", err=True)
    if cases.rejects.num_rows:
        beside = rejects or out.with_name(f"{out.stem}-rejects.csv")
        tables.write(beside, tables.in_words(cases.rejects, "en"))
        cells = f"{cases.rejects.num_rows:,} {'cell' if cases.rejects.num_rows == 1 else 'cells'}"
        typer.echo(f"{cells} cannot be read → {beside}", err=True)
    for row, error in islice(decided.limited.items(), SHOWN):
        typer.echo(f"row {row:,}: {error}", err=True)
    if decided.limited:
        count = len(decided.limited)
        typer.echo(f"{count:,} {'row is' if count == 1 else 'rows are'} not decided, for a limit of FEEL", err=True)
    raise typer.Exit(1 if cases.rejects.num_rows or cases.refused or decided.limited else 0)


@app.command()
def check(model: Annotated[Path, MODEL]) -> None:
    """Tell all that is wrong in a model. 检查一个模型。"""
    from bridgehead.dmn.check import check as check_model

    mistakes = check_model(model)
    for one in mistakes:
        typer.echo(str(one), err=not one.warning)
    wrong = sum(not one.warning for one in mistakes)
    typer.echo(f"mistakes {wrong}, warnings {len(mistakes) - wrong}")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def convert(
    model: Annotated[Path, MODEL],
    out: Annotated[Path, typer.Argument(help="Where the same model goes: .dmn, .yaml or .xlsx.")],
) -> None:
    """Write a model in another form: DMN XML, YAML or Excel. 把模型写成另一种格式。"""
    from bridgehead import dmn
    from bridgehead.dmn.forms import FORMS
    from bridgehead.dmn.plain.essence import carried
    from bridgehead.documents.replacing import need_folder, replacing

    form = FORMS.get(out.suffix.lower())
    if form is None:
        raise typer.BadParameter(f"«{out.name}» ends in none of {', '.join(FORMS)}", param_hint="OUT")
    if out.resolve() == model.resolve():
        raise typer.BadParameter("the model would be overwritten", param_hint="OUT")
    need_folder(out)
    read = dmn.read(model)
    data = dmn.write(read, form)
    for note in carried(read) if form != "dmn" else ():
        typer.echo(str(note), err=True)
    with replacing(out) as file:
        file.write(data)
    typer.echo(f"{model} → {out}")


@app.command()
def tck(
    folder: Annotated[Path, typer.Argument(help="A folder of the compatibility kit, or one above many.")],
    failures: Annotated[bool, typer.Option("--failures", help="Show every case that fails, and how.")] = False,
) -> None:
    """Run the compatibility kit of the standard. 运行 DMN 标准的兼容性测试。"""
    from bridgehead.dmn import tck as kit
    from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

    if not folder.is_dir():
        raise BridgeheadError(
            [Mistake("CL001", "there is no such folder", Place.whole(str(folder)), "a folder of the kit")]
        )
    total = passed = 0
    for outcome in kit.run(folder):
        total += 1
        passed += outcome.passed
        if failures and not outcome.passed:
            typer.echo(str(outcome))
            for wrong in outcome.wrong:
                typer.echo(f"    {wrong}")
    typer.echo(f"passed {passed} of {total}")
    raise typer.Exit(0 if passed == total else 1)
