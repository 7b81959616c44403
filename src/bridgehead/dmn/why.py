"""Why a decision is null: the reasons that FEEL keeps, each in its place in the file, and those of its tables."""

from collections.abc import Iterable, Iterator

from bridgehead import feel
from bridgehead.dmn.item_types import placed
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Text
from bridgehead.feel import tree
from bridgehead.feel.hits import Fired
from bridgehead.feel.reasons import reason
from bridgehead.feel.wording import Cause
from bridgehead.primitives.errors import Mistake, Place

Read = tuple[tree.Expression, Text]
"""A tree, and the text of the model that it was read from."""

ONE_ALONE = frozenset(("U", "A"))
"""The hit policies under which rules that match and differ are a mistake."""
AGGREGATED = {"C+": "sum", "C<": "minimum", "C>": "maximum"}


def of_texts(
    causes: Iterable[Cause], read: Iterable[Read], whole: Iterable[tuple[tree.Expression, Place]]
) -> list[Mistake]:
    """The causes that FEEL noted, each in the text that was `read`, or else at the place of the `whole` tree."""
    texts = {id(node): text for root, text in read for node in feel.walk(root)}
    places = {id(node): place for root, place in whole for node in feel.walk(root)}
    return [_placed(cause, texts, places) for cause in causes]


def _placed(cause: Cause, texts: dict[int, Text], places: dict[int, Place]) -> Mistake:
    node = cause[1]
    while id(node) not in texts and isinstance(node, tree.Conform):
        node = node.value
    text = texts.get(id(node))
    if text is None:
        return reason(cause, None).mistake.at(places.get(id(cause[1]), Place()))
    code, _, near, words = cause
    return placed(text, reason((code, node, near, words), text.text).mistake)


def of_tables(fired: Iterable[Fired], places: dict[str, Place]) -> Iterator[Mistake]:
    """Tables that gave null, by their labels: no rule matched, more than the hit policy lets, or nothing that could be
    aggregated; each said once.
    """
    missed = (_missed(one, places) for one in fired if one.value is None and _is_missed(one))
    yield from dict.fromkeys(missed)  # by what is said: the values of a case may be lists and contexts


def _is_missed(one: Fired) -> bool:
    """Whether the table is why; else an output is, which has its own reason or is null as it says."""
    return not one.matched or (len(one.matched) > 1 and one.policy in ONE_ALONE) or one.policy in AGGREGATED


def _missed(one: Fired, places: dict[str, Place]) -> Mistake:
    inputs = ", ".join(f"{name} = {feel.text_of(value)}" for name, value in one.inputs)
    place = next((places[label] for label in _labels(one.label) if label in places), None)
    if not one.matched:
        return mistake("DM401", place, found=one.label, inputs=inputs or "no inputs")
    *others, last = map(str, one.matched)
    rules = f"{', '.join(others)} and {last}" if others else last
    if one.policy in AGGREGATED:
        return mistake("DM403", place, found=one.label, rules=rules, aggregation=AGGREGATED[one.policy])
    return mistake("DM402", place, found=one.label, rules=rules, inputs=inputs)


def _labels(label: str) -> Iterator[str]:
    """`Fee.entry` is a table inside `Fee`."""
    while label:
        yield label
        label = label.rpartition(".")[0]
