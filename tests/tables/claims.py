"""A small register with one field of each type, and files of its claims, made by the tests."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables import Labels

ZONE = ZoneInfo("Asia/Shanghai")
COLUMNS = (
    Column("number", FieldType.TEXT),
    Column("note", FieldType.LONG_TEXT, optional=True),
    Column("people", FieldType.INTEGER),
    Column("score", FieldType.DECIMAL, digits=10, scale=3),
    Column("invoice", FieldType.MONEY, scale=2),
    Column("ticket rate", FieldType.PERCENT, scale=4),
    Column("accepted", FieldType.BOOLEAN),
    Column("completed on", FieldType.DATE),
    Column("submitted at", FieldType.DATE_TIME),
    Column("kind", FieldType.CHOICE, choices=("train", "high-speed train")),
    Column("sights", FieldType.CHOICES, choices=("云冈石窟", "恒山", "悬空寺")),
)
NAMES = [column.name for column in COLUMNS]
LABELS = Labels(
    columns={"number": ("申报号",), "people": ("人数", "People"), "submitted at": ("申报时间",)},
    choices={"kind": {"train": ("旅游专列", "Train"), "high-speed train": ("高铁团队",)}},
)
CELLS = ("TJ-1", "", "412", "1.5", "100000", "0.63", "true", "2023-05-04", "2023-05-06 09:10:00", "train", "恒山")
ROW = {
    "number": "TJ-1",
    "note": None,
    "people": 412,
    "score": Decimal("1.500"),
    "invoice": Decimal("100000.00"),
    "ticket rate": Decimal("0.6300"),
    "accepted": True,
    "completed on": date(2023, 5, 4),
    "submitted at": datetime(2023, 5, 6, 9, 10),  # noqa: DTZ001 - wall-clock time
    "kind": "train",
    "sights": ["恒山"],
}


def only(*names: str) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS if column.name in names)


def csv(*rows: tuple[str, ...], header: list[str] = NAMES, delimiter: str = ",") -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & set(f'\r\n"{delimiter}') else cell

    return "".join(delimiter.join(map(quoted, row)) + "\n" for row in (header, *rows))
