"""Trees, proofs and printed lines of seals."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.ledger import chain
from bridgehead.primitives.errors import BridgeheadError

HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)
SEAL = chain.Seal(12, 3000, 456, datetime(2023, 9, 20, 8, tzinfo=UTC), bytes(32), bytes(32))


@given(HASHES, st.data())
def test_every_leaf_is_proved_by_its_path_and_no_other_hash_is(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = chain.path(leaves, index)
    assert chain.root_by_path(leaves[index], path) == chain.root(leaves)
    other = bytes([leaves[index][0] ^ 1]) + leaves[index][1:]
    assert chain.root_by_path(other, path) != chain.root(leaves)


@given(HASHES)
def test_a_leaf_more_or_less_gives_another_root(leaves: list[bytes]) -> None:
    assert chain.root([*leaves, bytes(32)]) != chain.root(leaves)


def test_the_root_is_that_of_rfc_6962_whose_tree_of_three_splits_at_two() -> None:
    import hashlib

    def h(x: bytes) -> bytes:
        return hashlib.sha256(x).digest()

    a, b, c = (bytes([n]) * 32 for n in range(3))
    assert chain.root([a, b, c]) == h(b"\1" + h(b"\1" + h(b"\0" + a) + h(b"\0" + b)) + h(b"\0" + c))


def test_a_seal_is_read_from_its_printed_line() -> None:
    assert chain.printed(SEAL.line) == chain.Printed(12, 3456, SEAL.hash)
    assert chain.printed("  " + SEAL.line.replace(":", "：") + "\n").hash == SEAL.hash


@pytest.mark.parametrize("line", ["", "bridgehead seal 12", SEAL.line[:-2], SEAL.line.replace("12", "twelve")])
def test_what_is_no_line_of_a_seal_is_refused(line: str) -> None:
    with pytest.raises(BridgeheadError, match="LG010"):
        chain.printed(line)
