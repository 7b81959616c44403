"""The copy of a register from the command line: shown, written as a file, settled as a file of claims is."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import duckdb
import pyarrow.parquet as pq
import pytest

from bridgehead import published
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.reinstate import reinstate
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import run
from bridgehead.actions.settle import settle as actions_settle
from bridgehead.ledger.sealing import seal
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.tables.copies import COPIES, Copy
from bridgehead.work.copying import copy_registers
from tests.cities import CLERK, MOMENT, TOURISM, accept, publish, submit_train
from tests.claims_in_ledger import REGISTER, file_and_handle
from tests.cli.calling import ROOT, bridgehead, settle

FILED = datetime(2023, 5, 22, 2, tzinfo=UTC)
ON = date(2023, 10, 16)
DAYS = (8, 9, 10, 11)
SUPERVISOR, ANOTHER = (
    Actor(ActorKind.STAFF, f"made-up {name}", frozenset({"supervisor"})) for name in ("supervisor", "other supervisor")
)

pytestmark = pytest.mark.django_db


def _step(actor: Actor) -> Step:
    return Step(TOURISM, "special-train", actor, datetime(2023, 10, 16, 2, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy of a register in which some claims are taken on, and others not; the city's rulebooks beside it."""
    monkeypatch.chdir(ROOT)
    publish()
    random = Random(3)
    for acts in (40, 12, 2):
        file_and_handle(random, acts)
        seal(MOMENT)
        copy_registers(tmp_path / "home", MOMENT)
    return tmp_path / "home" / COPIES / TOURISM / REGISTER


def test_a_copy_is_found_and_read_by_the_query_that_is_shown(folder: Path, tmp_path: Path) -> None:
    rows = Copy.read(folder).rows().read_all()
    shown = bridgehead("copy", str(tmp_path / "home"))
    assert shown.exit_code == 0, shown.stderr
    told = shown.stdout.splitlines()
    at = told.index(f"{folder}: {rows.num_rows} rows, {MOMENT:%Y-%m-%d %H:%M:%S} UTC")
    assert told[at + 1].startswith("  bridgehead seal 3 over ")
    found = duckdb.sql(told[at + 2]).fetchall()
    assert len(found) == rows.num_rows < sum(each.rows for each in Copy.read(folder).segments)
    assert bridgehead("copy", str(folder)).stdout.splitlines() == told[at : at + 3]


def test_a_copy_is_written_as_a_file(folder: Path, tmp_path: Path) -> None:
    rows, register = (
        Copy.read(folder).rows().read_all(),
        published.current(TOURISM)[1].instruments["register", REGISTER],
    )
    counting = [row for row in rows.to_pylist() if register.stages[row["stage"]].counts]  # type: ignore[attr-defined]
    assert 0 < len(counting) < rows.num_rows
    for more, count in (((), rows.num_rows), (("--counting",), len(counting))):
        out = tmp_path / "out.parquet"
        done = bridgehead("copy", str(folder), "--out", str(out), *more)
        assert (done.stdout, done.exit_code) == (f"{count} rows: {out}\n", 0), done.stderr
        assert pq.read_table(out).schema.equals(rows.schema)
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == counting


@pytest.mark.parametrize("suffix", ["parquet", "json", "csv"])
def test_a_copy_is_settled_as_a_file_of_its_claims_is(folder: Path, suffix: str, tmp_path: Path) -> None:
    claims = tmp_path / "claims.parquet"
    assert bridgehead("copy", str(folder), "--out", str(claims), "--counting").exit_code == 0
    outs = [tmp_path / f"{name}.{suffix}" for name in ("copy", "file")]
    done = [settle(read, out) for read, out in zip((folder, claims), outs, strict=True)]
    assert [each.exit_code for each in done] == [0, 0], done[0].stderr
    assert done[0].stdout == done[1].stdout
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert "unknown column" not in done[0].stderr


def test_what_is_no_copy_and_what_would_be_written_into_one_is_told(folder: Path, tmp_path: Path) -> None:
    for more in ((str(tmp_path / "nothing"),), (str(tmp_path), "--out", str(tmp_path / "out.csv"))):
        none = bridgehead("copy", *more)
        assert (none.exit_code, none.stderr.split()[1]) == (2, "TB060"), none.stderr
    for into in (settle(folder, folder / "out.parquet"), bridgehead("copy", str(folder), "--out", f"{folder}/a.csv")):
        assert into.exit_code == 2
        assert "CL006" in into.stderr
    manifest = folder / "copy.json"
    kept = json.loads(manifest.read_text())
    kept["segments"][0]["bytes"] += 1
    manifest.write_text(json.dumps(kept))
    assert "TB061" in settle(folder, tmp_path / "out.parquet").stderr


def _decided(path: Path) -> list[tuple[object, ...]]:
    """Who gets what, by number."""
    granted = [each for each in pq.read_table(path).to_pylist() if each["outcome"] == "granted"]
    return sorted((each["number"], each["prize"], each["place"], each["amount"]) for each in granted)


@pytest.mark.slow
def test_a_copy_is_settled_as_the_service_settles_after_places_were_revoked_and_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step, piece by piece where the decisions go to Parquet; at the end also as a table that is read."""
    monkeypatch.chdir(ROOT)
    publish()
    numbers = [submit_train(FILED, train_number=f"K{day}", completed_on=f"2023-05-{day:02}").number for day in DAYS]
    for each in numbers:
        accept(each, FILED)
    home, folder = tmp_path / "home", tmp_path / "home" / COPIES / TOURISM / REGISTER
    out, table = tmp_path / "out.parquet", tmp_path / "out.csv"

    def agree() -> list[str]:
        seal(MOMENT)
        copy_registers(home, MOMENT)
        done = settle(folder, out)
        assert done.exit_code == 0, done.stderr
        ours = _decided(out)
        places = run(_step(CLERK), ON).preview()["places"]
        assert ours == sorted(
            (each["number"], each["prize"], each["place"], Decimal(each["amount"])) for each in places
        )
        return [str(number) for number, *_ in ours]

    confirm(_step(SUPERVISOR), actions_settle(_step(CLERK), ON).version)
    assert agree() == numbers[:3]
    seen = revoke(_step(SUPERVISOR), numbers[1], "made up")
    assert agree() == [numbers[0], *numbers[2:]], "the next in line moves up"
    assert settle(folder, table).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as lines:
        told = {row["number"]: row["outcome"] for row in csv.DictReader(lines)}
    assert told == dict.fromkeys((numbers[0], *numbers[2:]), "granted")
    paid = tmp_path / "paid.csv"
    paid.write_text(f"number,prize,place,amount\n{numbers[1]},chartered train,2,100000\n", encoding="utf-8")
    refused = settle(folder, out, "--paid", str(paid))
    assert (refused.exit_code, f"AW063 the place of «{numbers[1]}» was revoked" in refused.stderr) == (2, True)
    reinstate(_step(ANOTHER), numbers[1], "made up", seen.version)
    assert agree() == numbers[:3]
