"""`bridgehead settle`: decide all claims of an award, show who gets what, and write the decisions."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Progress, console, table

if TYPE_CHECKING:
    import pyarrow as pa

    from bridgehead.cli.claims import Work
    from bridgehead.queries.settlement import Settlement

STRUCTURED = {".parquet", ".json"}
SHOWN = 20
"""Winners, and others, that are listed on the screen; the file has them all."""

OUTCOMES = {
    "granted": "获奖 granted",
    "counted": "计入 counted",
    "exhausted": "名额或资金已尽 exhausted",
    "refused": "未获 refused",
    "undetermined": "待补材料 undetermined",
}


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


class EngineName(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    award: Annotated[str, typer.Option(help="The award's name, such as special-train.")],
    claims: Annotated[Path, typer.Option(help="The claims: csv, xlsx or parquet.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it is decided.")],
    out: Annotated[Path, typer.Option(help="Where the decisions go: csv, xlsx, parquet or json.")],
    engine: Annotated[EngineName, typer.Option(help="DuckDB here, or Spark on a cluster.")] = EngineName.DUCKDB,
    paid: Annotated[Path | None, typer.Option(help="Places confirmed earlier, which stay.")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where rows that cannot be read go; beside --out by default.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="The language of the reasons.")] = Lang.ZH,
) -> None:
    """Decide all claims of an award. 结算一项奖励的全部申报。"""
    from bridgehead import tables
    from bridgehead.cli.claims import open_work
    from bridgehead.queries.settlement import Engine, settle

    work = open_work(path, award, claims, paid)
    settlement = settle(
        work.rulebook, award, work.reading.table, on=on.date(), paid=work.paid, engine=Engine(engine.value)
    )
    decided = written(work, settlement, lang, structured=out.suffix.lower() in STRUCTURED)
    with Progress() as progress:
        tables.write(out, decided, progress=progress.rows)
    show(work, settlement, decided)
    refused = work.reading.rejects
    if refused.num_rows:
        beside = rejects or out.with_name(f"{out.stem}-rejects.csv")
        tables.write(beside, refused)
        console().print(f"不能读的行 rejects: {refused.num_rows:,} → {beside}")
        raise typer.Exit(1)


def written(work: "Work", settlement: "Settlement", lang: Lang, structured: bool) -> "pa.Table":
    """The columns number, outcome, prize, place, amount, reasons; reasons in words, or as a structure of both."""
    import pyarrow as pa

    from bridgehead.instruments.award import case
    from bridgehead.instruments.award.written import sentences

    decisions = settlement.table()
    zh, en = sentences(case.compile(work.terms), work.reading.table, decisions)
    zh, en = zh.cast(pa.string()), en.cast(pa.string())
    reasons = pa.StructArray.from_arrays([zh, en], ["zh", "en"]) if structured else (zh if lang is Lang.ZH else en)
    columns = decisions.select(["number", "outcome", "prize", "place", "amount"])
    return columns.append_column("reasons", reasons)


def show(work: "Work", settlement: "Settlement", decided: "pa.Table") -> None:
    """The winners in their order, the claims by outcome, and the money."""
    import pyarrow.compute as pc

    screen = console()
    title = work.terms.award.title
    screen.print(f"{title.zh} {title.en}  {settlement.on}")
    winners = decided.filter(pc.equal(decided["outcome"], "granted")).sort_by(
        [("prize", "ascending"), ("place", "ascending"), ("number", "ascending")]
    )
    rows = [
        (row["number"], row["prize"] or "", "" if row["place"] is None else str(row["place"]), f"{row['amount']:,}")
        for row in winners.slice(0, SHOWN).to_pylist()
    ]
    screen.print(table(("申报 Number", "奖项 Prize", "名次 Place", "金额 Amount"), rows, ("名次 Place", "金额 Amount")))
    if winners.num_rows > SHOWN:
        screen.print(f"… {winners.num_rows - SHOWN:,}")
    others = decided.filter(pc.not_equal(decided["outcome"], "granted"))
    shown = others.slice(0, SHOWN).to_pylist()
    why = [(row["number"], OUTCOMES[row["outcome"]], _words(row["reasons"])) for row in shown]
    screen.print(table(("申报 Number", "结果 Outcome", "原因 Why"), why))
    if others.num_rows > SHOWN:
        screen.print(f"… {others.num_rows - SHOWN:,}")
    counts = settlement.counts
    screen.print(" · ".join(f"{said} {counts[name]:,}" for name, said in OUTCOMES.items() if counts.get(name)))
    left = "" if settlement.left is None else f" · 余 left {settlement.left:,}"
    screen.print(f"已定 granted {settlement.granted:,}{left}")


def _words(reasons: str | dict[str, str]) -> str:
    return reasons if isinstance(reasons, str) else reasons["zh"]
