"""`bridgehead explain`: why one claim was decided as it was."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.day import ON_OR_ASSUMED, on_or_assumed
from bridgehead.cli.outcomes import OUTCOMES
from bridgehead.cli.output import Lang, Language, console, print_table

MARKS = {True: "ok", False: "no", None: "?"}


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    award: Annotated[str, typer.Option(help="The award's name.")],
    claims: Annotated[Path, typer.Option(help="All the claims: csv, xlsx or parquet.")],
    claim: Annotated[str, typer.Option(help="The number of the claim.")],
    on: Annotated[date | None, ON_OR_ASSUMED] = None,
    paid: Annotated[Path | None, typer.Option(help="Places confirmed earlier, which stay.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Explain the decision on one claim: each condition, and what would change it. 说明一件申报的结果。"""
    from bridgehead.cli.claims import open_work
    from bridgehead.queries.explanation import explain

    work = open_work(path, award, claims, paid, lang)
    found = explain(work.rulebook, award, work.table, claim, on=on_or_assumed(on, work, lang), paid=work.paid)
    screen = console()
    outcome = lang.say(*OUTCOMES[found.decision.outcome])
    screen.print(f"{claim} · {outcome}\n{lang.of(found.sentence)}")
    rows = [
        (MARKS[reason.holds], reason.condition, lang.say(reason.zh, reason.en)) for reason in found.decision.reasons
    ]
    print_table(("", lang.say("条件", "Condition"), lang.say("说明", "Why")), rows)
    for remedy in found.remedies:
        screen.print(lang.of(remedy.sentence))
    screen.print(f"{lang.say('依据', 'By')} {lang.of(found.clause)}\n{found.passage}")
    for assumed in found.assumes:
        screen.print(f"{lang.say('约定', 'Assumed')} {lang.of(assumed)}")
