"""The background outlives whoever does it: a process that is killed leaves nothing that others wait for."""

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from bridgehead.actions.turn import done, due, take_up
from bridgehead.ledger.events import written
from bridgehead.ledger.models import Job
from bridgehead.primitives.moment import by_machine
from tests import postgres
from tests.served import BETWEEN, TRIES, environment, serving

HOLDING = """
import sys
from pathlib import Path
from bridgehead.cli.service import make
make(Path(sys.argv[1]))
from bridgehead.ledger.alone import alone
with alone(sys.argv[2]) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    programs = postgres.binaries() if request.param == "postgresql" else None
    if programs is None:
        if request.param == "postgresql":
            pytest.skip("PostgreSQL is absent")
        yield None
        return
    with postgres.server(programs) as found:
        yield found


@contextmanager
def _at_work(home: Path, job: str, url: str | None) -> Iterator[tuple[subprocess.Popen[str], bool]]:
    """A process that does a job until it is killed, where it is its turn."""
    command = [sys.executable, "-c", HOLDING, str(home), job]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment(url), stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline() == "True\n"
        finally:
            process.kill()


def test_a_job_is_done_by_one_and_by_another_as_soon_as_that_one_is_killed(tmp_path: Path, url: str | None) -> None:
    with _at_work(tmp_path, "seal", url) as (first, alone):
        assert alone
        with _at_work(tmp_path, "seal", url) as (_, second), _at_work(tmp_path, "copy", url) as (_, other):
            assert (second, other) == (False, True)
        first.kill()
        first.wait()
        with _at_work(tmp_path, "seal", url) as (_, alone):
            assert alone


def test_a_service_takes_over_from_one_that_was_killed_and_tells_when_it_did(tmp_path: Path, url: str | None) -> None:
    with _at_work(tmp_path, "seal", url) as (killed, alone):
        assert alone
        with serving(tmp_path, url) as port:
            _until_done(port, "send")
            assert _jobs(port)["seal"]["done_at"] is None, "another is at it"
            killed.kill()
            _until_done(port, "seal")


def _jobs(port: int) -> dict[str, dict[str, object]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=30) as answer:
        jobs: dict[str, dict[str, object]] = json.load(answer)["jobs"]
        return jobs


def _until_done(port: int, job: str) -> None:
    for _ in range(TRIES):
        if _jobs(port)[job]["done_at"]:
            return
        time.sleep(BETWEEN)
    raise AssertionError(f"{job} was not done")


@pytest.mark.django_db
def test_of_several_who_are_up_one_does_a_job_in_its_time() -> None:
    at = by_machine()
    take_up({"seal": 60}, at)
    assert due("seal", at)
    done("seal", at)
    take_up({"seal": 60}, at + MINUTE / 2)  # another process comes up
    assert [due("seal", at + MINUTE * part) for part in (0, 0.9, 1)] == [False, False, True]
    assert due("seal", at - MINUTE), "the clock was put back"
    assert not due("made up", at)


@pytest.mark.django_db
def test_a_service_whose_background_is_behind_is_not_ready_and_says_since_when() -> None:
    at = by_machine()
    take_up({"seal": 60, "verify": 3600}, at - 6 * MINUTE)
    done("verify", at - 60 * MINUTE)
    done("seal", at - 4 * MINUTE)
    answer = Client().get("/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    Job.objects.filter(name="seal").update(done_at=at - 7 * MINUTE)
    answer = Client().get("/ready", headers={"accept-language": "en"})
    assert (answer.status_code, answer["content-type"]) == (503, "application/problem+json")
    since = written(at - 7 * MINUTE)
    assert answer.json()["title"] == f"the background is behind: «seal» was not done since {since}"
    assert answer.json()["jobs"]["verify"]["overdue"] is False
    assert since in Client().get("/ready").json()["title"]
    metrics = Client().get("/metrics").content.decode()
    (age,) = re.findall(r'^bridgehead_job_age_seconds{job="seal"} (.+)$', metrics, re.MULTILINE)
    assert float(age) >= 7 * 60
    take_up({"verify": 3600}, at)  # a version that has no such job
    assert Client().get("/ready").status_code == 200
