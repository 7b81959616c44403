"""The mistakes of how an operation runs live: names, what FEEL cannot give, and channels that are not there."""

from collections.abc import Iterator

from bridgehead import feel
from bridgehead.documents.document import Document
from bridgehead.feel import tree
from bridgehead.feel.types import ANY, Variable
from bridgehead.instruments.operation.formulas import FIGURES, Formula, formulas
from bridgehead.instruments.operation.live import ONCE, Live
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.expressions import located

NEEDED = ("angle", "turning speed")
"""The channels of which the figures are made."""
CLOCK = frozenset(("now", "today"))


def check(live: Live, document: Document) -> Iterator[Mistake]:
    yield from _names(live, document)
    yield from _measured(live, document)
    used: set[str] = set()
    lost = dict.fromkeys(document.lost, Variable(ANY))
    for formula in formulas(live):
        yield from _feel(formula, lost, document, used)
    missing = [each for each in NEEDED if live.measuring(each) is None]  # type: ignore[arg-type]
    for name in FIGURES:
        if name in used and missing:
            found = f"«{name}» is made of the {' and the '.join(missing)}, which no channel measures"
            yield document.mistake("OP114", found, "live", "channels", expected=f"of: {missing[0]}", key=True)


def _names(live: Live, document: Document) -> Iterator[Mistake]:
    for name in live.channels:
        if name in FIGURES:
            found = f"the channel «{name}», which is a figure of every operation"
            yield document.mistake("OP112", found, "live", "channels", name, expected="a name of its own", key=True)
    for name, derived in live.derived.items():
        if name in FIGURES or name in live.channels:
            found = f"the derived figure «{name}», which there is already"
            yield document.mistake("OP112", found, "live", "derived", name, expected="a name of its own", key=True)
        if derived.change_of is not None and derived.change_of not in live.channels:
            path = ("live", "derived", name, "change of")
            near = nearest(derived.change_of, live.channels)
            expected = f"one of {', '.join(live.channels)}"
            yield document.mistake("OP113", f"no channel «{derived.change_of}»", *path, expected=expected, nearest=near)


def _measured(live: Live, document: Document) -> Iterator[Mistake]:
    first: dict[str, str] = {}
    for name, channel in live.channels.items():
        if channel.of in ONCE and channel.of in first:
            found = f"the {channel.of} again, which «{first[channel.of]}» measures"
            yield document.mistake("OP115", found, "live", "channels", name, "of", expected="«other» for a second one")
        first.setdefault(channel.of, name)


def _feel(formula: Formula, lost: dict[str, Variable], document: Document, used: set[str]) -> Iterator[Mistake]:
    parsed = None
    try:
        parsed = feel.parse(formula.text, {**formula.scope, **lost})
        mistakes = tuple(feel.check(parsed, formula.text))
    except BridgeheadError as error:
        mistakes = error.mistakes
    yield from located(mistakes, document, formula.path)
    if parsed is None or mistakes:
        return
    if parsed.type != ANY and parsed.type.name != formula.gives:
        wanted = {"boolean": "true or false", "number": "a number"}[formula.gives]
        message = f"«{formula.text}» gives {parsed.type.name}"
        yield document.mistake("OP116", message, *formula.path, expected=wanted)
    for node in feel.walk(parsed):
        if isinstance(node, tree.Name):
            used.add(node.name)
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name in CLOCK:
            place = document.inside(formula.path, node.span[0])
            found = f"«{node.function.name}()» asks the clock, which no rule does"
            yield Mistake("OP117", found, place, "a channel or a figure, such as «time left»")
