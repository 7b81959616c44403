"""`bridgehead explain`: why one claim was decided as it was."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.output import console, table

MARKS = {True: "ok", False: "no", None: "?"}


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    award: Annotated[str, typer.Option(help="The award's name.")],
    claims: Annotated[Path, typer.Option(help="All the claims: csv, xlsx or parquet.")],
    claim: Annotated[str, typer.Option(help="The number of the claim.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; by default the last day for claims.")
    ] = None,
    paid: Annotated[Path | None, typer.Option(help="Places confirmed earlier, which stay.")] = None,
) -> None:
    """Explain the decision on one claim: each condition, and what would change it. 说明一件申报的结果。"""
    from bridgehead.cli.claims import day, open_work
    from bridgehead.queries.explanation import explain

    work = open_work(path, award, claims, paid)
    found = explain(work.rulebook, award, work.reading.table, claim, on=day(on, work.terms), paid=work.paid)
    screen = console()
    screen.print(f"{claim}  {found.decision.outcome}\n{found.sentence.zh}\n{found.sentence.en}")
    rows = [(MARKS[reason.holds], reason.condition, reason.zh, reason.en) for reason in found.decision.reasons]
    screen.print(table(("", "条件 Condition", "说明", "Why"), rows))
    for remedy in found.remedies:
        screen.print(f"{remedy.sentence.zh}\n{remedy.sentence.en}")
    screen.print(f"依据 {found.clause.zh} {found.clause.en}\n{found.passage}")
    for assumed in found.assumes:
        screen.print(f"约定 {assumed.zh} {assumed.en}")
