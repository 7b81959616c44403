"""The chains of a rulebook, the firms of a table of them, and the links as a table."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from bridgehead.instruments.chain import Chain, Firm, Link
from bridgehead.primitives.words import within
from bridgehead.rulebook.rulebook import Rulebook

SCHEMA = pa.schema(
    [
        ("product", pa.string()),
        ("title", pa.string()),
        ("chain", pa.string()),
        ("state", pa.string()),
        ("makers", pa.int64()),
        ("buyers", pa.int64()),
        ("suppliers", pa.int64()),
        ("made by", pa.string()),
        ("wanted by", pa.string()),
        ("could be supplied by", pa.string()),
    ]
)
BETWEEN = "; "


def firms_of(rulebook: Rulebook, chain: Chain, rows: Iterable[Mapping[str, object]]) -> Iterator[Firm]:
    """The firms of rows of their register; a field that is not filled in tells nothing."""
    asked, table = chain.firms, rulebook.tables[chain.firms.register_]
    for row in rows:
        made = row.get(asked.make)
        products = frozenset(map(str, made if isinstance(made, list | tuple) else [made] if made else []))
        place = row.get(asked.in_) if asked.in_ else None
        choices = table.choices.get(asked.in_, {}) if asked.in_ else {}
        yield Firm(str(row[asked.called]), products, choices.get(str(place)))


def table(chain: Chain, links: Iterable[Link], language: str) -> pa.Table:
    """One row a product, as `SCHEMA` has them; words in a language, `zh` or `en`."""
    rows = [
        {
            "product": link.product,
            "title": within(link.about.title, language),
            "chain": within(chain.chains[link.branch].title, language),
            "state": link.state,
            "makers": len(link.makers),
            "buyers": len(link.buyers),
            "suppliers": len(link.suppliers),
            "made by": _named(link.makers),
            "wanted by": _named(link.buyers),
            "could be supplied by": _named(link.suppliers),
        }
        for link in links
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _named(firms: Iterable[Firm]) -> str:
    return BETWEEN.join(firm.name for firm in firms)
