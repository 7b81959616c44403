"""Records taken in over HTTP, each on the disk before it is answered, beside django-helpdesk; on both databases."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from time import sleep

from benchmarks.ours import NAME
from benchmarks.table import Line
from benchmarks.timing import interleave
from tests import postgres
from tests.forms import TRAIN
from tests.served import BETWEEN, PROGRAM, RECORDS, TRIES, environment, free_port

PEER = "django-helpdesk"
CALLERS, THREADS = 4, 8
REQUESTS = 200  # of each program in a turn
GROUP = (
    f"Records taken in over HTTP, durable: {CALLERS} callers, {THREADS} threads of waitress, {REQUESTS} requests a turn"
)
AHEAD = 5
WHY = "Both spend most of it in Django."
TICKET = {
    "queue": 1,
    "title": "made-up train",
    "description": json.dumps(TRAIN, ensure_ascii=False),
    "submitter_email": "made-up@example.org",
    "priority": 3,
}


def measure(repeats: int) -> list[Line]:
    lines = _on("SQLite", None, repeats)
    programs = postgres.binaries()
    if programs is None:
        return [*lines, Line(GROUP, "PostgreSQL: not run, it is absent", "")]
    with postgres.server(programs) as ours, postgres.server(programs) as theirs:
        return [*lines, *_on("PostgreSQL", (ours, theirs), repeats)]


def _on(database: str, urls: tuple[str, str] | None, repeats: int) -> list[Line]:
    ours, theirs = urls or (None, None)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as both:
        port = both.enter_context(_served((*PROGRAM, "serve", "--home", f"{folder}/ours", "--port"), "/ready", ours))
        peer = (sys.executable, "-m", "benchmarks.helpdesk_service", f"{folder}/theirs")
        other = both.enter_context(_served(peer, "/api/tickets/", theirs))
        token = {"authorization": f"Token {Path(folder, 'theirs', 'token').read_text()}"}
        programs = {
            NAME: partial(_file, port, RECORDS, {"fields": TRAIN}, {}),
            PEER: partial(_file, other, "/api/tickets/", TICKET, token),
        }
        seconds = interleave(programs, repeats)
    ahead = seconds[PEER] / seconds[NAME]
    figures = {name: f"{REQUESTS / taken:,.0f} a second" for name, taken in seconds.items()}
    return [
        Line(GROUP, f"{PEER}, on {database}", figures[PEER]),
        Line(GROUP, f"{NAME}, on {database}", figures[NAME], f"{ahead:.1f}x {PEER}", f"{AHEAD}x", ahead >= AHEAD, WHY),
    ]


def _file(port: int, path: str, given: object, headers: dict[str, str]) -> None:
    """All the requests of a turn, by callers whose connections stay; raises ValueError where one is not taken in."""
    body, sent = json.dumps(given).encode(), {"content-type": "application/json", **headers}

    def call(count: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(count):
            connection.request("POST", path, body, sent)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != HTTPStatus.CREATED:
                raise ValueError(f"{answer.status}: {said.decode()}")
        connection.close()

    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(call, [REQUESTS // CALLERS] * CALLERS))


@contextmanager
def _served(command: tuple[str, ...], path: str, url: str | None) -> Iterator[int]:
    """The port of a service, which answers at a path, whatever it says there."""
    port = free_port()
    kept = environment(url) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([*command, str(port)], env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_answered(port, path)
        yield port
    finally:
        process.terminate()
        process.wait()


def _until_answered(port: int, path: str) -> None:
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            sleep(BETWEEN)
    raise TimeoutError(path)
