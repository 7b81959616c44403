"""A journal: lines that are on the disk before anybody is told of them, and go into the ledger from there.

A line is an entry in JSON. One that was cut off when its writer died was told to nobody, and is no entry.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]


class Journal:
    """The journal in a file, which is made; one process writes it."""

    def __init__(self, path: Path) -> None:
        whole = len("".join(_lines(path)).encode())
        self._file = path.open("ab")
        self._file.truncate(whole)

    def write(self, entries: Iterable[Entry]) -> None:
        """Entries in order, on the disk when this returns."""
        lines = [json.dumps(each, ensure_ascii=False, allow_nan=False, sort_keys=True) + "\n" for each in entries]
        if lines:
            self._file.write("".join(lines).encode())
            self._file.flush()
            os.fdatasync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def entries(path: Path) -> list[Entry]:
    """The whole entries of a journal, in order; none where it is not there."""
    return [json.loads(line) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    lines = path.read_bytes().decode("utf-8", errors="replace").splitlines(keepends=True)
    return [line for line in lines if line.endswith("\n")]
