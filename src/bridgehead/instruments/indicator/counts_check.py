"""The mistakes of counts that their file alone does not show: the register, its names, and FEEL over its cases."""

from collections.abc import Iterable, Iterator

from bridgehead import feel
from bridgehead.documents.document import Document
from bridgehead.instruments.indicator.counts import Counts
from bridgehead.instruments.indicator.scope import groups, moments, scope
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook, Table

EXPECTED = {("boolean",): "true or false", ("boolean", "number"): "true or false, or a number"}


def check(counts: Counts, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    if unknown := rulebook.unknown("register", counts.of, document, "counts", "of"):
        yield unknown
    if counts.of not in rulebook.tables:  # what could not be read is told of its own file
        return
    table = rulebook.tables[counts.of]
    yield from _names(counts, table, document)
    for path, text, wanted in counts.texts:
        try:
            parsed = feel.parse(text, scope(table))
            mistakes = tuple(feel.check(parsed, text))
        except BridgeheadError as error:
            yield from located(error.mistakes, document, ("counts", *path), table.personal)
            continue
        yield from located(mistakes, document, ("counts", *path), table.personal)
        if not mistakes and parsed.type.name not in (*wanted, "Any"):
            message = f"«{text}» gives a {parsed.type.name}"
            yield document.mistake("IN105", message, "counts", *path, expected=EXPECTED[wanted])


def _names(counts: Counts, table: Table, document: Document) -> Iterator[Mistake]:
    """Groups have few values, so that a text has none; and times are of moments."""
    for at, name in enumerate(counts.by):
        yield from _one_of(name, groups(table), "groups", document, ("by", at))
    yield from _one_of(counts.month_of, moments(table), "days", document, ("month of",))
    for name, time in counts.times.items():
        yield from _one_of(time.from_, moments(table), "days", document, ("times", name, "from"))
        yield from _one_of(time.until, moments(table), "days", document, ("times", name, "until"))
    for name, rate in counts.rates.items():
        for called, each in rate.variants.items():
            if each.mean_of is not None:
                path = ("rates", name, "variants", called, "mean of")
                yield from _one_of(each.mean_of, counts.by, "groups", document, path)


def _one_of(
    name: str, known: Iterable[str], what: str, document: Document, path: tuple[str | int, ...]
) -> Iterator[Mistake]:
    there = [*known]
    if name not in there and document.value(("counts", *path)) is not None:
        expected = f"one of {', '.join(there)}"
        yield document.mistake(
            "IN112", f"«{name}», which has no {what}", "counts", *path, expected=expected, nearest=nearest(name, there)
        )
