"""The outbox in files, which other programs take messages from: only the owner reads them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = "outbox"
TO_STAFF = "near, to staff"
"""The kind of a message to staff, which stands in a box of the master key."""
OF_AWARDS = frozenset(("place", "no place", "counted"))
"""The kinds that an award puts there: the event is in the record of the award, and not in that of the claim."""


def called(number: str, message: int) -> str:
    """What a message about a record is called, the same each time."""
    return f"{number.replace('/', '-')}-{message}"


def files(name: str) -> list[str]:
    """Where in the home a message stands, and where it stands while it is written."""
    return [f"{FOLDER}/{name}.json", f"{FOLDER}/.{name}"]


def write(home: Path, name: str, message: Mapping[str, Any]) -> None:
    """A file a message, whole or not at all; the same message again is the same file."""
    put(home, name, json.dumps(dict(message), ensure_ascii=False).encode())


def put(home: Path, name: str, content: bytes) -> None:
    """The same of the bytes that a message was."""
    file, unfinished = (home / each for each in files(name))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
    unfinished.rename(file)
