"""Records taken in over the interface and by the public form, each on the disk before it is answered, beside
django-helpdesk; on both databases, and sealed as often as a service is that nobody has set otherwise.

By the form a job is done when whoever files sees the number. Ours answers with the receipt; django-helpdesk with
the address of the page that shows the ticket, which a browser then asks for. Its answer alone is measured as well.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from time import sleep
from uuid import uuid4

from benchmarks.ours import NAME
from benchmarks.table import Line
from benchmarks.timing import interleave
from tests import postgres
from tests.forms import TOURISM, TRAIN
from tests.served import BETWEEN, PROGRAM, RECORDS, TRIES, environment, free_port

PEER, ADDRESS_ALONE = "django-helpdesk", "django-helpdesk without the page that shows the number"
CALLERS, THREADS = 4, 8
REQUESTS = 200  # of each program in a turn
GROUP = (
    f"Records taken in over HTTP, durable: {CALLERS} callers, {THREADS} threads of waitress, {REQUESTS} requests a turn"
)
AHEAD, AHEAD_BY_FORM = 5, 3
WHY = "Both spend most of it in Django."
SECRET = "madeup" * 5 + "32"
"""Of the cookie by which Django knows that a form came from its own page; the form shows it too."""
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
        asked = {
            NAME: partial(_file, port, RECORDS, lambda: _json({"fields": TRAIN}), {}, HTTPStatus.CREATED),
            PEER: partial(_file, other, "/api/tickets/", lambda: _json(TICKET), token, HTTPStatus.CREATED),
        }
        ticket = {"queue": 1, "title": TICKET["title"], "body": TICKET["description"], "priority": 3}
        ticket["submitter_email"] = TICKET["submitter_email"]
        fields = {f"field:{name}": value for name, value in TRAIN.items()}
        page = f"/services/{TOURISM}/special-train-claim/"
        forms = {
            NAME: partial(_file, port, page, lambda: _form(fields | {"key": uuid4().hex}), {}, HTTPStatus.CREATED),
            PEER: partial(_file, other, "/tickets/submit/", lambda: _form(ticket), {}, HTTPStatus.FOUND, shown=True),
            ADDRESS_ALONE: partial(_file, other, "/tickets/submit/", lambda: _form(ticket), {}, HTTPStatus.FOUND),
        }
        by_interface, by_form = interleave(asked, repeats), interleave(forms, repeats)
    return [
        *_lines(database, by_interface, AHEAD),
        *_lines(f"{database}, by the public form", by_form, AHEAD_BY_FORM),
    ]


def _lines(where: str, seconds: Mapping[str, float], bar: int) -> list[Line]:
    ahead = {name: taken / seconds[NAME] for name, taken in seconds.items()}
    figures = {name: f"{REQUESTS / taken:,.0f} a second" for name, taken in seconds.items()}
    lines = [
        Line(GROUP, f"{PEER}, on {where}", figures[PEER]),
        Line(
            GROUP,
            f"{NAME}, on {where}",
            figures[NAME],
            f"{ahead[PEER]:.1f}x {PEER}",
            f"{bar}x",
            ahead[PEER] >= bar,
            WHY,
        ),
    ]
    if ADDRESS_ALONE in seconds:
        beside = f"ours is {ahead[ADDRESS_ALONE]:.1f}x that"
        lines.append(Line(GROUP, f"{ADDRESS_ALONE}, on {where}", figures[ADDRESS_ALONE], beside))
    return lines


Body = tuple[bytes, dict[str, str]]
"""What is sent, with the headers that say what it is."""


def _json(given: object) -> Body:
    return json.dumps(given).encode(), {"content-type": "application/json"}


def _form(given: Mapping[str, object]) -> Body:
    sent = urllib.parse.urlencode({**given, "csrfmiddlewaretoken": SECRET}).encode()
    return sent, {"content-type": "application/x-www-form-urlencoded", "cookie": f"csrftoken={SECRET}"}


def _file(
    port: int,
    path: str,
    made: Callable[[], Body],
    headers: dict[str, str],
    expected: HTTPStatus,
    *,
    shown: bool = False,
) -> None:
    """All the requests of a turn, by callers whose connections stay; `shown` asks for the page to which each answer
    leads as well. Raises ValueError where one is not taken in.
    """

    def call(count: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(count):
            body, kind = made()
            connection.request("POST", path, body, {**kind, **headers})
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != expected:
                raise ValueError(f"{answer.status}: {said.decode()}")
            if shown:
                connection.request("GET", answer.headers["location"], headers={"cookie": kind["cookie"]})
                page = connection.getresponse()
                if b"made-up-" not in page.read() or page.status != HTTPStatus.OK:
                    raise ValueError(f"{page.status}: no page with a number")
        connection.close()

    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(call, [REQUESTS // CALLERS] * CALLERS))


@contextmanager
def _served(command: tuple[str, ...], path: str, url: str | None) -> Iterator[int]:
    """The port of a service, which answers at a path, whatever it says there."""
    port = free_port()
    kept = environment(url) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    del kept["BRIDGEHEAD_SECONDS_A_SEAL"]  # which tests set, who wait for seals
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
