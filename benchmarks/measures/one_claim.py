"""One claim at a time: ours against the engines that decide one case."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks import reference
from benchmarks.peers import Claim, Peer, all_peers
from benchmarks.table import Line, duration
from benchmarks.timing import interleave

GROUP = "One claim at a time, the time of one decision"


def measure(claims: Sequence[Claim], prizes: np.ndarray[Any, Any], repeats: int) -> list[Line]:
    """Each engine decides all `claims`, none of which lacks a field; the figure is that of one decision."""
    programs = {peer.name: _program(peer, claims, prizes) for peer in all_peers()}
    seconds = {name: taken / len(claims) for name, taken in interleave(programs, repeats).items()}
    return [Line(GROUP, name, duration(taken)) for name, taken in seconds.items()]


def _program(peer: Peer, claims: Sequence[Claim], prizes: np.ndarray[Any, Any]) -> Callable[[], Any]:
    formed = [peer.form(claim) for claim in claims]
    reference.same(peer.name, [peer.decide(claim) for claim in formed], prizes)
    decide = peer.decide
    return lambda: [decide(claim) for claim in formed]
