"""Decision tables by size: one case at a time, and a million cases at once."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import ibis
import pyarrow as pa

from benchmarks import made_tables
from benchmarks.ours import NAME
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave
from bridgehead import feel
from bridgehead.feel.columns import decide

ONE = "Decision tables, the time of one decision (zen-engine: evaluate(key) on an engine that holds the rules)"
MANY = "A decision table of 1,000 rules over 1,000,000 cases"
FEW, MILLION, RULES = 500, 1_000_000, 1000
BY_HAND, COLUMNS = "SQL by hand: a join with the table of bounds", f"{NAME}: as columns, the plan made once"
ROWS = 50  # times as fast as any engine that goes row by row

PYTHON = "plain Python, rule by rule"
SLOW, FEWER = "pySFeel, rule by rule", 20  # it reads its text at each call, and takes part in the smallest table alone
PEERS = {
    "zen-engine": made_tables.in_zen,
    "common-expression-language": made_tables.in_cel,
    PYTHON: made_tables.in_python,
}

Decide = Callable[[Mapping[str, Any]], Any]


def one_by_one(repeats: int) -> list[Line]:
    """Each engine decides the same cases, and must give the same rates."""
    lines: list[Line] = []
    for size in made_tables.SIZES:
        made = made_tables.rules(size)
        cases = made_tables.cases(FEW, max(1, size // (made_tables.BANDS * made_tables.AGES))).to_pylist()
        engines: dict[str, Decide] = {
            NAME: feel.compile(made_tables.table(made), made_tables.SCOPE),
            **{name: make(made) for name, make in PEERS.items()},
        }
        seconds = _taken(engines, cases, repeats)
        if size == made_tables.SIZES[0]:
            slow = {NAME: engines[NAME], SLOW: made_tables.in_pysfeel(made)}
            seconds[SLOW] = _taken(slow, cases[:FEWER], 1)[SLOW]
        for other in (name for name in seconds if name != NAME):
            bar = None if other == PYTHON else 1
            lines.append(compared(ONE, f"{NAME}, {size:,} rules", seconds[NAME], seconds[other], other, bar))
    return lines


def _taken(engines: Mapping[str, Decide], cases: Sequence[Mapping[str, Any]], repeats: int) -> dict[str, float]:
    """The seconds of one decision."""
    answers = {name: [_number(decide(case)) for case in cases] for name, decide in engines.items()}
    for name, answer in answers.items():
        if answer != answers[NAME]:
            raise ValueError(f"{name} decides otherwise")
    programs = {name: lambda decide=decide: [decide(case) for case in cases] for name, decide in engines.items()}
    return {name: taken / len(cases) for name, taken in interleave(programs, repeats).items()}


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def as_columns(repeats: int) -> list[Line]:
    """The million at once against SQL by hand, and against engines that go row by row, counted up from a few."""
    made = made_tables.rules(RULES)
    table, data = made_tables.table(made), made_tables.cases(MILLION, RULES // (made_tables.BANDS * made_tables.AGES))
    connection = ibis.duckdb.connect()
    cases = connection.create_table("cases", ibis.memtable(data))
    bounds, sql = made_tables.by_hand(made)
    connection.create_table("rules", ibis.memtable(bounds))

    def by_hand() -> pa.Table:
        return connection.con.sql(sql).to_arrow_table()

    start = perf_counter()
    plan = decide(cases, table, {name: cases[name] for name in made_tables.SCOPE}, made_tables.SCOPE)
    planned = perf_counter() - start

    def ours() -> pa.Table:
        return connection.to_pyarrow(plan)

    keys = [(name, "ascending") for name in (*made_tables.SCOPE, "value")]
    if by_hand().sort_by(keys).to_pydict() != ours().sort_by(keys).to_pydict():
        raise ValueError("the two decide otherwise")
    seconds = interleave({BY_HAND: by_hand, COLUMNS: ours}, repeats)
    rows = data.slice(0, FEW).to_pylist()
    engines: dict[str, Decide] = {NAME: feel.compile(table, made_tables.SCOPE), "zen-engine": made_tables.in_zen(made)}
    single = _taken(engines, rows, repeats)
    return [
        Line(MANY, BY_HAND, duration(seconds[BY_HAND])),
        compared(MANY, COLUMNS, seconds[COLUMNS], seconds[BY_HAND], "SQL by hand", 1.5),
        Line(MANY, f"{NAME}: making that plan", duration(planned)),
        *(
            _ahead(f"{name}, row by row (counted up from {FEW} cases)", taken * MILLION, seconds[COLUMNS], name != NAME)
            for name, taken in single.items()
        ),
    ]


def _ahead(measure: str, seconds: float, ours: float, bar: bool) -> Line:
    times = seconds / ours
    said = f"{times:.0f} times ours as columns"
    return Line(MANY, measure, duration(seconds), said, f"{ROWS} times" if bar else "", times >= ROWS if bar else None)
