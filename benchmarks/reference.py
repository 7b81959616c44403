"""numpy by hand: the peer that is hard to beat, and the reference that every other result must equal."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.claims import KINDS, STOPS

NOWHERE = -1  # the code of a text, and the mark of a number, that lacks
FIRST, LAST = np.datetime64("2023-05-04"), np.datetime64("2023-09-30")
LAST_FILED = np.datetime64("2023-10-15")
DUE = LAST_FILED + 1  # claims are filed before it begins
PRIZES = (None, "chartered train", "high-speed group")
PAY = (0, 100_000, 50_000)
PLACES = 3  # first come, of each prize

Columns = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Reasons:
    """The prize of each claim (0 for none) and its two masks, one bit a condition, in the order of `sql/`."""

    prize: np.ndarray[Any, Any]
    failed: np.ndarray[Any, Any]
    missing: np.ndarray[Any, Any]


def columns(table: pa.Table) -> Columns:
    """The claims as arrays: texts as codes, the rate in hundredths, a lacking value as -1, trains as known or not."""
    rate = pc.cast(pc.multiply(table["ticket rate"], pa.scalar(100, pa.int32())), pa.float64())
    return {
        "kind": _codes(table["kind"], KINDS),
        "stop": _codes(table["stop"], STOPS),
        "same day and train": table["same day and train"].to_numpy(),
        "passengers": _numbers(table["passengers"]),
        "nights": _numbers(table["nights"]),
        "paid sights": _numbers(table["paid sights"]),
        "ticket rate": _numbers(rate),
        "train number": table["train number"].is_valid().to_numpy(),
        "completed on": table["completed on"].to_numpy(),
        "submitted at": table["submitted at"].to_numpy(),
    }


def eligible(claims: Columns) -> np.ndarray[Any, Any]:
    """The prize of each claim, 0 for none; without reasons."""
    shared = (claims["completed on"] >= FIRST) & (claims["completed on"] <= LAST)
    shared &= claims["submitted at"] < DUE
    shared &= claims["same day and train"]
    shared &= (claims["stop"] == 0) | (claims["stop"] == 1)
    shared &= claims["nights"] >= 1
    shared &= claims["paid sights"] >= 2
    shared &= claims["ticket rate"] >= 50
    shared &= claims["train number"]
    kind, passengers = claims["kind"], claims["passengers"]
    prize = (shared & ((kind == 0) | (kind == 2)) & (passengers >= 400)).astype(np.int8)
    prize[shared & (kind == 1) & (passengers >= 200)] = 2
    return prize


def reasons(claims: Columns) -> Reasons:
    """The prize of each claim and the conditions that failed or lack a field."""
    kind, passengers = claims["kind"], claims["passengers"]
    conditions = (
        (claims["completed on"] >= FIRST) & (claims["completed on"] <= LAST),
        claims["submitted at"] < DUE,
        claims["same day and train"],
        (claims["stop"] == 0) | (claims["stop"] == 1),
        claims["nights"] >= 1,
        claims["paid sights"] >= 2,
        claims["ticket rate"] >= 50,
        claims["train number"],
        (kind == 0) | (kind == 2),
        passengers >= 400,
        kind == 1,
        passengers >= 200,
    )
    not_yet = claims["completed on"] < FIRST  # the least nights and passengers are not in force
    never = np.zeros(len(kind), np.bool_)
    unknown = (
        never,
        never,
        never,
        claims["stop"] == NOWHERE,
        (claims["nights"] == NOWHERE) | not_yet,
        claims["paid sights"] == NOWHERE,
        claims["ticket rate"] == NOWHERE,
        ~claims["train number"],
        kind == NOWHERE,
        (passengers == NOWHERE) | not_yet,
        kind == NOWHERE,
        (passengers == NOWHERE) | not_yet,
    )
    failed = np.zeros(len(kind), np.int64)
    missing = np.zeros(len(kind), np.int64)
    for bit, (holds, lacks) in enumerate(zip(conditions, unknown, strict=True)):
        failed |= (~holds & ~lacks).astype(np.int64) << bit
        missing |= lacks.astype(np.int64) << bit
    return Reasons(eligible(claims), failed, missing)


def winners(claims: Columns, table: pa.Table) -> dict[str, tuple[str, int]]:
    """Number of the claim -> prize and place: the first three trains of each prize in the order of completion."""
    prize = eligible(claims)
    numbers, trains = table["number"], table["train number"]
    places: dict[str, tuple[str, int]] = {}
    seen: set[str] = set()
    rows = np.flatnonzero(prize)
    order = np.lexsort((rows, claims["submitted at"][rows], claims["completed on"][rows]))
    taken = [0] * len(PRIZES)
    for row in rows[order]:
        train, won = trains[int(row)].as_py(), int(prize[row])
        if train not in seen and taken[won] < PLACES:
            taken[won] += 1
            places[numbers[int(row)].as_py()] = (str(PRIZES[won]), taken[won])
        seen.add(train)
    return places


def _codes(texts: pa.ChunkedArray, known: tuple[str, ...]) -> np.ndarray[Any, Any]:
    codes = pc.index_in(texts, pa.array(known), skip_nulls=True)
    return pc.fill_null(codes, NOWHERE).to_numpy().astype(np.int8)


def _numbers(values: pa.ChunkedArray) -> np.ndarray[Any, Any]:
    return pc.fill_null(values, NOWHERE).to_numpy().astype(np.int64)


def same(name: str, found: Any, expected: np.ndarray[Any, Any]) -> None:
    """End the run where a result is not that of the reference: the time of a wrong answer does not count."""
    wrong = int(np.count_nonzero(np.asarray(found) != expected))
    if wrong:
        raise SystemExit(f"{name}: {wrong} of {len(expected)} claims are decided otherwise than by the reference")
