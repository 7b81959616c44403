"""Made-up claims with every kind of field, and the values on which executors part: edges, absences, odd letters."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random

import pyarrow as pa

from bridgehead.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    STRING,
    TIME,
    ContextType,
    ListType,
    NumberType,
    Scope,
    Type,
    Variable,
)

Row = Mapping[str, object]


def _number(digits: int, scale: int) -> NumberType:
    return NumberType(precision=digits, scale=scale)


_VISIT = ContextType(
    fields={
        "day": Variable(DATE, optional=True),
        "people": Variable(_number(5, 0), optional=True),
        "fee": Variable(_number(7, 2), optional=True),
        "site": Variable(STRING, optional=True),
    }
)

SCOPE: Scope = {
    "passengers": Variable(_number(6, 0)),
    "paid sights": Variable(_number(2, 0), optional=True),
    "人数": Variable(_number(9, 0)),
    "rate": Variable(_number(5, 4)),
    "amount": Variable(_number(12, 2)),
    "bonus": Variable(_number(9, 3), optional=True),
    "stop": Variable(STRING),
    "note": Variable(STRING, optional=True),
    "agreed": Variable(BOOLEAN),
    "checked": Variable(BOOLEAN, optional=True),
    "completed on": Variable(DATE),
    "paid on": Variable(DATE, optional=True),
    "submitted at": Variable(DATE_TIME),
    "seen at": Variable(DATE_TIME, optional=True),
    "stays": Variable(ListType(item=_number(4, 0))),
    "fares": Variable(ListType(item=_number(8, 2)), optional=True),
    "tags": Variable(ListType(item=STRING)),
    "stops": Variable(ListType(item=STRING), optional=True),
    "flags": Variable(ListType(item=BOOLEAN)),
    "days": Variable(ListType(item=DATE), optional=True),
    "visits": Variable(ListType(item=_VISIT)),
    "first visit": Variable(_VISIT, optional=True),
}

DATES = [
    dt.date.fromisoformat(day)
    for day in (
        *("0001-01-01", "1899-12-31", "1900-02-28", "1969-12-31", "1970-01-01", "2000-02-29", "2023-01-31"),
        *("2023-02-28", "2023-03-31", "2023-05-04", "2023-09-30", "2023-12-31", "2024-02-28", "2024-02-29"),
        *("2024-03-01", "2024-12-31", "9999-12-31"),
    )
]
TIMES = [dt.time(0), dt.time(23, 59, 59, 999999), dt.time(12), dt.time(8, 30, 0, 1), dt.time(8, 30)]
TEXTS = [
    "",
    "大同站",
    "大同南站",
    "Datong",
    "datong",
    "a",
    "ab",
    "aba",
    " a ",
    "😀大",
    "straße",
    "İ",
    "x'y",
    'x"y',
    "a\\b",
    "%_",
    "é",
    "2023-05-04",
    "2023-02-30",
    "1900-02-29",
    "08:30:00",
    "24:00:01",
    "2024-02-29T23:59:59.25",
    "2023-05-04T25:00:00",
]


def field_type(kind: Type) -> pa.DataType:
    """The Arrow type of a field."""
    if isinstance(kind, NumberType):
        return pa.decimal128(kind.precision, kind.scale) if kind.scale else pa.int64()
    if isinstance(kind, ListType):
        return pa.list_(field_type(kind.item))
    if isinstance(kind, ContextType):
        return pa.struct([(name, field_type(variable.type)) for name, variable in (kind.fields or {}).items()])
    return {STRING: pa.string(), BOOLEAN: pa.bool_(), DATE: pa.date32(), DATE_TIME: pa.timestamp("us")}[kind]


SCHEMA = pa.schema([(name, field_type(variable.type)) for name, variable in SCOPE.items()])


def value(random: Random, kind: Type) -> object:
    """A value of a field, often one of the edges."""
    if isinstance(kind, NumberType):
        return _figure(random, kind)
    if isinstance(kind, ListType):
        count = random.choice((0, 1, 1, 2, 3, 4))
        return [value(random, kind.item) if random.randrange(9) else None for _ in range(count)]
    if isinstance(kind, ContextType):
        fields = (kind.fields or {}).items()
        return {name: value(random, field.type) if random.randrange(7) else None for name, field in fields}
    if kind == STRING:
        return random.choice(TEXTS)
    if kind == BOOLEAN:
        return random.choice((True, False))
    if kind == TIME:
        return random.choice(TIMES)
    day = random.choice(DATES) if random.randrange(4) else dt.date(2023, 1, 1) + dt.timedelta(random.randrange(500))
    return day if kind == DATE else dt.datetime.combine(day, random.choice(TIMES))


def _figure(random: Random, kind: NumberType) -> Decimal | int:
    assert kind.precision is not None
    most = 10**kind.precision - 1
    unscaled = random.choice(
        (0, 1, -1, 2, 5, 10, 50, most, -most, random.randrange(-most, most), random.randrange(-99, 999))
    )
    return Decimal(unscaled).scaleb(-kind.scale) if kind.scale else max(-most, min(unscaled, most))


def rows(random: Random, count: int) -> list[Row]:
    """Claims of which every seventh field or so is absent."""
    return [
        {name: value(random, variable.type) if random.randrange(7) else None for name, variable in SCOPE.items()}
        for _ in range(count)
    ]


def table(claims: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(claims, schema=SCHEMA)
