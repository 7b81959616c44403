"""Personal fields under a key of their own a record, and keys under the master key: AES-256-GCM (NIST SP 800-38D).

What is sealed names the record that it belongs to, so that it cannot be moved to another. `digest` is the blind index:
equal values give equal digests, and without the master key nothing can be tried out.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b32decode, b32encode, b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bridgehead.primitives.errors import BridgeheadError, Mistake

LISTED = "listed"
"""In the blind index, the field of whoever stands in the list of a record."""

NONCE_BYTES = 12
BLOCK_BYTES = 16


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def commitment(key: bytes) -> str:
    """What the first event tells of a record's key: by it a key is known again, and nothing else."""
    return hashlib.sha256(b"bridgehead key" + key).hexdigest()


def wrap(master: bytes, key: bytes, record: int) -> bytes:
    return _seal(master, key, f"key {record}")


def unwrap(master: bytes, wrapped: bytes, record: int) -> bytes:
    """The key of a record; raises BridgeheadError with LG020 where the master key is another one."""
    return unwrapper(master)(wrapped, record)


Unwrap = Callable[[bytes, int], bytes]
"""The key of a record, as it is wrapped, in the clear."""


def unwrapper(master: bytes) -> Unwrap:
    """The same, for many keys under one master key."""
    cipher = AESGCM(master)
    return lambda wrapped, record: _opened(cipher, wrapped, f"key {record}")


def box(key: bytes, fields: Mapping[str, Any], record: int) -> str:
    """Personal fields as an event carries them."""
    return b64encode(_seal(key, json.dumps(fields, ensure_ascii=False).encode(), f"record {record}")).decode()


def unbox(key: bytes, boxed: str, record: int) -> dict[str, Any]:
    """Personal fields in the clear; raises BridgeheadError with LG020 where the key is another one."""
    found = json.loads(_open(key, b64decode(boxed), f"record {record}"))
    assert isinstance(found, dict)
    return found


def digest(master: bytes, field: str, value: str) -> bytes:
    """By what a record is found whose personal field has this value, in its one spelling."""
    index = hmac.digest(master, b"bridgehead blind index", "sha256")
    return hmac.digest(index, f"{field}\0{value}".encode(), "sha256")


def index_digest(key: bytes, entries: Iterable[tuple[str, bytes]]) -> str:
    """What an event tells of the entries by which its record is found, by their fields and digests: under the record's
    key, so that who has forgotten the key cannot try out what they were.
    """
    found = [hashlib.sha256(field.encode() + b"\0" + entry).digest() for field, entry in entries]
    return hmac.digest(key, b"bridgehead entries" + b"".join(sorted(found)), "sha256").hex()


def code_digest(master: bytes, code: str) -> bytes:
    """How the code of a receipt is kept: who reads the database does not read codes."""
    return hmac.digest(master, b"code " + code.strip().upper().encode(), "sha256")


def answer_digest(master: bytes, key: str) -> bytes:
    """By what an answer is found that was given before; the key itself is not kept."""
    return hmac.digest(master, b"answer of " + key.encode(), "sha256")


def seal_answer(master: bytes, key: str, answer: bytes) -> bytes:
    """An answer under a key that only whoever asked has: with the master key alone it does not open."""
    return _seal(hmac.digest(master, b"answer under " + key.encode(), "sha256"), answer, "answer")


def open_answer(master: bytes, key: str, sealed: bytes) -> bytes:
    return _open(hmac.digest(master, b"answer under " + key.encode(), "sha256"), sealed, "answer")


def seal_secret(master: bytes, secret: str) -> str:
    """What somebody proves who they are with, as it is kept."""
    return b64encode(_seal(hmac.digest(master, b"secrets", "sha256"), secret.encode(), "secret")).decode()


def open_secret(master: bytes, sealed: str) -> str:
    return _open(hmac.digest(master, b"secrets", "sha256"), b64decode(sealed), "secret").decode()


def seal_file(master: bytes, content: bytes) -> bytes:
    """A file that names people, as it stands in a backup."""
    return _seal(hmac.digest(master, b"files", "sha256"), content, "file")


def open_file(master: bytes, sealed: bytes) -> bytes:
    return _open(hmac.digest(master, b"files", "sha256"), sealed, "file")


def alias(master: bytes, record: int) -> str:
    """What everybody may call a record by: it tells neither its number nor how many there are. One block of AES."""
    block = _block(master).encryptor().update(record.to_bytes(BLOCK_BYTES))
    return b32encode(block).decode().rstrip("=").lower()


def aliased(master: bytes, name: str) -> int | None:
    """The record that has this alias, if it is one; whether there is such a record is not asked."""
    try:
        block = b32decode(f"{name.upper()}======")
    except ValueError:
        return None
    found = int.from_bytes(_block(master).decryptor().update(block)) if len(block) == BLOCK_BYTES else -1
    return found if 0 < found < 2**63 and alias(master, found) == name else None


def _block(master: bytes) -> Cipher[modes.ECB]:
    return Cipher(algorithms.AES(hmac.digest(master, b"alias", "sha256")), modes.ECB())  # a single block has no pattern


def _seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    return _opened(AESGCM(key), sealed, bound_to)


def _opened(cipher: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        expected = "the master key under which this home began; see keys/master, and its backup"
        raise BridgeheadError([Mistake("LG020", f"the {bound_to} does not open", None, expected)]) from error
