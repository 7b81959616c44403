"""Stored files: what goes in comes out, and what was changed in any way does not open."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.ledger import attachments
from bridgehead.primitives.errors import BridgeheadError

KEY, OTHER = bytes(32), bytes([1]) * 32
SIZES = st.sampled_from([0, 1, *(n * attachments.PIECE + more for n in (1, 2) for more in (-1, 0, 1))])


def _stored(content: bytes, home: Path) -> str:
    with attachments.storing(io.BytesIO(content), KEY, 7, home) as name:
        return name


@given(SIZES)
def test_a_file_of_any_size_comes_back_and_only_by_its_own_key_and_record(tmp_path_factory, size: int) -> None:  # type: ignore[no-untyped-def]
    home = tmp_path_factory.mktemp("home")
    content = bytes(n % 251 for n in range(size))
    name = _stored(content, home)
    assert b"".join(attachments.opened(name, KEY, 7, home)) == content
    for key, record in ((OTHER, 7), (KEY, 8)):
        with pytest.raises(BridgeheadError, match="LG021"):
            attachments.opened(name, key, record, home)


def test_pieces_that_were_moved_or_cut_off_do_not_open_even_under_the_hash_of_what_is_left(tmp_path: Path) -> None:
    name = _stored(bytes(3 * attachments.PIECE), tmp_path)
    whole = attachments.place(tmp_path, name).read_bytes()
    salt, sealed = whole[: attachments.SALT_BYTES], whole[attachments.SALT_BYTES :]
    size = attachments.PIECE + attachments.TAG_BYTES
    one, two, three = (sealed[at : at + size] for at in range(0, len(sealed), size))
    for left in (one + two, two + one + three, one + one + two + three):
        forged = attachments.hashlib.sha256(salt + left).hexdigest()
        attachments.place(tmp_path, forged).write_bytes(salt + left)
        with pytest.raises(BridgeheadError, match="LG021"):
            list(attachments.opened(forged, KEY, 7, tmp_path))


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), attachments.storing(io.BytesIO(b"1"), KEY, 7, tmp_path):
        _ = 1 / 0
    assert list((tmp_path / "attachments").iterdir()) == []
