"""`bridgehead simulate`: what other figures would have brought about."""

from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Annotated

import typer

from bridgehead.cli.day import ON_OR_ASSUMED, on_or_assumed
from bridgehead.cli.output import Lang, Language, print_table

HEADING_WIDTH = 14
"""Columns of what is varied: a longer name goes over several lines, so that its figures and the plot have room."""


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    award: Annotated[str, typer.Option(help="The award's name.")],
    claims: Annotated[Path, typer.Option(help="The claims: csv, xlsx or parquet.")],
    vary: Annotated[
        list[str],
        typer.Option(
            help="As in 'minimum passengers=300..500 step 20': a value, 'budget', 'first of PRIZE' or a number "
            "of the award, as 'test of CONDITION'; may be repeated."
        ),
    ],
    on: Annotated[date | None, ON_OR_ASSUMED] = None,
    paid: Annotated[Path | None, typer.Option(help="Places confirmed earlier, which stay.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Decide the claims under other figures: cost, winners and losers of each scenario. 试算其他数字的结果。"""
    from rich.bar import Bar

    from bridgehead.cli.claims import open_work
    from bridgehead.cli.settled import confirmed_elsewhere
    from bridgehead.queries.simulation import simulate

    work = open_work(path, award, claims, paid, lang)
    found = simulate(work.rulebook, award, work.table, vary, on=on_or_assumed(on, work, lang), paid=work.paid)
    names = [variation.name for variation in found.variations]
    most = max(result.cost for result in (found.today, *found.results))
    rows: list[tuple[str | Bar, ...]] = [
        (
            *(str(result.scenario[name]) if result.scenario else lang.say("今", "today") for name in names),
            f"{result.cost:,}",
            str(result.winners),
            f"+{result.gained}",
            f"-{result.lost}",
            Bar(max(float(most), 1.0), 0, float(result.cost)),  # as wide as the terminal leaves it
        )
        for result in (found.today, *found.results)
    ]
    wrapped = (fill(name, HEADING_WIDTH) for name in names)
    figures = (*wrapped, *lang.say(("金额", "获奖", "增", "减"), ("Cost", "Winners", "Gained", "Lost")))
    print_table((*figures, ""), rows, figures)
    confirmed_elsewhere(found.elsewhere, lang)
