"""Cases drawn to see what a formula or a decision comes to: values that tell apart what is often asked, and the
constants of the texts with their neighbours. The same texts always draw the same cases."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from random import Random
from typing import Any

from bridgehead.dmn.graph import Key
from bridgehead.dmn.run import Decisions
from bridgehead.feel import tree, walk
from bridgehead.feel.temporal import DAY, DaysTime, YearsMonths, combine
from bridgehead.feel.types import ContextType, ListType, Type
from bridgehead.primitives.errors import BridgeheadError

CASES = 300
LONGEST = 200  # of a text that is drawn

_NUMBERS = [Decimal(one) for one in ("0", "1", "-1", "0.5", "-0.5", "2", "3", "7", "10", "100", "1000", "1000000")]
_DAYS = [date(2024, month, 1 + 2 * month) for month in range(1, 13)] + [date(2024, 2, 26 + one) for one in range(4)]
_DATES = [*_DAYS, date(1970, 1, 1), date(1999, 12, 31), date(2025, 6, 30), date(2030, 3, 3)]
_TIMES = [time(0), time(6, 30), time(12), time(18, 45, 30), time(23, 59, 59)]
_POOLS: dict[str, list[Any]] = {
    "boolean": [True, False],
    "date": _DATES,
    "time": _TIMES,
    "date and time": [combine(day, _TIMES[at % len(_TIMES)]) for at, day in enumerate(_DATES)],
    "years and months duration": [YearsMonths(one) for one in (0, 1, -1, 6, 12, 18, 120)],
    "days and time duration": [DaysTime(one * DAY // 2) for one in (0, 1, -1, 2, 7, 60, 800)],
}


def draws(types: Sequence[Type], constants: Iterable[Any]) -> Iterator[list[Any]]:
    """Cases of values of these types: each value of each once, and others together by lot."""
    known = list(constants)
    pools = [_pool(one, known) for one in types]
    if not all(pools):
        return
    for place in range(max(map(len, pools), default=0)):
        yield [pool[(place * (at + 1)) % len(pool)] for at, pool in enumerate(pools)]
    if len(pools) > 1:
        lot = Random(0)
        yield from ([lot.choice(pool) for pool in pools] for _ in range(CASES))


def cases(decisions: Decisions, key: Key) -> list[dict[str, Any]]:
    """Cases in which all has a value that a node needs; empty where what is needed cannot be decided."""
    graph = decisions.graph
    needs = [one for one in graph.needs[key] if not one.alias and not decisions.called(one.key).startswith("{")]
    found = []
    try:
        taken = {decisions.called(one): decisions.plan(one).type for one in decisions.taken(key)}
        texts = [decisions.plan(one).expression for one in graph.order((key,))]
        constants = [one.value for text in texts if text for one in walk(text) if isinstance(one, tree.Literal)]
        for values in draws(list(taken.values()), constants):
            given = dict(zip(taken, values, strict=True))
            found.append({one.name: _value(decisions, one.key, given) for one in needs})
    except BridgeheadError:  # which is told in its place
        return []
    return found


def _value(decisions: Decisions, key: Key, given: dict[str, Any]) -> Any:
    called = decisions.called(key)
    return given[called] if called in given else decisions.decide(called, given)


def _pool(type: Type, constants: Sequence[Any]) -> list[Any]:
    """Values of a type, those that it allows."""
    numbers = [one for one in constants if isinstance(one, Decimal)]
    texts = [one for one in constants if isinstance(one, str)]
    match type:
        case ContextType(fields=fields) if fields:
            drawn = draws([one.type for one in fields.values()], constants)
            values: list[Any] = [dict(zip(fields, one, strict=True)) for one in drawn][:CASES]
        case ListType(item=item):
            items = _pool(item, constants)
            values = [[], *([one] for one in items), *(items[:size] for size in range(2, 5))]
        case Type(name="number"):
            near = [one + step for one in numbers for step in map(Decimal, ("0", "1", "-1", "0.5", "-0.5"))]
            values = [*_NUMBERS, *near]
        case Type(name="string"):
            lengths = {*range(13), *(int(one) for one in numbers if 0 < one <= LONGEST)}
            values = [*("a" * one for one in sorted(lengths)), "z", "0", *texts]
        case _:
            kinds = _POOLS.get(type.name, [*_NUMBERS, *texts, "", True, False])
            values = [*kinds, *(one for one in constants if one.__class__ is kinds[0].__class__)]
    return [one for one in values if type.allowed is None or type.allowed(one) is True]
