"""Claims and parties are told apart as a reader does it: one name, however it is typed, is one name.

A full-width sign is as good as the plain one (Unicode's NFKC), blanks around a text do not count, and signs that are
not seen are not there. Letter case counts. Hardly a file holds one name in two spellings: the pool stays as it is
unless a look at its texts, then at their spellings, shows that this one does.
"""

from collections.abc import Iterable, Iterator
from typing import cast

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.instruments.award.allocation.pool import Pool
from bridgehead.instruments.award.engines import beside, keep
from bridgehead.instruments.award.schema import Award

SPELLED = "@spelled "
RAW = "@raw"
ODD = "[^ -~一-鿿]|^ | $"
"""What may have another spelling: more than ASCII and Chinese characters, or a blank at an end."""
UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]"


def spelled(pool: Pool, odd: Iterable[str]) -> Pool:
    """Lay the one spelling beside each of these texts (see `odd_texts`) that stands in the pool in several."""
    table = pool.table
    for name in odd:
        column = pool.terms.table.deciding[name]
        found = table.select(**{RAW: table[column]}).distinct().to_pyarrow()
        plain = each_in_one_spelling(found[RAW])
        if pc.count_distinct(plain) == pc.count_distinct(found[RAW]):
            continue
        known = beside(found.append_column(SPELLED + name, plain), table)
        table = table.left_join(known, table[column] == known[RAW]).drop(RAW)
    return pool if table is pool.table else Pool(pool.terms, keep(table))


def told_apart(pool: Pool, name: str) -> ir.Value:
    """A field by which claims or parties are told apart."""
    there = SPELLED + name in pool.table.columns
    return pool.table[SPELLED + name] if there else pool.claims.columns[name]


def odd_texts(pool: Pool) -> dict[str, ir.BooleanScalar]:
    """By the fields by which claims or parties are told apart: whether some text may have another spelling."""
    columns = {name: pool.claims.columns[name] for name in _parties(pool.terms.award, pool.terms.number)}
    return {name: text.re_search(ODD).any() for name, text in columns.items() if isinstance(text, ir.StringValue)}


def spellings(texts: ir.StringValue, wanted: Iterable[str]) -> dict[str, str]:
    """The one spelling of each text in a column that is one of those `wanted`, however it is typed there."""
    found = texts.name(RAW).as_table()
    odd = found.filter(found[RAW].re_search(ODD)).distinct().to_pyarrow()[RAW].to_pylist()
    plain = {text: text for text in one_spelling(wanted)}
    return plain | {text: known for text, known in zip(odd, one_spelling(odd), strict=True) if known in plain}


def one_spelling(texts: Iterable[str]) -> list[str]:
    """Each text as it is told apart from others."""
    return cast(list[str], each_in_one_spelling(pa.chunked_array([[*texts]], pa.string())).to_pylist())


def each_in_one_spelling(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same of a whole column."""
    seen = pc.replace_substring_regex(texts.cast(pa.string()), UNSEEN, "")
    return pc.utf8_trim_whitespace(pc.utf8_normalize(seen, "NFKC"))


def _parties(award: Award, number: str) -> Iterator[str]:
    """The fields by which an award tells claims or parties apart, each once."""
    by = (award.per, award.one_of and award.one_of.per, *(each.per for each in award.bonuses.values()))
    more = (ceiling.per for ceiling in award.ceilings)
    yield from dict.fromkeys(name for name in (number, *award.once_per, *by, *more) if name)
