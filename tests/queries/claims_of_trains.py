"""The published special-train award, and made-up claims for it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from bridgehead.catalog import KINDS
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook

AFTER = date(2023, 11, 1)
TYPES = {
    "passengers": pa.int64(),
    "nights": pa.int64(),
    "paid sights": pa.int64(),
    "ticket rate": pa.decimal128(18, 4),
    "completed on": pa.date32(),
    "submitted at": pa.timestamp("us"),
    "same day and train": pa.bool_(),
}


VERIFIED = {*TYPES, "kind"} - {"submitted at"}


def rulebook() -> Rulebook:
    return load(Path(__file__).parents[2] / "rulebooks/datong/tourism-2023", KINDS)


def claim(number: str, **other: object) -> Mapping[str, object]:
    return {
        "number": number,
        "organiser": f"organiser of {number}",
        "kind": "train",
        "train number": f"train of {number}",
        "stop": "大同站",
        "same day and train": True,
        "passengers": 412,
        "nights": 1,
        "paid sights": 2,
        "ticket rate": Decimal("0.63"),
        "completed on": date(2023, 5, 12),
        "submitted at": datetime.fromisoformat("2023-06-01T09:00"),
    } | {name.replace("_", " "): value for name, value in other.items()}


def table(*claims: Mapping[str, object]) -> pa.Table:
    names = {name: f"{name} verified" if name in VERIFIED else name for name in claim("")}
    return pa.table(
        {
            column: pa.array([each[name] for each in claims], TYPES.get(name, pa.string()))
            for name, column in names.items()
        }
    )
