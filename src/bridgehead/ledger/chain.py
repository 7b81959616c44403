"""Hashes that tie events together: one chain a record, one Merkle tree a seal, and the seals in a chain of their own.

The tree is that of RFC 6962, section 2.1: a leaf is hashed behind a zero byte, a node behind a one, so that no node can
be passed off as a leaf. An event's hash stands for its bytes and for the event before it; the leaves of a seal are the
hashes of its events, in the order in which they were given positions. All here is arithmetic on bytes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

START = bytes(32)
"""What stands before the first event of a record and before the first seal."""

_LEAF, _NODE = b"\0", b"\1"


def link(previous: bytes, body: bytes) -> bytes:
    """The hash of an event: of its stored bytes, behind the hash of the event before it in its record."""
    return hashlib.sha256(previous + body).digest()


class Tree:
    """The tree over hashes of events that come some at a time: of each height it holds one root at most."""

    def __init__(self) -> None:
        self.count = 0
        self._roots: list[bytes] = []

    def add(self, leaves: Sequence[bytes]) -> None:
        level, at, lower = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves], self.count, list[bytes]()
        while level:
            if at & 1:
                level.insert(0, self._roots.pop())
            if len(level) & 1:
                lower.append(level.pop())
            level, at = list(map(_node, level[::2], level[1::2])), at >> 1
        self._roots += reversed(lower)
        self.count += len(leaves)

    @property
    def root(self) -> bytes:
        """The root, once there is a leaf; before, what is the root of none."""
        if not self._roots:
            return START
        *before, found = self._roots
        for each in reversed(before):
            found = _node(each, found)
        return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over the hashes of events, of which there is at least one."""
    tree = Tree()
    tree.add(leaves)
    return tree.root


def path(leaves: Sequence[bytes], index: int) -> tuple[tuple[str, bytes], ...]:
    """What proves that a leaf is in the tree: from leaf to root, on which side the neighbour stands, and its hash."""
    level = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]
    steps: list[tuple[str, bytes]] = []
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            steps.append(("left" if neighbour < index else "right", level[neighbour]))
        paired = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*paired, level[-1]] if len(level) % 2 else paired
        index //= 2
    return tuple(steps)


def root_by_path(leaf: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root to which a proof leads."""
    found = hashlib.sha256(_LEAF + leaf).digest()
    for side, neighbour in steps:
        found = _node(neighbour, found) if side == "left" else _node(found, neighbour)
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Seal:
    """A stretch of events, from position `first` on, closed for good: `previous` is the hash of the seal before."""

    number: int
    first: int
    count: int
    at: datetime
    root: bytes
    previous: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(f"{self._facts} {self.root.hex()} {self.previous.hex()}".encode()).digest()

    @property
    def _facts(self) -> str:
        return f"{self.number} {self.first} {self.count} {self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"

    @property
    def line(self) -> str:
        """The seal in one line that can be printed: its number, how many events stand sealed, and its hash."""
        return f"bridgehead seal {self.number} over {self.first + self.count} events: {self.hash.hex()}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A seal as somebody printed it: enough to find it, and to see whether it is still the same."""

    number: int
    events: int
    hash: bytes


def printed(line: str) -> Printed:
    """Read a printed line; raises BridgeheadError with LG010 where it is none."""
    words = line.replace("：", ":").replace(":", " ").split()
    if len(words) == 7 and words[:2] == ["bridgehead", "seal"] and words[3::2] == ["over", "events"][:2]:
        words = [*words[2:3], words[4], words[6]]
        try:
            found = Printed(int(words[0]), int(words[1]), bytes.fromhex(words[2]))
        except ValueError:
            found = None
        if found and len(found.hash) == hashlib.sha256().digest_size:
            return found
    expected = "a line such as «bridgehead seal 12 over 3456 events: » and 64 hexadecimal digits"
    raise BridgeheadError([Mistake("LG010", f"«{line.strip()}» is no line of a seal", Place.whole("--seal"), expected)])
