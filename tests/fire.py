"""The drill behind `make fire`: kill the service at random moments while several file claims over HTTP.

    python -m tests.fire [N [SEED]]

In SQLite or, with DATABASE_URL, in PostgreSQL. A writer that gets no answer sends the same request again, with the same
Idempotency-Key, until it gets one. After each kill the ledger must fit what is left, with the seal that was printed
before, and the service must come up without anybody's help, even where it was killed while it came up. At the end each
claim that was acknowledged stands there once, under its own number, and the numbers have no gap. Ends with
`killed N, acknowledged M, lost 0, doubled 0`, and fails with other numbers.
"""

import json
import os
import random
import sys
import tempfile
import threading
import urllib.error
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import pyarrow.parquet as pq

from tests.forms import TRAIN
from tests.served import free_port, run, start, submit, until_ready, until_sealed

COUNT, SEED = 100, 1
WRITERS = 4
SECONDS_UP, SECONDS_COMING_UP = 1.5, 6.0
"""The longest that a service lives: since its first answer, or, of one in four, since it was started."""
AGAIN, TRIES = 0.05, 1200
"""Seconds until a writer that got no answer asks again, and how often the drill looks for one that was answered."""


@dataclass
class Load:
    """Writers that go on until they are told to stop, each of which then waits for its last answer."""

    port: int
    seed: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)
    writers: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self.writers = [threading.Thread(target=self._write, args=(writer,)) for writer in range(WRITERS)]
        for writer in self.writers:
            writer.start()

    def until_one_more(self) -> None:
        """Wait for an answer: who is killed before the first one has nothing to lose."""
        known = len(self.acknowledged)
        for _ in range(TRIES):
            if len(self.acknowledged) > known or self.given_up.wait(AGAIN):
                return
        raise AssertionError("nobody was answered")

    def end(self) -> None:
        self.stopped.set()
        for writer in self.writers:
            writer.join()

    def _write(self, writer: int) -> None:
        number = 0
        while not self.stopped.is_set() and not self.given_up.is_set():
            number += 1
            train = f"K{writer}-{number}"
            while not self.given_up.is_set():
                try:
                    key = f"made-up-{self.seed}-{train:>012}"
                    self.acknowledged[train] = submit(self.port, TRAIN | {"train number": train}, key)
                    break
                except urllib.error.HTTPError as error:
                    self.refused.append(f"{train}: {error.code} {error.read().decode()}")
                    self.given_up.set()
                except (OSError, HTTPException):
                    self.given_up.wait(AGAIN)


def main(count: int, seed: int) -> int:
    url = os.environ.get("DATABASE_URL")
    with tempfile.TemporaryDirectory(prefix="bridgehead-fire-") as folder:
        home, chance = Path(folder) / "home", random.Random(seed)
        load = Load(free_port(), seed)
        load.begin()
        try:
            told = _burn(home, load, chance, count, url)
        finally:
            load.given_up.set()
            load.end()
        return _judged(Path(folder), load, count, told, url)


def _burn(home: Path, load: Load, chance: random.Random, count: int, url: str | None) -> list[str]:
    """Kill it so often, and let it end in peace once; what did not fit on the way."""
    told: list[str] = []
    seal: list[str] = []
    process = start(home, load.port, url)
    try:
        for turn in range(count):
            if turn and chance.random() < 0.25:
                load.given_up.wait(chance.uniform(0, SECONDS_COMING_UP))
            else:
                until_ready(load.port)
                load.until_one_more()
                load.given_up.wait(chance.uniform(0, SECONDS_UP))
            process.kill()
            process.wait()
            found = run("verify", str(home), *seal, url=url)
            if found.returncode:
                told.append(f"after kill {turn + 1}: {found.stdout}{found.stderr}")
            seal = [
                each
                for line in found.stdout.splitlines()
                if line.startswith("bridgehead seal")
                for each in ("--seal", line)
            ]
            process = start(home, load.port, url)
        until_ready(load.port)
        load.end()
        until_sealed(home, url)
    finally:
        process.terminate()
        process.wait(30)
    return told


def _judged(folder: Path, load: Load, count: int, told: list[str], url: str | None) -> int:
    """Print what is there against what was acknowledged."""
    exported = run("export", str(folder / "home"), "--out", str(folder / "exported"), url=url)
    assert exported.returncode == 0, exported.stderr
    rows = pq.read_table(folder / "exported/records.parquet", columns=["number", "state"]).to_pylist()
    stored = [(json.loads(row["state"])["fields"]["train number"], row["number"]) for row in rows]
    lost = load.acknowledged.items() - set(stored)
    doubled = [train for train, times in Counter(train for train, _ in stored).items() if times > 1]
    beyond = {train for train, _ in stored} - load.acknowledged.keys()
    counts = sorted(int(number.rpartition("-")[2]) for _, number in stored)
    gaps = counts != list(range(1, len(stored) + 1))
    for line in [*told, *load.refused, *(f"lost: {each}" for each in lost), *(f"doubled: {each}" for each in doubled)]:
        print(line)
    if beyond or gaps:
        print(f"never acknowledged: {sorted(beyond)}; numbers {'with' if gaps else 'without'} gaps")
    print(f"killed {count}, acknowledged {len(load.acknowledged)}, lost {len(lost)}, doubled {len(doubled)}")
    sound = not (told or load.refused or lost or doubled or beyond or gaps)
    return 0 if sound and count and load.acknowledged else 1


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*given, *(COUNT, SEED)[len(given) :]))
