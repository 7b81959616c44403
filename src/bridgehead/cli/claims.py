"""What settling, explaining and simulating share: the rulebook, the terms of the award, the claims of a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import typer

from bridgehead import tables
from bridgehead.catalog import KINDS
from bridgehead.cli.output import Lang, Progress
from bridgehead.instruments.award.allocation.paid import COLUMNS, Confirmed, confirmed
from bridgehead.instruments.award.allocation.spellings import each_in_one_spelling
from bridgehead.instruments.award.ledgered import STANDING, Standing, stay
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.types import Column
from bridgehead.rulebook.labelled import labels
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables.copies import Copy, is_copy
from bridgehead.tables.repeated import rejects as repeated_rejects

MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Work:
    """A rulebook, one of its awards, and its claims: read, or a Parquet file that is read piece by piece.

    `rejects` are what is wrong in the file: `lost` names the rows that could not be read, and `repeated` numbers have
    more than one row, which are decided all the same. Claims that are read piece by piece may be some that were
    `revoked`; of others these are not among them.
    """

    rulebook: Rulebook
    terms: Terms
    claims: pa.Table | Path
    paid: tuple[Confirmed, ...]
    rejects: pa.Table = field(default_factory=tables.REJECTS.empty_table)
    lost: pa.Table = field(default_factory=tables.LOST.empty_table)
    repeated: tables.Repeated = field(default_factory=dict)
    revoked: tuple[str, ...] = ()

    @property
    def table(self) -> pa.Table:
        """The claims that were read; raises TypeError where they are a file still."""
        if isinstance(self.claims, Path):
            raise TypeError("the claims are read piece by piece")
        return self.claims


def open_work(path: Path, award: str, claims: Path, paid: Path | None, lang: Lang, *, lazily: bool = False) -> Work:
    """Read the rulebook and the claims; raises BridgeheadError where either cannot be read."""
    rulebook = load(path, KINDS)
    for warning in rulebook.warnings:
        typer.echo(str(warning), err=True)
    terms = award_terms(rulebook, award)
    zone = ZoneInfo(rulebook.about.time_zone)
    standing: Standing = Copy.read(claims).position.get(STANDING, {}).get(award, {}) if is_copy(claims) else {}
    revoked = tuple(standing.get("revoked", ()))
    before = _confirmed(paid, terms, zone) if paid else stay(terms.award, standing)
    _none_is_revoked(before, revoked, paid)
    if standing:
        stand, gone = lang.say("已确认的名额", "places confirmed before"), lang.say("撤销", "revoked")
        typer.echo(f"{stand} {len(before):,} · {gone} {len(revoked):,}", err=True)
    columnar = is_copy(claims) or (claims.suffix.lower() == ".parquet" and claims.is_file())
    if lazily and columnar and _stands_as_read(claims, terms):
        return Work(rulebook, terms, claims, before, revoked=revoked)
    with Progress(lang.say("读入", "read")) as progress:
        reading = tables.read(
            claims, terms.table.columns, zone=zone, labels=labels(terms.table), progress=progress.rows
        )
    if revoked:
        number = reading.table[terms.table.deciding[terms.number]].combine_chunks()
        stands = pc.invert(pc.is_in(number, pa.array(revoked, number.type)))
        reading = replace(reading, table=reading.table.filter(stands), rows=reading.rows.filter(stands))
    for note in reading.notes:
        typer.echo(str(note), err=True)
    if reading.rejects.num_rows:
        rows, cells = len(pc.unique(reading.rejects["row"])), reading.rejects.num_rows
        unread = lang.say("不能读取的申报", "claims that cannot be read")
        typer.echo(f"{unread} {rows:,} ({lang.say('单元格', 'cells')} {cells:,})", err=True)
    column = terms.table.deciding[terms.number]
    numbers = reading.table[column].cast(pa.string())
    repeated = tables.repeated(numbers, reading.rows)
    twice = tables.repeated(each_in_one_spelling(numbers), reading.rows)
    if twice:
        told = lang.say("重复使用的号码", "numbers that are used more than once")
        typer.echo(f"{told} {len(twice):,}", err=True)
    for name in dict.fromkeys((terms.number, *terms.award.once_per)):
        _tell_alike(claims, reading, terms.table.deciding[name], name)
    rejects = pa.concat_tables([reading.rejects, repeated_rejects(twice, column, numbers, reading.rows)]).sort_by("row")
    return Work(rulebook, terms, reading.table, before, rejects, reading.lost, repeated)


def whole(
    path: Path,
    columns: Sequence[Column],
    zone: ZoneInfo,
    labels: tables.Labels = tables.NO_LABELS,
    *,
    unique: str | None = None,
) -> tables.Reading:
    """A table of which no row may be left out: raises BridgeheadError with every cell that cannot be read, and every
    value that the column `unique` has more than once.
    """
    reading = tables.read(path, columns, zone=zone, labels=labels)
    rejects = reading.rejects
    if unique is not None:
        numbers = reading.table[unique].cast(pa.string())
        twice = tables.repeated(numbers, reading.rows)
        rejects = pa.concat_tables([rejects, repeated_rejects(twice, unique, numbers, reading.rows)])
    if rejects.num_rows:
        raise BridgeheadError(
            Mistake(row["code"], f"row {row['row']}, {row['column']} «{row['value'] or ''}»", place, row["expected en"])
            for row in rejects.to_pylist()
            for place in [Place(str(path), row["row"])]
        )
    return reading


def _stands_as_read(claims: Path, terms: Terms) -> bool:
    """Whether a file may be read piece by piece: no row of it is to be left out, no text to be read otherwise."""
    from bridgehead.tables.parquet import stands_as_read

    return stands_as_read(claims, terms.table.columns, labels(terms.table))


def _tell_alike(file: Path, reading: tables.Reading, column: str, name: str) -> None:
    """Warn of texts that tell claims apart and may be the same."""
    if not pa.types.is_string(reading.table.schema.field(column).type):
        return
    groups = tables.alike(reading.table[column], reading.rows)
    for group in groups[:MOST_TOLD]:
        said = ", ".join(f"«{text}» (row {row})" for text, row in group)
        place = Place(str(file), group[0][1])
        note = Mistake("TB047", f"the {name} may be the same: {said}", place, "one way of writing it", warning=True)
        typer.echo(str(note), err=True)
    if len(groups) > MOST_TOLD:
        typer.echo(f"… {len(groups):,}", err=True)


def _confirmed(paid: Path, terms: Terms, zone: ZoneInfo) -> tuple[Confirmed, ...]:
    read = whole(paid, COLUMNS, zone)
    return confirmed(read.table, terms.award, str(paid), read.rows.to_pylist())


def _none_is_revoked(before: Sequence[Confirmed], revoked: Sequence[str], paid: Path | None) -> None:
    """Raise BridgeheadError with AW063 where a place is said to stand that the service has revoked since."""
    gone = [each.number for each in before if each.number in set(revoked)]
    if gone:
        raise BridgeheadError(
            Mistake("AW063", f"the place of «{number}» was revoked", Place.whole(str(paid)), "places that stand")
            for number in gone
        )
