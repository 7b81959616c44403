"""Back up a running service: its database as it is at one moment, verified, and its files. Keys are kept apart.

1. The database: SQLite by its own backup, PostgreSQL by pg_dump within the snapshot that is verified.
2. The attachments, the tables of settlements and the payment files, which are never changed; attachments are removed
   where forgotten. Recordings of runs, of an open one as far as it is written. Messages of the outbox name people in
   the clear, and are sealed under the master key.
3. The copy is verified, the ledger and its files; one that does not fit is told, and is backed up none the less.
4. `backup.json`: what is in it, by hashes, with the last seal.

A backup made before something was forgotten still has it: whoever restores it has to forget again.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from bridgehead import __version__
from bridgehead.documents.owner import keep_for_owner
from bridgehead.instruments.award.ledgered import PAYMENTS, TABLES
from bridgehead.instruments.operation.ledgered import OPERATIONS
from bridgehead.ledger import attachments, chain, durable, outbox
from bridgehead.ledger import keys as keys_of
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.events import written
from bridgehead.ledger.findings import NOTES
from bridgehead.ledger.read import Database, snapshot
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.queries.verified import Verified, verified
from bridgehead.work import postgres

FORM = 1
MANIFEST, FOLDERS = "backup.json", (attachments.FOLDER, TABLES, PAYMENTS, OPERATIONS)
FILES: Mapping[str, str] = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The file of the database, by its kind."""

Way = Callable[[str, str], object]
"""How a file is copied."""


@dataclass(frozen=True, slots=True)
class Made:
    """How a backup went: the events in it, its last seal in one line, what does not fit, and notes."""

    events: int
    seal: str | None
    mistakes: tuple[Mistake, ...]

    @property
    def fits(self) -> bool:
        return all(each.code in NOTES for each in self.mistakes)


def back_up(folder: Path, at: datetime, keys: Path | None = None) -> Made:
    """Write a backup into a new folder, and the master key into a file apart. Raises BridgeheadError with BK001 where
    the folder is there, BK002 for a file of keys within it, BK006 where the database's own programs fail.
    """
    if folder.exists():
        raise BridgeheadError([Mistake("BK001", "this is there already", _at(folder), "a folder to be made")])
    if keys is not None and keys.absolute().is_relative_to(folder.absolute()):
        expected = "another place: whoever finds both opens what is personal"
        raise BridgeheadError([Mistake("BK002", "the keys would stand in the backup", _at(keys), expected)])
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    copied = _sqlite if connection.vendor == "sqlite" else _postgres
    with copied(unfinished / FILES[connection.vendor]) as ledger:  # 1
        durable.flush()
        _copy_files(Path(settings.HOME), unfinished)  # 2
        made = checked(ledger, unfinished)  # 3
    manifest = {
        "form": FORM,
        "bridgehead": __version__,
        "database": connection.vendor,
        "at": written(at),
        "events": made.events,
        "seal": made.seal,
        "key": keys_of.commitment(settings.MASTER_KEY),
        "files": {name: digest(unfinished / name) for name in sorted(files(unfinished))},
    }
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")  # 4
    keep_for_owner(unfinished)
    _to_the_disk(unfinished)
    unfinished.rename(folder)
    if keys is not None:
        write_secret(keys, settings.MASTER_KEY.hex())
    return made


def files(folder: Path) -> Iterator[str]:
    """The files of a backup but its manifest, by their names within it."""
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return (name for name in found if name != MANIFEST)


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_secret(file: Path, text: str) -> None:
    """A file that only its owner reads; raises FileExistsError where it is there."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def checked(ledger: Database, home: Path, seal: str | None = None) -> Made:
    """What `verify` says of a ledger and of the files beside it, also against a seal that was kept."""
    found, at_hand = Verified(), AtHand(home, settings.MASTER_KEY)
    mistakes = tuple(verified(ledger, home, found, [chain.printed(seal)] if seal else (), at_hand))
    return Made(found.tally.events, found.tally.last.line if found.tally.last else None, mistakes)


@contextmanager
def _sqlite(file: Path) -> Iterator[Database]:
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    connections.settings["copy"] = {**connection.settings_dict, "NAME": str(file)}
    try:
        yield Database(connections["copy"], live=connection.alias)
    finally:
        connections["copy"].close()
        del connections["copy"], connections.settings["copy"]


@contextmanager
def _postgres(file: Path) -> Iterator[Database]:
    with snapshot() as ledger:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (name,) = cursor.fetchone()
        postgres.dump(file, name)
        yield ledger


def _copy_files(home: Path, backup: Path) -> None:
    ways: dict[str, Way] = {**dict.fromkeys(FOLDERS, shutil.copy2), outbox.FOLDER: _seal}
    for name, way in ways.items():
        target = backup / name
        target.mkdir(mode=0o700)
        if (home / name).is_dir():
            ignored = shutil.ignore_patterns(".*")  # what is being written
            shutil.copytree(home / name, target, ignore=ignored, copy_function=_if_there(way), dirs_exist_ok=True)


def _if_there(way: Way) -> Way:
    """Files go meanwhile: messages are taken from the outbox, attachments are forgotten."""

    def of(source: str, target: str) -> None:
        with suppress(FileNotFoundError):
            way(source, target)

    return of


def _seal(source: str, target: str) -> None:
    Path(target).write_bytes(keys_of.seal_file(settings.MASTER_KEY, Path(source).read_bytes()))


def _to_the_disk(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _at(file: Path) -> Place:
    return Place.whole(str(file))
