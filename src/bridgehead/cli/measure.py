"""`bridgehead measure`: the figures of a rulebook's indicators, and from what each rate follows."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli import day, measure_cases
from bridgehead.cli.output import Lang, Language, console, print_table

if TYPE_CHECKING:
    from bridgehead.instruments.indicator import Indicator, Rate
    from bridgehead.rulebook.rulebook import Rulebook

XML = ".xml"
ON = typer.Option(parser=day.read, metavar="DATE", help="The day at whose end cases of a file are counted; else now.")


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    name: Annotated[str | None, typer.Option("--indicator", help="Which one, where there are several.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the figures: .csv, .xlsx, .parquet, .json, or .xml for SDMX.")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(help="The cases that are counted: a file of them, or a copy of their register.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="What tells counts apart: a name under «by», or month.")] = None,
    on: Annotated[date | None, ON] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Show what is measured, each rate recomputed from its numerator and denominator. 指标与复算。"""
    from bridgehead.catalog import KINDS
    from bridgehead.cli.chosen import chosen
    from bridgehead.instruments.indicator import Indicator
    from bridgehead.rulebook.load import load

    rulebook = load(path, KINDS)
    indicator = chosen(rulebook, Indicator, name, "indicator", "CL021")
    if indicator.counts is not None:
        measure_cases.command(rulebook, indicator, measure_cases.Asked(cases, by, on, out), lang)
        return
    show(indicator, lang)
    if out is not None:
        count = _write(rulebook, indicator, out, lang)
        console().print(lang.say(f"{count} 个数值写入 {out}", f"{count} figures in {out}"))


def show(indicator: "Indicator", lang: Lang) -> None:
    from bridgehead.instruments.indicator import rates
    from bridgehead.instruments.indicator.wording import SHORT, compared, printed

    headings = lang.say(
        ("指标", "", "公布", "复算", "核对", "由来"), ("Figure", "", "Published", "Recomputed", "Check", "From")
    )
    rows = [
        (
            lang.of(rate.title),
            lang.of(compared(rate, SHORT)),
            printed(rate.published) if rate.published is not None else "-",
            printed(rate.recomputed) if rate.recomputed is not None else "-",
            _agrees(rate, lang),
            "-" if rate.numerator is None else f"{rate.numerator:,} / {rate.denominator:,}",
        )
        for rate in rates(indicator)
    ]
    console().print(f"{lang.of(indicator.title)} · {indicator.period}")
    print_table(headings, rows, (*headings[2:4], headings[5]))


def _write(rulebook: "Rulebook", indicator: "Indicator", out: Path, lang: Lang) -> int:
    """How many figures were written. Beside SDMX stands the structure that its readers need."""
    from bridgehead.documents.replacing import replacing
    from bridgehead.queries.statistics import flow, observations
    from bridgehead.tables import write

    table = observations(indicator, lang)
    if out.suffix != XML:
        return write(out, table)
    sdmx = flow(rulebook, indicator)
    for file, text in (
        (out, sdmx.data(table)),
        (out.with_suffix(f".structure{XML}"), sdmx.structure(table.column_names)),
    ):
        with replacing(file) as unfinished:
            unfinished.write(text)
    return len(table)


def _agrees(rate: "Rate", lang: Lang) -> str:
    if rate.published is None:
        return "-"
    said = {True: ("一致", "agrees"), False: ("不一致", "differs"), None: ("无从复算", "open")}
    return lang.say(*said[rate.agrees])
