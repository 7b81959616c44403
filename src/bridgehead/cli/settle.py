"""`bridgehead settle`: decide all claims of an award, show who gets what, and write the decisions."""

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.day import ON
from bridgehead.cli.output import Lang, Language, Progress
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    import pyarrow as pa

    from bridgehead.cli.claims import Work
    from bridgehead.cli.tally import Tally
    from bridgehead.instruments.award.settlement import Settlement


class EngineName(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    award: Annotated[str, typer.Option(help="The award's name, such as special-train.")],
    claims: Annotated[Path, typer.Option(help="The claims: csv, xlsx or parquet, or the folder of a copy.")],
    on: Annotated[date, ON],
    out: Annotated[Path, typer.Option(help="Where the decisions go: csv, xlsx, parquet or json.")],
    engine: Annotated[EngineName, typer.Option(help="DuckDB here, or Spark on a cluster.")] = EngineName.DUCKDB,
    paid: Annotated[Path | None, typer.Option(help="Places confirmed earlier, which stay.")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where rows that cannot be read go; beside --out by default.")
    ] = None,
    reports: Annotated[Path | None, typer.Option(help="Later reports, which decide instalments.")] = None,
    instalments: Annotated[Path | None, typer.Option(help="Where the instalments go, as --out.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Decide all claims of an award. 结算一项奖励的全部申报。"""
    from bridgehead import tables
    from bridgehead.cli import instalments as plan
    from bridgehead.cli.claims import open_work
    from bridgehead.cli.settled import show
    from bridgehead.cli.tally import Tally
    from bridgehead.instruments.award.settlement import Engine, settle
    from bridgehead.rulebook.labelled import labels

    beside = rejects or out.with_name(f"{out.stem}-rejects.csv")
    for written_to in (out, beside, *([instalments] if instalments else ())):
        keep_what_is_read(written_to, path, (claims, *(file for file in (paid, reports) if file)))
        tables.writer_of(written_to)
    streams = out.suffix.lower() == ".parquet"
    work = open_work(path, award, claims, paid, lang, lazily=streams)
    reported = plan.read_reports(work, reports) if reports else None
    refused = work.rejects
    if refused.num_rows:
        tables.write(beside, tables.in_words(refused, lang))
        typer.echo(f"→ {beside}", err=True)
    settlement = settle(
        work.rulebook,
        award,
        work.claims,
        on=on,
        paid=work.paid,
        revoked=work.revoked,
        engine=Engine(engine.value),
        labels=labels(work.terms.table),
    )
    for note in settlement.row_by_row:
        typer.echo(f"{lang.say('逐件判断', 'judged row by row')}: {note}", err=True)
    tally = Tally(tuple(work.terms.award.prizes))
    with Progress(lang.say("写出", "written")) as progress:
        tables.write(out, written(work, settlement, tally, lang, out.suffix.lower()), progress=progress.rows)
    show(work, settlement, tally, lang)
    planned = plan.planned(work, settlement, reported)
    plan.show_some(planned, on, tally, lang)
    if instalments:
        tables.write(instalments, plan.table(planned, lang, instalments.suffix.lower()))
    raise typer.Exit(1 if refused.num_rows else 0)


def keep_what_is_read(out: Path, rulebook: Path, read: Collection[Path]) -> None:
    """Refuse to write over a file that is read, or into the rulebook: nothing that was filed is ever lost."""
    if out.resolve() in {file.resolve() for file in read}:
        found = "the decisions would replace a file that is read"
    elif out.resolve().parent == rulebook.resolve():
        found = "the decisions would be written into the rulebook"
    elif out.resolve().parent in {folder.resolve() for folder in read if folder.is_dir()}:
        found = "the decisions would be written into the copy"
    else:
        return
    raise BridgeheadError([Mistake("CL006", found, Place.whole(str(out)), "another file")])


def written(work: "Work", settlement: "Settlement", tally: "Tally", lang: Lang, suffix: str) -> "pa.RecordBatchReader":
    """The columns number, outcome, prize, place, amount, reasons, batch by batch; each is counted in the tally.

    Reasons are names of conditions in Parquet, structures in JSON, and sentences elsewhere.
    """
    import pyarrow as pa

    from bridgehead.instruments.award import case
    from bridgehead.instruments.award.reasons.written import sentences
    from bridgehead.queries.reasons import NAMES, STRUCTURES, named, structured

    compiled = case.compile(work.terms)

    def reasons(decisions: pa.Table, first: int) -> pa.Array:
        if isinstance(work.claims, Path) or suffix == ".parquet":
            return named(work.terms, decisions)
        claims = work.table.slice(first, decisions.num_rows)
        if suffix == ".json":
            return structured(compiled, claims, decisions, work.repeated)
        return sentences(compiled, claims, decisions, work.repeated)[lang.say(0, 1)].cast(pa.string())

    def batches() -> Iterator[pa.RecordBatch]:
        first = 0
        for batch in settlement.batches():
            decisions = pa.Table.from_batches([batch])
            tally.add(decisions)
            columns = [decisions[field.name].combine_chunks().cast(field.type) for field in list(schema)[:-1]]
            yield pa.RecordBatch.from_arrays([*columns, reasons(decisions, first)], schema=schema)
            first += batch.num_rows

    kind = {".parquet": NAMES, ".json": STRUCTURES}.get(suffix, pa.string())
    texts = [(name, pa.string()) for name in ("number", "outcome", "prize")]
    schema = pa.schema([*texts, ("place", pa.int64()), ("amount", pa.decimal128(18, 2)), ("reasons", kind)])
    return pa.RecordBatchReader.from_batches(schema, batches())
