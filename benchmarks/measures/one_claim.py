"""One claim at a time: ours against the engines that decide one case."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import openfisca, reference
from benchmarks.claims import SCHEMA
from benchmarks.ours import NAME, one_claim, special_train
from benchmarks.peers import Claim, Peer, all_peers
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave

GROUP = "One claim at a time, the time of one decision (zen-engine: evaluate(key) on an engine that holds the rules)"
OPENFISCA = "OpenFisca: build, set and calculate"
FEW = 200
AIM = 5e-6  # seconds
EVERY = "Every condition is asked, and a decision is an object with both masks."


def measure(claims: Sequence[Claim], prizes: np.ndarray[Any, Any], repeats: int) -> list[Line]:
    """Each engine decides all `claims`, none of which lacks a field; the figure is that of one decision."""
    engines = (one_claim(special_train()), *all_peers())
    programs = {engine.name: _program(engine, claims, prizes) for engine in engines}
    seconds = {name: taken / len(claims) for name, taken in interleave(programs, repeats).items()}
    ours = seconds.pop(NAME)
    seconds[OPENFISCA] = _openfisca(claims, repeats)
    return [
        Line(GROUP, f"{NAME}, with both masks of reasons", duration(ours), "", duration(AIM), ours <= AIM, EVERY),
        *(compared(GROUP, name, taken, ours, "ours") for name, taken in seconds.items()),
    ]


def _openfisca(claims: Sequence[Claim], repeats: int) -> float:
    """OpenFisca decides columns; here of one row, which it is not made for. So slow that few claims will do."""
    rules = openfisca.system()
    few = pa.Table.from_pylist(list(claims[:FEW]), schema=SCHEMA)
    rows = [reference.columns(few.slice(at, 1)) for at in range(FEW)]
    return interleave({OPENFISCA: lambda: [openfisca.decide(rules, row) for row in rows]}, repeats)[OPENFISCA] / FEW


def _program(peer: Peer, claims: Sequence[Claim], prizes: np.ndarray[Any, Any]) -> Callable[[], Any]:
    formed = [peer.form(claim) for claim in claims]
    reference.same(peer.name, [peer.decide(claim) for claim in formed], prizes)
    decide = peer.decide
    return lambda: [decide(claim) for claim in formed]
