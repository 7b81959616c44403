"""The Parquet copy of a register is its table, whatever was done: it grows by changes, and has nothing personal."""

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest

from bridgehead.actions.case import case_of, offered
from bridgehead.actions.forget import forget
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.ledger import models
from bridgehead.ledger.sealing import seal
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.register_table import register_table
from bridgehead.tables import copies
from bridgehead.tables.copies import COPIES, Copy
from bridgehead.work.copying import copy_registers
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    RULEBOOKS,
    TOURISM,
    UNITS,
    found_units,
    handler,
    publish,
    submit_report,
    submit_train,
)

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor(ActorKind.STAFF, "made-up administrator", frozenset({"administrator"}))
TRAINS, REPORTS = (TOURISM, "special-train-claim"), (INSPECTION, "inspection-report")


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(TOURISM)
    publish(INSPECTION)
    found_units()


def kept(home: Path, of: tuple[str, str] = REPORTS) -> Copy:
    return Copy.read(home / COPIES / of[0] / of[1])


def table(of: tuple[str, str] = REPORTS) -> pa.Table:
    return register_table(*of, ADMINISTRATOR).read_all()


def agrees(home: Path, of: tuple[str, str] = REPORTS) -> bool:
    copied, wanted = kept(home, of).rows().read_all(), table(of)
    return bool(copied.schema.equals(wanted.schema)) and copied.to_pylist() == wanted.to_pylist()


def act(random: Random) -> None:
    """Something that is done to the inspection: refused or not, it may be."""
    records = list(models.Record.objects.filter(register="inspection-report"))
    if not records or random.random() < 0.3:
        submit_report(MOMENT, amount_overdue=str(random.randrange(10**6)), unit_complained_of=random.choice(UNITS))
        return
    record = random.choice(records)
    if random.random() < 0.1:
        with suppress(BridgeheadError):
            forget(record.pk, "asked for", ADMINISTRATOR, MOMENT)
        return
    actor = random.choice([CLERK, *map(handler, UNITS)])
    with suppress(BridgeheadError, models.Record.DoesNotExist):
        can = offered(case_of(record), actor)
        verb = random.choice(can) if can else "note"
        more = {"answer": {"filled": {"answer": "the money was paid"}}, "assign": {"unit": random.choice(UNITS)}}
        more |= {"merge": {"into": random.choice(records).number}}
        wanted = {"reason": "made up", **more.get(verb, {})}
        handle(record.pk, Wanted(verb, **wanted), actor, MOMENT)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))])
def test_a_copy_is_the_table_whatever_is_done_and_sealed_between(seed: int, tmp_path: Path) -> None:
    random, rounds = Random(seed), 12
    for _ in range(rounds):
        for _ in range(random.randrange(6)):
            act(random)
        if random.random() < 0.5:
            seal(MOMENT)
        copy_registers(tmp_path, MOMENT)
        assert agrees(tmp_path)
    copy = kept(tmp_path)
    rows = [each.rows for each in copy.segments]
    assert all(before >= 2 * after for before, after in pairwise(rows)), "few segments, the large ones first"
    assert agrees(tmp_path, TRAINS), "a register without records is a table without rows"


def test_a_round_writes_what_has_changed_and_nothing_where_nothing_has(tmp_path: Path) -> None:
    records = [submit_report() for _ in range(8)]
    seal(MOMENT)
    copy_registers(tmp_path, MOMENT)
    handle(records[3].pk, Wanted("accept"), CLERK, MOMENT)
    assert copy_registers(tmp_path, MOMENT) == 1
    assert [each.rows for each in kept(tmp_path).segments] == [8, 1]
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.*")}
    assert copy_registers(tmp_path, MOMENT) == 0
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.*")} == before
    seal(MOMENT)
    assert copy_registers(tmp_path, MOMENT) == 0, "a seal changes no row"
    assert [each.rows for each in kept(tmp_path).segments] == [8, 1]
    submit_report()
    assert copy_registers(tmp_path, MOMENT) == 1
    assert [each.rows for each in kept(tmp_path).segments] == [8, 2], "the one that was accepted, and the new one"
    assert agrees(tmp_path)


def test_what_a_merge_replaced_stays_for_an_hour(tmp_path: Path) -> None:
    submit_report()
    copy_registers(tmp_path, MOMENT)
    reader = kept(tmp_path)
    submit_report()
    copy_registers(tmp_path, MOMENT)
    assert reader.rows().read_all().num_rows == 1, "who has opened it reads on"
    submit_report()
    copy_registers(tmp_path, MOMENT + copies.STAYS)
    assert not reader.files[0].exists()
    assert agrees(tmp_path)


CRASHES = ("bridgehead.tables.copies.write", "bridgehead.tables.copies._kept", "bridgehead.tables.copies._sweep")


@pytest.mark.parametrize("where", CRASHES)
@pytest.mark.parametrize("later", [0, 1])
def test_whoever_dies_in_the_middle_leaves_a_copy_that_goes_on(
    where: str, later: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before or after that which is named, in a round that also merges."""
    submit_report()
    seal(MOMENT)
    copy_registers(tmp_path, MOMENT)
    before = kept(tmp_path).rows().read_all()
    submit_report()
    with monkeypatch.context() as patched:
        patched.setattr(where, _dying(where, later))
        with pytest.raises(KeyboardInterrupt):
            copy_registers(tmp_path, MOMENT)
    assert kept(tmp_path).rows().read_all().num_rows in (before.num_rows, before.num_rows + 1)
    submit_report()
    copy_registers(tmp_path, MOMENT)
    copy_registers(tmp_path, MOMENT + 2 * copies.STAYS)
    assert agrees(tmp_path)
    named = {each.file for each in (*kept(tmp_path).segments, *kept(tmp_path).replaced)}
    assert {file.name for file in (tmp_path / COPIES / INSPECTION).rglob("*.parquet")} == named


def _dying(where: str, later: int) -> Callable[..., object]:
    real = getattr(copies, where.rpartition(".")[2])

    def done(*given: object) -> object:
        if later:
            real(*given)
        raise KeyboardInterrupt

    return done


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    return shutil.copytree(RULEBOOKS / INSPECTION, tmp_path / "rulebook")


def _change(rulebook: Path, before: str, after: str) -> None:
    file = rulebook / "inspection-report.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    publish_rulebook(rulebook, MOMENT + timedelta(days=1))


def test_a_rulebook_that_changes_columns_makes_the_copy_anew_and_leaves_nothing_of_the_old(
    rulebook: Path, tmp_path: Path
) -> None:
    """A field that is personal from now on is in no file any more."""
    submit_report(MOMENT, subject="other", other_subject="zebra-crossing-of-nobody", amount_overdue="")
    copy_registers(tmp_path, MOMENT)
    assert b"zebra-crossing-of-nobody" in _bytes(tmp_path)
    _change(rulebook, "other subject: {type: text,", "other subject: {type: text, personal: true,")
    assert copy_registers(tmp_path, MOMENT) == 1
    assert agrees(tmp_path)
    assert "other subject" not in kept(tmp_path).schema.names
    assert b"zebra-crossing-of-nobody" not in _bytes(tmp_path)


def test_a_rulebook_that_changes_no_column_changes_no_file(rulebook: Path, tmp_path: Path) -> None:
    submit_report()
    seal(MOMENT)
    copy_registers(tmp_path, MOMENT)
    before = kept(tmp_path)
    _change(rulebook, "within: 15 working days", "within: 16 working days")
    assert copy_registers(tmp_path, MOMENT) == 0
    assert kept(tmp_path) == before


def test_a_register_that_is_not_in_force_any_more_has_no_copy(rulebook: Path, tmp_path: Path) -> None:
    submit_report()
    copy_registers(tmp_path, MOMENT)
    about = rulebook / "about.yaml"
    about.write_text(
        about.read_text(encoding="utf-8").replace("of: inspection-report", "of: reports"), encoding="utf-8"
    )
    _change(rulebook, "register: inspection-report", "register: reports")
    copy_registers(tmp_path, MOMENT)
    assert [each.parent.name for each in (tmp_path / COPIES / INSPECTION).rglob(copies.MANIFEST)] == ["reports"]
    assert not [*(tmp_path / COPIES / INSPECTION / "inspection-report").glob("*.parquet")]


def test_nothing_personal_is_in_any_file_before_or_after_it_was_forgotten(tmp_path: Path) -> None:
    record = submit_report(MOMENT, description="what-nobody-else-may-read")
    for done in (lambda: None, lambda: forget(record.pk, "asked for", ADMINISTRATOR, MOMENT)):
        done()
        copy_registers(tmp_path, MOMENT)
        assert agrees(tmp_path)
        for personal in ("13800138000", "what-nobody-else-may-read", "made-up person"):
            assert personal.encode() not in _bytes(tmp_path)


def _bytes(home: Path) -> bytes:
    """All that stands in the files, and in the columns that they hold packed."""
    files = [file for file in (home / COPIES).rglob("*") if file.is_file()]
    rows = [duckdb.read_parquet(str(file)).fetchall() for file in files if file.suffix == ".parquet"]
    return b"".join(file.read_bytes() for file in files) + repr(rows).encode()


def test_a_copy_that_is_damaged_or_of_another_ledger_is_written_anew(tmp_path: Path) -> None:
    submit_report()
    seal(MOMENT)
    copy_registers(tmp_path, MOMENT)
    copy_registers(tmp_path, MOMENT)
    (file,) = kept(tmp_path).files
    harmed = bytearray(file.read_bytes())
    harmed[len(harmed) // 3 : len(harmed) // 2] = bytes(len(harmed) // 2 - len(harmed) // 3)
    file.write_bytes(harmed)
    submit_report()
    copy_registers(tmp_path, MOMENT)
    assert agrees(tmp_path), "what a merge cannot read"
    file = kept(tmp_path).files[0]
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BridgeheadError, match="TB061"):
        kept(tmp_path)
    copy_registers(tmp_path, MOMENT)
    assert agrees(tmp_path), "what is cut short"
    manifest = tmp_path / COPIES / INSPECTION / "inspection-report" / copies.MANIFEST
    told = json.loads(manifest.read_text())
    told["position"] |= {"event": 10**9, "seal": re.sub(r"[0-9a-f]{64}", "0" * 64, told["position"]["seal"])}
    manifest.write_text(json.dumps(told))
    submit_report()
    copy_registers(tmp_path, MOMENT)
    assert agrees(tmp_path), "what another ledger left behind"


def test_of_two_who_write_one_does(tmp_path: Path) -> None:
    submit_report()
    with copies.writing(tmp_path / COPIES / INSPECTION / "inspection-report") as alone:
        assert alone
        copy_registers(tmp_path, MOMENT)
        with pytest.raises(BridgeheadError, match="TB060"):
            kept(tmp_path)
    copy_registers(tmp_path, MOMENT)
    assert agrees(tmp_path)


def test_many_records_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bridgehead.queries.register_table.ROWS", 2)
    for n in range(5):
        submit_train(train_number=f"K{n}")
    copy_registers(tmp_path, MOMENT)
    assert agrees(tmp_path, TRAINS)
