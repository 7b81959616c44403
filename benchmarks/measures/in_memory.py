"""Many claims in memory, eligibility without reasons: the peers that decide whole columns."""

import pyarrow as pa

from benchmarks import openfisca, reference
from benchmarks.table import Line, duration
from benchmarks.timing import interleave


def measure(table: pa.Table, repeats: int) -> list[Line]:
    claims = reference.columns(table)
    rules = openfisca.system()
    reference.same("OpenFisca", openfisca.decide(rules, claims), reference.eligible(claims))
    seconds = interleave(
        {
            "numpy by hand, texts as codes": lambda: reference.eligible(claims),
            "OpenFisca: build, set and calculate, texts as codes": lambda: openfisca.decide(rules, claims),
        },
        repeats,
    )
    group = f"{table.num_rows:,} claims in memory, eligibility without reasons"
    return [Line(group, name, duration(taken)) for name, taken in seconds.items()]
