"""The watch as a process: it records, tells, and loses nothing that it has shown when it is killed."""

import signal
import sqlite3
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from bridgehead.instruments.operation.ledgered import JOURNAL
from bridgehead.ledger.journal import Journal, entries
from bridgehead.tables import recording
from tests.live.black_hole import proxy
from tests.live.test_links import free_port
from tests.runs import environment, folder, plant, until_shown, watching


def recorded(home: Path) -> pa.Table:
    return pa.concat_tables(recording.rows(folder(home)))


def kinds(home: Path) -> list[str]:
    with sqlite3.connect(home / "bridgehead.sqlite3") as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM ledger_event ORDER BY id")]


def test_what_was_shown_is_there_after_a_kill_and_the_run_goes_on(tmp_path: Path) -> None:
    first = watching(tmp_path)
    told = until_shown(tmp_path, 100)
    while_open = len(recorded(tmp_path))
    assert while_open >= 100, "the recording is read while it is written"
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    told = until_shown(tmp_path, 100)
    kept = recorded(tmp_path)
    assert len(kept) >= told.told["kept"]
    assert kept["n"].to_pylist() == list(range(1, len(kept) + 1))
    alarm = {"what": "raised", "number": 1, "key": "alarm/buffer", "level": "red", "at": told.told["at"], "values": {}}
    Journal(folder(tmp_path) / JOURNAL).write([{**alarm, "entry": 1}])  # told, and killed before the ledger had it
    again = watching(tmp_path)
    until_shown(tmp_path, 50, after=told.written)
    other = watching(tmp_path)
    said, wrong = other.communicate(timeout=60)
    assert other.returncode == 2
    assert "OP021 another process watches this run" in wrong
    for _ in range(100):
        if "cleared/1" in kinds(tmp_path):
            break
        time.sleep(0.1)
    again.send_signal(signal.SIGTERM)
    said, _ = again.communicate(timeout=30)
    assert said.startswith("ramp-a-1 ")
    assert "the run stays open" in said
    assert sorted({*kinds(tmp_path)}) == ["begun/1", "cleared/1", "raised/1", "recorded/1"]
    assert [each["what"] for each in entries(folder(tmp_path) / JOURNAL)] == ["raised", "cleared"]
    whole = recorded(tmp_path)
    assert len(whole) > len(kept)
    assert whole.slice(0, len(kept)).equals(kept)
    assert [each.rows for each in recording.closed(folder(tmp_path))] == [len(kept), len(whole) - len(kept)]


def test_a_run_that_is_closed_ends_its_watch(tmp_path: Path) -> None:
    process = watching(tmp_path, "--made-up", "--speed", "5")
    until_shown(tmp_path, 100)
    code = """
import os, sys
from pathlib import Path
from bridgehead.cli.service import enter
enter(Path(sys.argv[1]))
from bridgehead.actions.act_on import Act, act_on
from bridgehead.actions.run_record import Run
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.moment import now
chief = Actor(ActorKind.STAFF, "made-up chief", frozenset({"supervisor"}))
act_on(Run("datong/flyover-ramp-a", "ramp-a-1", chief, now()), Act("close"))
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment(), check=True, timeout=60)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert kinds(tmp_path) == ["begun/1", "closed/1", "recorded/1"]
    assert [each.suffix for each in folder(tmp_path).glob("0*")] == [".parquet"]


def link_alarms(home: Path) -> list[str]:
    """What was told of the link, in order; it may be lost for a moment on a busy machine too."""
    return [each["what"] for each in entries(folder(home) / JOURNAL) if each["key"] == "link"]


def until_the_link_is(what: str, home: Path) -> None:
    """It stays so for two seconds."""
    since = time.monotonic()
    for _ in range(600):
        told = link_alarms(home)
        if not told or told[-1] != what:
            since = time.monotonic()
        elif time.monotonic() - since > 2:
            return
        time.sleep(0.1)
    raise AssertionError(f"the link was not {what}")


def test_a_plant_that_is_lost_is_told_and_comes_back_by_itself_with_a_gap_in_the_recording(tmp_path: Path) -> None:
    url = f"opc.tcp://127.0.0.1:{free_port()}"
    process, first = watching(tmp_path, "--opcua", url), plant("--opcua", url)
    try:
        until_shown(tmp_path, 50)
        first.kill()
        first.wait(10)
        until_the_link_is("raised", tmp_path)
        lost = until_shown(tmp_path, 50)
        first = plant("--opcua", url)
        until_shown(tmp_path, lost.told["kept"] + 50)
        until_the_link_is("cleared", tmp_path)
    finally:
        first.kill()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    found = recorded(tmp_path)
    assert len(set(found["source"].to_pylist())) == 2, "a plant that was started anew counts anew"
    moments = [each.timestamp() for each in found["arrived"].to_pylist()]
    assert max(after - before for before, after in pairwise(moments)) > 0.5


def test_a_plant_that_hangs_without_closing_the_link_is_told_as_lost_and_comes_back_by_itself(tmp_path: Path) -> None:
    port = free_port()
    with proxy(port) as hole:
        process = watching(tmp_path, "--opcua", f"opc.tcp://127.0.0.1:{hole.port}")
        there = plant("--opcua", f"opc.tcp://127.0.0.1:{port}")
        try:
            until_shown(tmp_path, 50)
            hole.swallow()
            until_the_link_is("raised", tmp_path)
            lost = until_shown(tmp_path, 50)
            hole.forward()
            until_shown(tmp_path, lost.told["kept"] + 50)
            until_the_link_is("cleared", tmp_path)
        finally:
            there.kill()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
