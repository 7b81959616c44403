"""Check a proof without the database: a text that `bridgehead prove` wrote, against seals that somebody printed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead.ledger import chain
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof shows: the record, its events, how many of them are under seals, and the seals."""

    record: str
    events: int
    sealed: int
    seals: tuple[chain.Seal, ...]


def read(text: str, file: str) -> Proof:
    """What a proof shows, recomputed. Raises BridgeheadError with LG011 for what is no proof, with LG103 or LG104 for
    one that does not hold.
    """
    try:
        given = json.loads(text)
        seals = {each["number"]: _seal(each) for each in given["seals"]}
        found = list(_mistakes(given["events"], seals))
        sealed = sum("seal" in each for each in given["events"])
        proof = Proof(str(given["record"]), len(given["events"]), sealed, tuple(seals.values()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        expected = "the text that bridgehead prove wrote"
        raise BridgeheadError([Mistake("LG011", "this is no proof", Place.whole(file), expected)]) from error
    if found:
        raise BridgeheadError(found)
    return proof


def against(proof: Proof, printed: Sequence[chain.Printed]) -> Iterator[Mistake]:
    """Seals of a proof that are not those that were printed."""
    known = {seal.number: seal for seal in proof.seals}
    for each in printed:
        seal = known.get(each.number)
        if seal is None or seal.hash != each.hash:
            found = f"the printed seal {each.number} is not in this proof"
            expected = f"one of the seals {', '.join(map(str, known))}" if known else "events under a seal"
            yield Mistake("LG105", found, None, expected)


def _seal(given: dict[str, Any]) -> chain.Seal:
    at, root, previous = (
        datetime.fromisoformat(given["at"]),
        bytes.fromhex(given["root"]),
        bytes.fromhex(given["previous"]),
    )
    return chain.Seal(given["number"], given["first"], given["count"], at, root, previous)


def _mistakes(steps: Sequence[dict[str, Any]], seals: dict[int, chain.Seal]) -> Iterator[Mistake]:
    previous = chain.START
    for n, step in enumerate(steps, start=1):
        if step["n"] != n or bytes.fromhex(step["previous"]) != previous:
            yield Mistake(
                "LG103", f"step {step['n']} does not follow the one before", None, f"step {n}, behind its hash"
            )
        previous = chain.link(bytes.fromhex(step["previous"]), step["body"].encode())
        if "seal" in step:
            path = [(side, bytes.fromhex(each)) for side, each in step["path"]]
            if chain.root_by_path(previous, path) != seals[step["seal"]].root:
                yield Mistake("LG104", f"step {n} does not stand under seal {step['seal']}", None, "a path to its root")
