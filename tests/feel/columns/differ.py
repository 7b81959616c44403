"""The drill that holds the two executors equal: `python -m tests.feel.columns.differ N [seed]`.

Makes N random expressions over scalar fields, runs each over the same made-up claims with the scalar executor and,
where it is columnar, on DuckDB, and compares value by value: null, unknown and every digit. Ends with `differences 0`;
else prints the smallest expression that still differs, the claim and both values, and fails.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from random import Random

import ibis
import ibis.expr.types as ir

from bridgehead import feel
from bridgehead.feel.columns import Columnar, NotColumnar, translate
from tests.feel.columns.claims import SCOPE, Row, rows, table
from tests.feel.columns.executors import Difference, differences, fields, found
from tests.feel.columns.expressions import Made, expression

BATCH = 250  # expressions a query
CLAIMS = 32  # claims an expression meets


@dataclass
class Tally:
    expressions: int = 0
    columnar: int = 0
    pairs: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.expressions += other.expressions
        self.columnar += other.columnar
        self.pairs += other.pairs
        self.reasons += other.reasons
        self.differences += other.differences


def batch(seed: int, size: int) -> Tally:
    """One query of `size` expressions."""
    random = Random(seed)
    claims = rows(random, CLAIMS)
    connection, source = _load(claims)
    columns, tally, translated = fields(source), Tally(size), []
    for made in (expression(random) for _ in range(size)):
        try:
            translated.append((made, *_translated(made, columns)))
        except NotColumnar as refusal:
            tally.reasons[_reason(refusal)] += 1
    tally.columnar, tally.pairs = len(translated), len(translated) * len(claims)
    tally.differences = _compare(translated, claims, source, connection)
    return tally


def _load(claims: list[Row]) -> tuple[ibis.BaseBackend, ir.Table]:
    connection = ibis.duckdb.connect()
    data = table(claims).append_column("place", [list(range(len(claims)))])
    return connection, connection.create_table("claims", ibis.memtable(data))


def _translated(made: Made, columns: Mapping[str, ir.Value]) -> tuple[feel.tree.Expression, Columnar]:
    parsed = feel.parse(made.text, SCOPE)
    return parsed, translate(parsed, columns, SCOPE, engine="duckdb")


def _reason(refusal: NotColumnar) -> str:
    return f"{refusal.mistakes[0].code} {refusal.reason}"


def _compare(translated, claims, source, connection) -> list[Difference]:
    values = found([column for *_, column in translated], source, connection)
    texts, trees = [made.text for made, *_ in translated], [parsed for _, parsed, _ in translated]
    wrong = {one.text: one for one in differences(texts, trees, values, claims)}
    return [
        _shrunk(made, wrong[made.text], claims, source, connection) for made, *_ in translated if made.text in wrong
    ]


def _shrunk(
    made: Made, difference: Difference, claims: list[Row], source: ir.Table, connection: ibis.BaseBackend
) -> Difference:
    """The difference of the smallest expression inside that still differs."""
    for less in made.smaller():
        smaller = _difference(less, claims, source, connection)
        if smaller is not None:
            return _shrunk(less, smaller, claims, source, connection)
    return difference


def _difference(made: Made, claims: list[Row], source: ir.Table, connection: ibis.BaseBackend) -> Difference | None:
    try:
        parsed, column = _translated(made, fields(source))
    except NotColumnar:
        return None
    return next(iter(differences([made.text], [parsed], found([column], source, connection), claims)), None)


def batches(count: int, seed: int) -> Iterator[tuple[int, int]]:
    for place, start in enumerate(range(0, count, BATCH)):
        yield seed * 1_000_003 + place, min(BATCH, count - start)


def main(count: int, seed: int) -> int:
    """Runs the drill on two processes and prints what came of it; 1 where a difference was found."""
    total = Tally()
    with ProcessPoolExecutor(2) as pool:
        for tally in pool.map(batch, *zip(*batches(count, seed), strict=True)):
            total.add(tally)
            print(f"\r{total.expressions} of {count} expressions", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"expressions {total.expressions} over scalar and list fields, seed {seed}")
    print(f"columnar    {total.columnar} ({total.columnar / total.expressions:.1%})")
    print(f"compared    {total.pairs} values ({CLAIMS} claims an expression)")
    for reason, times in total.reasons.most_common(8):
        print(f"row by row  {times:7} {reason}")
    for difference in total.differences[:10]:
        print(difference)
    print(f"differences {len(total.differences)}")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
