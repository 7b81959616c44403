"""The service as a process of its own, on a home and a database that are given: started, asked over HTTP, stopped."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.forms import RULEBOOKS, TOURISM

OF_THE_TESTS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BRIDGEHEAD_HOME")
PROGRAM = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")
RECORDS = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
TRIES, BETWEEN = 600, 0.1


def environment(url: str | None = None) -> dict[str, str]:
    ours = {
        "BRIDGEHEAD_RULEBOOKS": str(RULEBOOKS),
        "BRIDGEHEAD_SECONDS_A_SEAL": "0.2",
        "BRIDGEHEAD_REQUESTS_A_MINUTE": "0",
    }
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return {**kept, **ours, **({"DATABASE_URL": url} if url else {})}


def run(*arguments: str, url: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the program, to its end; `more` is added to its environment."""
    said = environment(url) | more
    return subprocess.run([*PROGRAM, *arguments], env=said, capture_output=True, text=True, check=False, timeout=300)


def readable_by_others(folder: Path) -> list[str]:
    """A folder and what is in it, where somebody beside the owner may do anything with it."""
    return [str(path) for path in [folder, *folder.rglob("*")] if path.stat().st_mode & 0o077]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def start(home: Path, port: int, url: str | None = None) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "serve", "--home", str(home), "--port", str(port)]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment(url), stdout=nowhere, stderr=nowhere)


@contextmanager
def serving(home: Path, url: str | None = None) -> Iterator[int]:
    """The port of a service that answers, and is asked to stop at the end."""
    port = free_port()
    process = start(home, port, url)
    try:
        until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def until_ready(port: int) -> None:
    for _ in range(TRIES):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=30):
                return
        except OSError:
            time.sleep(BETWEEN)
    raise AssertionError("the service did not come up")


def submit(port: int, fields: Mapping[str, str], key: str | None = None) -> str:
    """The number of the record that was acknowledged; OSError and HTTPException where none was. `key` is that of a
    request that may be sent again.
    """
    body = json.dumps({"fields": fields}).encode()
    headers = {"content-type": "application/json", **({"idempotency-key": key} if key else {})}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{RECORDS}", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 201
        number: str = json.load(answer)["number"]
        return number


def until_sealed(home: Path, url: str | None = None) -> None:
    """Until every event that is there stands under a seal."""
    for _ in range(TRIES):
        if re.match(r"(\d+) events of \d+ records, \1 of them", run("verify", str(home), url=url).stdout):
            return
        time.sleep(BETWEEN)
    raise AssertionError("nothing was sealed")
