"""The mistakes of an indicator that its file alone does not show.

1. FEEL: what does not parse, names nothing known, or gives what cannot be used.
2. Published rates that do not follow from the published amounts, and reasons for a difference where there is none.
3. Targets of which time and task are not past what was said, and statements that do not hold.
"""

from collections.abc import Iterator

from bridgehead import feel
from bridgehead.documents.document import Document
from bridgehead.feel import tree
from bridgehead.instruments.indicator import counts_check
from bridgehead.instruments.indicator.measured import Rate, amounts, compiled, halfway, holds, rates, rounded
from bridgehead.instruments.indicator.schema import Indicator
from bridgehead.instruments.indicator.wording import printed
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook

Path = tuple[str, ...]


def check(indicator: Indicator, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    wrong = [*_feel(indicator, document)]  # 1
    yield from wrong
    if indicator.counts is not None:
        yield from counts_check.check(indicator.counts, rulebook, document)
    if wrong or document.incomplete:
        return
    for rate in rates(indicator):  # 2
        yield from _rate(rate, document)
    for each in halfway(indicator):
        if not each.both_past:
            told = (printed(rounded(part, 3)) for part in (each.gone, each.done))
            found = f"«{each.series.title.en}» is not past both: {' of the time, '.join(told)} of the task"
            path = ("series", each.name, "target", "both past")
            yield document.mistake("IN113", found, *path, expected="what the figures bear out", key=True)
    for name, statement in indicator.statements.items():  # 3
        if not holds(statement.holds, indicator):
            found = f"«{statement.title.en}» does not hold: {_seen(statement.holds, indicator)}"
            yield document.mistake("IN107", found, "statements", name, "holds", expected="what the figures bear out")


def _feel(indicator: Indicator, document: Document) -> Iterator[Mistake]:
    texts: list[tuple[Path, str, str]] = [
        *(
            (("ratios", name, word), text, "number")
            for name, ratio in indicator.ratios.items()
            for word, text in (("of", ratio.of), ("to", ratio.to))
        ),
        *((("statements", name, "holds"), each.holds, "boolean") for name, each in indicator.statements.items()),
    ]
    names = indicator.names
    for path, text, wanted in texts:
        try:
            parsed = feel.parse(text, names)
            mistakes = tuple(feel.check(parsed, text))
        except BridgeheadError as error:
            yield from located(error.mistakes, document, path)
            continue
        yield from located(mistakes, document, path)
        if not mistakes and parsed.type.name not in (wanted, "Any"):
            expected = "a number" if wanted == "number" else "true or false"
            yield document.mistake("IN105", f"«{text}» gives a {parsed.type.name}", *path, expected=expected)


def _rate(rate: Rate, document: Document) -> Iterator[Mistake]:
    if rate.published is None:
        return
    called = f"«{rate.path[1]}»" + (f" {rate.path[2]}" if len(rate.path) == 3 else "")
    if rate.denominator == 0:
        found = f"the rate {printed(rate.published)} of {called}, of nothing before"
        yield document.mistake("IN108", found, *rate.path, "rate", expected="no rate, or the amounts that it is of")
    elif rate.agrees is False and rate.differs is None:
        assert rate.recomputed is not None
        found = f"the rate {printed(rate.published)} of {called} does not follow from its amounts"
        expected = f"{printed(rate.recomputed)}, as {rate.numerator} / {rate.denominator}; or «differs», which says why"
        yield document.mistake("IN106", found, *rate.path, "rate", expected=expected)
    elif rate.agrees is not False and rate.differs is not None:
        found = f"{called} says why its rate differs, and it does not"
        yield document.mistake("IN109", found, *rate.path, "differs", expected="no «differs»", key=True)


def _seen(text: str, indicator: Indicator) -> str:
    """The figures that a statement names, with what was published of them."""
    values = amounts(indicator)
    parsed = feel.parse(text, indicator.names)
    inner = {id(node.base) for node in feel.walk(parsed) if isinstance(node, tree.Path)}
    named = [node for node in feel.walk(parsed) if isinstance(node, tree.Path) and id(node) not in inner]
    told = dict.fromkeys(text[slice(*node.span)] for node in named)
    return ", ".join(f"{each} is {compiled(each, indicator)(values)}" for each in told)
