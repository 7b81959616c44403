"""One claim at a time: ours against the engines that decide one case."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks import reference
from benchmarks.ours import NAME, one_claim, special_train
from benchmarks.peers import Claim, Peer, all_peers
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave

GROUP = "One claim at a time, the time of one decision"


AIM = 5e-6  # seconds


def measure(claims: Sequence[Claim], prizes: np.ndarray[Any, Any], repeats: int) -> list[Line]:
    """Each engine decides all `claims`, none of which lacks a field; the figure is that of one decision."""
    engines = (one_claim(special_train()), *all_peers())
    programs = {engine.name: _program(engine, claims, prizes) for engine in engines}
    seconds = {name: taken / len(claims) for name, taken in interleave(programs, repeats).items()}
    ours = seconds.pop(NAME)
    return [
        Line(GROUP, f"{NAME}, with both masks of reasons", duration(ours), "", duration(AIM), ours <= AIM),
        *(compared(GROUP, name, taken, ours, "ours") for name, taken in seconds.items()),
    ]


def _program(peer: Peer, claims: Sequence[Claim], prizes: np.ndarray[Any, Any]) -> Callable[[], Any]:
    formed = [peer.form(claim) for claim in claims]
    reference.same(peer.name, [peer.decide(claim) for claim in formed], prizes)
    decide = peer.decide
    return lambda: [decide(claim) for claim in formed]
