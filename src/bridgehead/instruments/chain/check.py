"""The mistakes of a chain that its file alone does not show.

1. Products that supply what is no product.
2. The register of the firms: that it is there, and that its fields tell what a firm makes and where it is.
"""

from collections.abc import Iterator

from bridgehead.documents.document import Document
from bridgehead.instruments.chain.schema import Chain
from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.rulebook import Rulebook, Table

CHOSEN = frozenset({FieldType.CHOICE, FieldType.CHOICES})


def check(chain: Chain, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    yield from _products(chain, document)  # 1
    firms = chain.firms
    if unknown := rulebook.unknown("register", firms.register_, document, "firms", "register"):
        yield unknown
    elif table := rulebook.tables.get(firms.register_):
        yield from _firms(chain, table, document)  # 2


def _products(chain: Chain, document: Document) -> Iterator[Mistake]:
    for branch, each in chain.chains.items():
        for name, product in each.products.items():
            for at, to in enumerate(product.supplies):
                path = ("chains", branch, "products", name, "supplies", at)
                if to not in chain.products:
                    expected, near = "a product of these chains", nearest(to, chain.products)
                    yield document.mistake("CH201", f"no product «{to}»", *path, expected=expected, nearest=near)
                elif to == name:
                    expected = "what it goes into"
                    yield document.mistake("CH202", f"«{name}», which supplies itself", *path, expected=expected)


def _firms(chain: Chain, table: Table, document: Document) -> Iterator[Mistake]:
    firms = chain.firms
    for word, name in (("called", firms.called), ("make", firms.make), ("in", firms.in_)):
        if name is None:
            continue
        if name not in table.deciding:
            expected, near = f"one of {', '.join(table.deciding)}", nearest(name, table.deciding)
            message = f"no field «{name}» of the firms"
            yield document.mistake("CH203", message, "firms", word, expected=expected, nearest=near)
        elif name in table.personal:
            expected = "a field that is not personal"
            yield document.mistake("CH204", f"«{name}», which is personal", "firms", word, expected=expected)
        elif word != "called" and table.column(name).type not in CHOSEN:
            message, expected = f"«{name}», which is no choice", "a field of type choice or choices"
            yield document.mistake("CH205", message, "firms", word, expected=expected)
    for choice in table.column(firms.make).choices if firms.make in table.deciding else ():
        if choice not in chain.products:
            message = f"«{choice}», which firms may make, and no chain has"
            near, expected = nearest(choice, chain.products), "products of these chains"
            yield document.mistake("CH206", message, "firms", "make", expected=expected, nearest=near)
