"""Settling the awards of a rulebook: tables and Parquet files in, decisions out, the same on every run."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bridgehead import tables
from bridgehead.catalog import KINDS
from bridgehead.instruments.award.settlement import Confirmed, Settlement, award_terms, settle
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.instalments import State, instalments
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook

ROOT = Path(__file__).parents[3]
FINAL = date(2024, 6, 1)


@pytest.fixture(scope="module")
def tourism() -> Rulebook:
    return load(ROOT / "rulebooks/datong/tourism-2023", KINDS)


def sample(rulebook: Rulebook, award: str, name: str) -> pa.Table:
    from zoneinfo import ZoneInfo

    columns = award_terms(rulebook, award).table.columns
    return tables.read(rulebook.path / "samples" / name, columns, zone=ZoneInfo("Asia/Shanghai")).table


@pytest.fixture(scope="module")
def trains(tourism: Rulebook) -> pa.Table:
    return sample(tourism, "special-train", "made-up-special-train-claims.csv")


def test_the_money_adds_up(tourism: Rulebook, trains: pa.Table) -> None:
    found = settle(tourism, "special-train", trains, on=FINAL)
    decisions = found.table()
    assert decisions["number"].to_pylist() == trains["number"].to_pylist()
    assert found.granted == sum(decisions["amount"].to_pylist())
    assert found.left == Decimal(450_000) - found.granted >= 0
    assert sum(found.counts.values()) == trains.num_rows
    assert found.counts["granted"] == decisions["outcome"].to_pylist().count("granted") > 0


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tourism: Rulebook, trains: pa.Table, tmp_path: Path) -> None:
    many = _many(trains, 3_000)
    written = []
    for name in ("first", "second"):
        parquet.write_table(settle(tourism, "special-train", many, on=FINAL).table(), tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_a_parquet_file_is_decided_like_its_table_and_piece_by_piece(
    tourism: Rulebook, trains: pa.Table, tmp_path: Path
) -> None:
    many = _many(trains, 200)
    parquet.write_table(many, tmp_path / "claims.parquet", row_group_size=1_000)
    found = settle(tourism, "special-train", tmp_path / "claims.parquet", on=FINAL)
    pieces = pa.Table.from_batches(list(found.batches())).drop_columns("@row")
    assert pieces.to_pylist() == settle(tourism, "special-train", many, on=FINAL).table().to_pylist()


def test_confirming_what_was_granted_changes_nothing(tourism: Rulebook, trains: pa.Table) -> None:
    first = settle(tourism, "special-train", trains, on=FINAL)
    granted = [row for row in first.table().to_pylist() if row["outcome"] == "granted"]
    paid = [Confirmed(row["number"], row["prize"], row["place"], row["amount"]) for row in granted]
    again = settle(tourism, "special-train", trains, on=FINAL, paid=paid)
    assert _winners(again) == _winners(first)
    assert again.left == first.left


def test_money_confirmed_for_claims_that_are_elsewhere_is_spent(tourism: Rulebook, trains: pa.Table) -> None:
    paid = [Confirmed("elsewhere", "chartered train", 1, Decimal(100_000))]
    found = settle(tourism, "special-train", trains.slice(0, 0), on=FINAL, paid=paid)
    assert (found.granted, found.left) == (Decimal(100_000), Decimal(350_000))


def test_instalments_are_scheduled() -> None:
    firms = load(ROOT / "rulebooks/examples/above-scale-firms", KINDS)
    (name,) = [path.name for path in (firms.path / "samples").glob("*firm*.csv")]
    found = settle(firms, "entry-and-growth", sample(firms, "entry-and-growth", name), on=FINAL)
    plan = instalments(firms, found.terms.award, found.winners(), FINAL)
    amounts = {row["number"]: row["amount"] for row in found.winners().to_pylist()}
    assert plan
    for number in {each.number for each in plan}:
        parts = [each for each in plan if each.number == number]
        assert [each.position for each in parts] == [1, 2]
        assert sum(each.amount for each in parts) == amounts[number]
        assert [each.state for each in parts] == [State.DUE, State.WAITING]


def test_an_unknown_award_and_a_lost_column_are_told(tourism: Rulebook, trains: pa.Table) -> None:
    with pytest.raises(BridgeheadError) as unknown:
        settle(tourism, "special-trian", trains, on=FINAL)
    assert [(each.code, each.nearest) for each in unknown.value.mistakes] == [("AW060", "special-train")]
    with pytest.raises(BridgeheadError) as lost:
        settle(tourism, "special-train", trains.rename_columns({"nights verified": "night verified"}), on=FINAL)
    assert [(each.code, each.nearest) for each in lost.value.mistakes] == [("AW061", "night verified")]


def _many(claims: pa.Table, times: int) -> pa.Table:
    """The same claims many times under other numbers."""
    copies = [_renumbered(claims, copy) for copy in range(times)]
    return pa.concat_tables(copies)


def _renumbered(claims: pa.Table, copy: int) -> pa.Table:
    def other(names: Sequence[str]) -> pa.Array:
        return pa.array([name if name is None else f"{name}-{copy}" for name in names], pa.string())

    for column in ("number", "train number"):
        at = claims.schema.get_field_index(column)
        claims = claims.set_column(at, column, other(claims[column].to_pylist()))
    return claims


def _winners(settlement: Settlement) -> list[tuple[object, ...]]:
    rows = settlement.table().to_pylist()
    return [(row["number"], row["prize"], row["place"], row["amount"]) for row in rows if row["outcome"] == "granted"]
