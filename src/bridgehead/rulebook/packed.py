"""A rulebook as bytes, so that it can be stored by its hash and be read years later just as it was."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

SUFFIXES = frozenset((".yaml", ".md", ".dmn", ".xlsx"))
ASIDE = frozenset(("samples",))
"""Folders whose files are no part of the rules."""


def pack(folder: Path) -> bytes:
    """The files of a rulebook as one text of JSON, in base 64 by their names: the same files give the same bytes."""
    found = (file for file in folder.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    names = {file.relative_to(folder).as_posix(): file for file in found}
    files = {
        name: b64encode(file.read_bytes()).decode()
        for name, file in names.items()
        if PurePosixPath(name).parts[0] not in ASIDE
    }
    return json.dumps(files, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def name(packed: bytes) -> str:
    """The hash by which a packed rulebook is called."""
    return hashlib.sha256(packed).hexdigest()


def unpack(packed: bytes, beneath: Path) -> Path:
    """The folder of a packed rulebook, which is written beneath a folder of such where it is not there, or not whole:
    a power cut may have broken its writing off. Several may ask for it at once. Raises ValueError for a file that
    would stand outside of it.
    """
    folder = beneath / name(packed)
    files = {file: b64decode(content) for file, content in json.loads(packed).items()}
    for file in files:
        if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
            raise ValueError(f"«{file}» in a packed rulebook stands outside of it")
    if _is_whole(folder, files):
        return folder
    with TemporaryDirectory(prefix=f"{folder.name}.", dir=beneath) as unfinished:
        for file, content in files.items():
            target = Path(unfinished, "whole", file)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if folder.is_dir() and not _is_whole(folder, files):
            folder.rename(Path(unfinished, "broken"))
        try:
            Path(unfinished, "whole").rename(folder)
        except OSError:  # another was faster, and has written the same
            if not _is_whole(folder, files):
                raise
    return folder


def _is_whole(folder: Path, files: Mapping[str, bytes]) -> bool:
    found = folder.is_dir() and all((folder / file).is_file() for file in files)
    return found and all((folder / file).read_bytes() == content for file, content in files.items())
