"""A file of old cases that an administrator hands in: kept until it is taken over, for a day at most.

It has what is personal in the clear, so that nobody but the service may read it, and it is deleted once its cases are
records. Of two who take the same file over at once the second finds it gone.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from bridgehead.access import require
from bridgehead.actions.take_over import Source, take_over
from bridgehead.instruments.register.old_cases import OldCase
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake

FOLDER = "imports"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet")
NAME = re.compile(rf"[0-9a-f]{{64}}({'|'.join(map(re.escape, ENDINGS))})")
KEPT = timedelta(days=1)
MOST = 2000
"""Cases that are taken over while somebody waits for the page; of more the command line takes care."""


def keep_file(name: str, pieces: Iterable[bytes], actor: Actor, at: datetime) -> str:
    """The name under which it is kept: the hash of its bytes, and its ending. Raises BridgeheadError with AC001, AC061
    for one that is empty, AC062 for one that is too large, AC064 for one that is no table.
    """
    require(actor, "take over old cases")
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        takes = ", ".join(ENDINGS)
        found = f"the file «{name}»"
        raise BridgeheadError([Mistake("AC064", found, None, f"one of {takes}", values={"takes": takes})])
    folder = _folder(at)
    unfinished = folder / f"{os.getpid()}-{os.urandom(8).hex()}"
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in pieces:
                size += len(piece)
                if size > settings.LARGEST_FILE:
                    most = f"{settings.LARGEST_FILE // 2**20} MiB"
                    found = "a file that is too large"
                    raise BridgeheadError([Mistake("AC062", found, None, f"at most {most}", values={"most": most})])
                digest.update(piece)
                out.write(piece)
        if not size:
            raise BridgeheadError([Mistake("AC061", f"the file «{name}» is empty", None, "one with something in it")])
        kept = f"{digest.hexdigest()}{ending}"
        os.utime(unfinished, (at.timestamp(), at.timestamp()))
        unfinished.rename(folder / kept)
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def kept_file(name: str) -> Path:
    """Raises BridgeheadError with AC068 where none is kept by this name."""
    found = Path(settings.HOME) / FOLDER / name
    if not NAME.fullmatch(name) or not found.is_file():
        raise BridgeheadError([Mistake("AC068", f"no file «{name}» is kept", None, "one that was handed in today")])
    return found


def take_over_file(
    name: str,
    read: Callable[[Path], Sequence[OldCase]],
    source: Source,
    actor: Actor,
    at: datetime,
) -> int:
    """How many of its cases were taken over, as they are `read`; the file is gone then. Raises BridgeheadError as
    `take_over` does, with AC068 where it is gone, and AC049 where it has too many cases.
    """
    require(actor, "take over old cases")
    file = kept_file(name)
    mine = file.with_name(f"{os.getpid()}-{os.urandom(8).hex()}{file.suffix}")
    try:
        file.rename(mine)
    except FileNotFoundError as gone:
        raise BridgeheadError([Mistake("AC068", f"no file «{name}» is kept", None, "one that is there")]) from gone
    try:
        cases = read(mine)
        if len(cases) > MOST:
            found, expected = f"{len(cases):,} cases", f"at most {MOST:,}; the command line takes more"
            raise BridgeheadError([Mistake("AC049", found, None, expected, values={"most": f"{MOST:,}"})])
        done = take_over(cases, source, actor, at, lambda rows: None)
    except BridgeheadError:
        mine.rename(file)
        raise
    mine.unlink()
    return done


def _folder(at: datetime) -> Path:
    """Where they are kept, without those of yesterday."""
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for each in folder.iterdir():
        if at.timestamp() - each.stat().st_mtime > KEPT.total_seconds():
            each.unlink(missing_ok=True)
    return folder
