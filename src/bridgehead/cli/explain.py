"""`bridgehead explain`: why one claim was decided as it was."""

import re
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridgehead.cli.day import ON_OR_ASSUMED, on_or_assumed
from bridgehead.cli.outcomes import OUTCOMES
from bridgehead.cli.output import Lang, Language, console, print_table

if TYPE_CHECKING:
    from bridgehead.cli.claims import Work
    from bridgehead.instruments.award.schema import Award
    from bridgehead.queries.explanation import Explanation

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
    unread = lost_rows(work, claim)
    rows = work.repeated.get(claim, ())
    if not (unread and not known(work, claim)):
        day = on_or_assumed(on, work, lang)
        found = explain(work.rulebook, award, work.table, claim, on=day, paid=work.paid, repeated=work.repeated)
        for explanation, row in zip_longest(found, rows):
            name = f"{claim} · {lang.say(f'第 {row} 行', f'row {row}')}" if row else claim
            show(explanation, work.terms.award, name, lang)
    for row, rejects in unread.items():
        show_rejects(work, claim, row, rejects, lang)
    raise typer.Exit(1 if unread else 0)


def show(found: "Explanation", award: "Award", name: str, lang: Lang) -> None:
    """One claim: what was decided, every condition, what would change it, and the clause."""
    from bridgehead.cli import instalments
    from bridgehead.instruments.award.reasons.called import called

    screen = console()
    outcome = lang.say(*OUTCOMES[found.decision.outcome])
    screen.print(f"{name} · {outcome}\n{lang.of(found.sentence)}")
    rows = [
        (MARKS[reason.holds], lang.of(called(award, reason)), lang.say(reason.zh, reason.en))
        for reason in (*found.decision.reasons, *([found.allocated] if found.allocated else ()))
    ]
    print_table(("", lang.say("条件", "Condition"), lang.say("说明", "Why")), rows)
    instalments.show(found.instalments, lang)
    for remedy in found.remedies:
        screen.print(lang.of(remedy.sentence))
    if found.order:
        screen.print(f"{lang.say('次序', 'Order')} {lang.of(found.order)}")
    screen.print(f"{lang.say('依据', 'By')} {lang.of(found.clause)}\n{found.passage}")
    for assumed in found.assumes:
        screen.print(f"{lang.say('约定', 'Assumed')} {lang.of(assumed)}")


def known(work: "Work", claim: str) -> bool:
    """Whether a claim of this number could be read."""
    column = work.table[work.terms.table.deciding[work.terms.number]]
    return claim in column.cast("string").to_pylist()


def lost_rows(work: "Work", claim: str) -> dict[int, list[dict[str, Any]]]:
    """The rejects of each row of this claim that could not be read; a row whose cells do not fit is looked through."""
    rows = {lost["row"] for lost in work.lost.to_pylist() if lost["name"] == claim}
    found: dict[int, list[dict[str, Any]]] = {}
    for reject in work.rejects.to_pylist():
        cells = re.split(r"[,;\t]", reject["value"] or "") if not reject["column"] else ()
        if reject["row"] in rows or claim in (cell.strip(' "') for cell in cells):
            found.setdefault(reject["row"], []).append(reject)
    return found


def show_rejects(work: "Work", claim: str, row: int, rejects: list[dict[str, Any]], lang: Lang) -> None:
    """Why a row cannot be read."""
    screen = console()
    unread = lang.say(f"第 {row} 行 · 不能读取，未作决定", f"row {row} · cannot be read, and is not decided")
    screen.print(f"{claim} · {unread}")
    for reject in rejects:
        column = reject["column"] or lang.say("整行", "the whole row")
        zh = f"；应为{reject['expected zh']}（{reject['code']}）"
        said = lang.say(zh, f"; expected {reject['expected en']} ({reject['code']})")
        screen.print(f"{column} «{reject['value'] or ''}»{said}")
