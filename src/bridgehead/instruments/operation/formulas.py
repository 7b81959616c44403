"""The FEEL of a live operation: its expressions, what they may name, and each as a function of what is measured."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bridgehead import feel
from bridgehead.documents.document import Path
from bridgehead.feel import tree
from bridgehead.feel.types import Variable
from bridgehead.instruments.operation.live import Live
from bridgehead.primitives.words import Phrase

FIGURES: Mapping[str, tuple[Phrase, str]] = {
    "planned angle": (Phrase("计划转角", "Planned angle"), "deg"),
    "off plan": (Phrase("偏离计划", "Off plan"), "deg"),
    "angle left": (Phrase("剩余转角", "Angle left"), "deg"),
    "distance to stop": (Phrase("梁端距终点", "Tip to its end"), "mm"),
    "stop with valves shut": (Phrase("关阀停下还走", "Way of stopping, valves shut"), "mm"),
    "stop with pressure dumped": (Phrase("卸压停下还走", "Way of stopping, pressure dumped"), "mm"),
    "time left": (Phrase("窗口剩余", "Left of the window"), "min"),
    "predicted end": (Phrase("预计还需", "Needed to the end"), "min"),
    "margin": (Phrase("预计余量", "Margin by then"), "min"),
}
"""What the plan and the measured angle and speed give, with the unit of each. Distances are at the tip."""

NUMBER = Variable(feel.NUMBER)


@dataclass(frozen=True, slots=True)
class Formula:
    """The FEEL `text` at `path`, which `gives` a number or truth, over the names that stand before it."""

    path: Path
    text: str
    gives: str
    scope: Mapping[str, Variable]


def formulas(live: Live) -> Iterator[Formula]:
    """Every expression; a derived figure may name channels, figures and what is derived before it."""
    scope = dict.fromkeys((*FIGURES, *live.channels), NUMBER)
    for name, derived in live.derived.items():
        if derived.is_ is not None:
            yield Formula(("live", "derived", name, "is"), derived.is_, "number", dict(scope))
        scope[name] = NUMBER
    for name, alarm in live.alarms.items():
        for word in ("yellow", "red", "clears"):
            if (text := getattr(alarm, word)) is not None:
                yield Formula(("live", "alarms", name, word), text, "boolean", scope)
    for name, interlock in live.interlocks.items():
        yield Formula(("live", "interlocks", name, "when"), interlock.when, "boolean", scope)


Function = Callable[[Mapping[str, object]], object]


def compiled(live: Live) -> dict[Path, Function]:
    """Each expression by its path, as a function of the values of its names; an absent one is unknown."""
    return {each.path: feel.compile(feel.parse(each.text, each.scope), each.scope) for each in formulas(live)}


def named(live: Live) -> frozenset[str]:
    """The channels, figures and derived figures that some expression names."""
    return _names(formulas(live)) | {each.change_of for each in live.derived.values() if each.change_of}


def named_by(live: Live, alarm: str) -> frozenset[str]:
    """The same of one alarm."""
    return _names(each for each in formulas(live) if each.path[1:3] == ("alarms", alarm))


def _names(some: Iterable[Formula]) -> frozenset[str]:
    nodes = (node for each in some for node in feel.walk(feel.parse(each.text, each.scope)))
    return frozenset(node.name for node in nodes if isinstance(node, tree.Name))
