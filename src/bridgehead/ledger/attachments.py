"""Files of records, encrypted and called by the hash of what is stored: AES-256-GCM in pieces, in bounded memory.

A stored file is a salt and sealed pieces. The record's key and the salt give the key of this file alone (HKDF, RFC
5869), under which the nonce of a piece is its number and whether it is the last: pieces that were cut off, moved or put
in twice do not open (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015).
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bridgehead.primitives.errors import BridgeheadError, Mistake

FOLDER = "attachments"
"""Of a service's home."""

SALT_BYTES = 32
PIECE = 2**16
TAG_BYTES = 16


def place(home: Path, name: str) -> Path:
    """Where the stored file of a hash is."""
    return home / FOLDER / name


@contextmanager
def storing(plain: IO[bytes], key: bytes, record: int, home: Path) -> Iterator[str]:
    """Store a file under the record's key; gives its hash. It is on the disk, whole, when the block begins, and is gone
    again where the block fails.
    """
    folder = place(home, "")
    folder.mkdir(mode=0o700, exist_ok=True)
    unfinished = folder / f"{secrets.token_hex(16)}.part"
    with ExitStack() as undone:
        undone.callback(unfinished.unlink, missing_ok=True)
        digest = hashlib.sha256()
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for piece in _sealed(plain, key, record):
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        stored = place(home, digest.hexdigest())
        unfinished.rename(stored)
        undone.callback(stored.unlink, missing_ok=True)
        _sync(folder)
        yield stored.name
        undone.pop_all()


def opened(name: str, key: bytes, record: int, home: Path) -> Iterator[bytes]:
    """A stored file in the clear, piece by piece. Its hash is that of its name before the first piece is given.

    Raises BridgeheadError with LG021 where it is gone, was changed, or is another record's.
    """
    try:
        file = place(home, name).open("rb")
    except FileNotFoundError as error:
        raise _unfit(name, "is gone") from error
    with ExitStack() as closing:
        closing.enter_context(file)
        if hashlib.file_digest(file, "sha256").hexdigest() != name:
            raise _unfit(name, "was changed")
        file.seek(0)
        pieces = _unsealed(file, name, key, record)
        first = next(pieces)
        closing.pop_all()
    return _rest(file, first, pieces)


def _rest(file: IO[bytes], first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    with file:
        yield first
        yield from pieces


def _sealed(plain: IO[bytes], key: bytes, record: int) -> Iterator[bytes]:
    salt = secrets.token_bytes(SALT_BYTES)
    yield salt
    cipher = _cipher(key, salt, record)
    for n, (piece, last) in enumerate(_pieces(plain, PIECE)):
        yield cipher.encrypt(_nonce(n, last=last), piece, None)


def _unsealed(file: IO[bytes], name: str, key: bytes, record: int) -> Iterator[bytes]:
    cipher = _cipher(key, file.read(SALT_BYTES), record)
    for n, (piece, last) in enumerate(_pieces(file, PIECE + TAG_BYTES)):
        try:
            yield cipher.decrypt(_nonce(n, last=last), piece, None)
        except InvalidTag as error:
            raise _unfit(name, "does not open under this record's key") from error


def _pieces(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of a size, and whether each is the last; at least one."""
    piece = file.read(size)
    while following := file.read(size):
        yield piece, False
        piece = following
    yield piece, True


def _cipher(key: bytes, salt: bytes, record: int) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, f"bridgehead attachment {record}".encode()).derive(key))


def _nonce(n: int, *, last: bool) -> bytes:
    return n.to_bytes(11, "big") + bytes([last])


def _sync(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _unfit(name: str, why: str) -> BridgeheadError:
    expected = "the stored file, as it was attached; see the backup of attachments"
    return BridgeheadError([Mistake("LG021", f"the stored file {name} {why}", None, expected)])
