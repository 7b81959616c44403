"""What settling, explaining and simulating share: the rulebook, the terms of the award, the claims of a file."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import typer

from bridgehead import tables
from bridgehead.catalog import KINDS
from bridgehead.cli.output import Lang, Progress
from bridgehead.instruments.award.allocation.paid import COLUMNS, Confirmed, confirmed
from bridgehead.instruments.award.terms import Terms
from bridgehead.queries.settlement import award_terms
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook, Table

LABEL_SUFFIXES = {"declared": ("（申报）", " (declared)"), "verified": ("（核实）", " (verified)")}


@dataclass(frozen=True, slots=True)
class Work:
    """A rulebook, one of its awards, and its claims: read, or a Parquet file that is read piece by piece."""

    rulebook: Rulebook
    terms: Terms
    claims: pa.Table | Path
    rejects: pa.Table
    paid: tuple[Confirmed, ...]

    @property
    def table(self) -> pa.Table:
        """The claims that were read; raises TypeError where they are a file still."""
        if isinstance(self.claims, Path):
            raise TypeError("the claims are read piece by piece")
        return self.claims


def open_work(path: Path, award: str, claims: Path, paid: Path | None, lang: Lang, *, lazily: bool = False) -> Work:
    """Read the rulebook and the claims; raises BridgeheadError where either cannot be read."""
    rulebook = load(path, KINDS)
    terms = award_terms(rulebook, award)
    zone = ZoneInfo(rulebook.about.time_zone)
    before = confirmed(tables.read(paid, COLUMNS, zone=zone).table, terms.award) if paid else ()
    if lazily and claims.suffix.lower() == ".parquet" and claims.is_file():
        return Work(rulebook, terms, claims, tables.REJECTS.empty_table(), before)
    with Progress(lang.say("读入", "read")) as progress:
        reading = tables.read(
            claims, terms.table.columns, zone=zone, labels=labels(terms.table), progress=progress.rows
        )
    for note in reading.notes:
        typer.echo(str(note), err=True)
    if reading.rejects.num_rows:
        unread = lang.say("不能读取的单元格", "cells that cannot be read")
        typer.echo(f"{unread} {reading.rejects.num_rows:,}", err=True)
    return Work(rulebook, terms, reading.table, reading.rejects, before)


def labels(table: Table) -> tables.Labels:
    """The other words for a register's columns and choices: their labels in both languages."""
    columns: dict[str, tuple[str, ...]] = {}
    choices: dict[str, dict[str, tuple[str, ...]]] = {}
    for column in table.columns:
        field, _, side = column.name.rpartition(" ")
        name = column.name if column.name in table.labels else field
        zh, en = LABEL_SUFFIXES[side] if name != column.name else ("", "")
        label = table.labels[name]
        columns[column.name] = (label.zh + zh, label.en + en)
        choices[column.name] = {one: (said.zh, said.en) for one, said in table.choices.get(name, {}).items()}
    return tables.Labels(columns, choices)
