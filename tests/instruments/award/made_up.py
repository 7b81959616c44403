"""A made-up register and awards over it, for tests of one claim."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.schema import Label
from bridgehead.rulebook.values import Value

COLUMNS = (
    Column("number", FieldType.TEXT),
    Column("kind", FieldType.CHOICE, choices=("train", "bus", "boat")),
    Column("stop", FieldType.TEXT),
    Column("people", FieldType.INTEGER),
    Column("nights", FieldType.INTEGER),
    Column("ticket rate", FieldType.PERCENT, scale=4),
    Column("discount", FieldType.PERCENT, optional=True, scale=4),
    Column("turnover verified", FieldType.MONEY, scale=2),
    Column("invoice", FieldType.MONEY, scale=2),
    Column("accepted", FieldType.BOOLEAN),
    Column("sights", FieldType.CHOICES, choices=("恒山", "悬空寺", "云冈石窟")),
    Column("done on", FieldType.DATE),
    Column("filed at", FieldType.DATE_TIME),
)


def label(zh: str, en: str) -> Label:
    return Label(zh=zh, en=en)


TABLE = Table(
    columns=COLUMNS,
    deciding={column.name.removesuffix(" verified"): column.name for column in COLUMNS},
    unique=frozenset({"number"}),
    personal=frozenset(),
    labels={
        "number": label("申报号", "Number"),
        "kind": label("种类", "Kind"),
        "stop": label("停靠站", "Stop"),
        "people": label("人数", "People"),
        "nights": label("住宿", "Nights"),
        "ticket rate": label("购票率", "Ticket rate"),
        "discount": label("折扣", "Discount"),
        "turnover": label("营业额", "Turnover"),
        "invoice": label("发票金额", "Invoice"),
        "accepted": label("审核通过", "Accepted"),
        "sights": label("景区", "Sights"),
        "done on": label("完成日期", "Done on"),
        "filed at": label("申报时间", "Filed at"),
    },
    choices={"kind": {"train": label("火车", "train"), "bus": label("汽车", "bus"), "boat": label("船", "boat")}},
    units={"people": label("人", "people"), "nights": label("晚", "nights")},
)

VALUES = {
    "minimum nights": Value.model_validate(
        {
            "cites": "notice.md#2",
            "label": {"zh": "最少住宿晚数", "en": "Least nights"},
            "from": {date(2023, 5, 1): 1, date(2023, 7, 1): 2},
            "until": date(2023, 12, 31),
        }
    )
}

HEAD = {
    "award": "tour",
    "title": {"zh": "旅游奖励", "en": "Tour reward"},
    "cites": "notice.md#2",
    "claims": "claim",
    "currency": "CNY",
}

CLAIM: Mapping[str, object] = {
    "number": "A1",
    "kind": "train",
    "stop": "大同站",
    "people": 300,
    "nights": 1,
    "ticket rate": Decimal("0.6"),
    "discount": None,
    "turnover verified": Decimal(5_000_000),
    "invoice": Decimal(100_000),
    "accepted": True,
    "sights": ["恒山"],
    "done on": date(2023, 5, 20),
}


def terms(**words: Any) -> Terms:
    """The terms of an award of these words; without prizes it has one, that pays."""
    written = HEAD | {"prizes": {"all": {"pay": 100}}} | {key.replace("_", " "): each for key, each in words.items()}
    return Terms(Award.model_validate(written), TABLE, VALUES, currency="CNY")
