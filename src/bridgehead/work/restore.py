"""Restore a backup into a home and a database that have nothing yet, and verify what was restored."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from bridgehead.documents.owner import keep_for_owner
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.work.backup import FILES, FOLDERS, FORM, MANIFEST, Made, checked, digest, files


def read(folder: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises BridgeheadError with BK003 for what is none, BK004 for files that are gone,
    changed or too many.
    """
    place = Place.whole(str(folder / MANIFEST))
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        kept, known = (
            dict(manifest["files"]),
            "key" in manifest and manifest["form"] == FORM and manifest["database"] in FILES,
        )
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise BridgeheadError([Mistake("BK003", "this is no backup", place, "a folder that bridgehead backup wrote")])
    found = {name: digest(folder / name) for name in files(folder)}
    wrong = sorted(name for name in {*kept, *found} if kept.get(name) != found.get(name))
    if wrong:
        raise BridgeheadError(
            Mistake("BK004", "this file is not as it was backed up", Place.whole(str(folder / name)), "the same bytes")
            for name in wrong
        )
    return manifest


def require_key(master: bytes, known: str) -> None:
    """Raise BridgeheadError with LG020 where the master key is not the one of a backup, by what that says of it."""
    from bridgehead.ledger import keys

    if keys.commitment(master) != known:
        expected = "the master key that was in use when the backup was made"
        raise BridgeheadError([Mistake("LG020", "the master key is another one", None, expected)])


def restore(folder: Path, manifest: dict[str, Any]) -> Made:
    """The ledger as it stands again. Raises BridgeheadError with BK005 where the database is not empty or is of
    another kind, LG020 where the master key is another one.
    """
    from django.conf import settings
    from django.db import connection

    from bridgehead.ledger import keys, outbox
    from bridgehead.ledger.read import Database
    from bridgehead.work import postgres

    require_key(settings.MASTER_KEY, manifest["key"])
    kind = manifest["database"]
    if connection.vendor != kind or connection.introspection.table_names():
        found = "the database is not empty" if connection.vendor == kind else f"the database is {connection.vendor}"
        raise BridgeheadError([Mistake("BK005", found, None, f"an empty database of {kind}")])
    if kind == "sqlite":
        connection.close()
        _copy(folder / FILES[kind], Path(connection.settings_dict["NAME"]))
    else:
        postgres.restore(folder / FILES[kind])
    for name in FOLDERS:
        if (folder / name).is_dir():  # backups of earlier versions have fewer
            shutil.copytree(folder / name, Path(settings.HOME) / name, dirs_exist_ok=True)
    for sealed in sorted((folder / outbox.FOLDER).glob("*")):
        outbox.put(Path(settings.HOME), sealed.stem, keys.open_file(settings.MASTER_KEY, sealed.read_bytes()))
    keep_for_owner(Path(settings.HOME))
    return checked(Database(), Path(settings.HOME), manifest["seal"])


def _copy(file: Path, target: Path) -> None:
    """The file under its name only when all of it is on the disk."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.copyfile(file, unfinished)
    with unfinished.open("rb") as copied:
        os.fsync(copied.fileno())
    for beside in ("-wal", "-shm"):  # of the empty database before
        target.with_name(target.name + beside).unlink(missing_ok=True)
    unfinished.replace(target)
