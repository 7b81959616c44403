"""A file that a command writes: whole or not at all, in a folder that is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest


def need_folder(path: Path) -> None:
    """Raises BridgeheadError, TB051, where the folder of a file that is to be written is not there."""
    if path.parent.is_dir():
        return
    above = path.parent.parent
    folders = [each.name for each in above.iterdir() if each.is_dir()] if above.is_dir() else []
    near = nearest(path.parent.name, folders)
    found = f"the folder «{path.parent}» is not there"
    raise BridgeheadError([Mistake("TB051", found, Place.whole(str(path)), "a folder that is there", near)])


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file beside the one that is meant, which takes its place once it is whole and on the disk.

    Raises BridgeheadError: TB051 where it cannot be made there.
    """
    need_folder(path)
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = made.open("wb")
    except OSError as why:
        raise _refused(path, why, "a folder in which files may be made") from why
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        try:
            made.replace(path)
        except OSError as why:
            raise _refused(path, why, "the name of a file") from why
    finally:
        made.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refused(path: Path, why: OSError, expected: str) -> BridgeheadError:
    found = f"the file cannot be written: {why.strerror}"
    return BridgeheadError([Mistake("TB051", found, Place.whole(str(path)), expected)])
