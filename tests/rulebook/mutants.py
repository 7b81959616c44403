"""The drill behind `make mutants`: change each figure of each notice in turn; a strict check must name it.

    python -m tests.rulebook.mutants [RULEBOOK...]

Of each figure: one more, ten times as much, a day earlier, the value of every other figure of its kind in the clause,
and inclusive for exclusive comparisons and back; each must still be read as a figure. Two figures of a kind in one
clause are also exchanged. A mutant is caught where a mistake says the changed figure as it now stands, in its line; or
where it now equals another one of its clause, so that either may be meant, that the rule's own does not stand there.
The notice as it is must have no mistake. Prints each survivor with its place, ends with `mutants N, caught N`, and
fails where these differ.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import Mistake
from bridgehead.queries.coverage import coverage
from bridgehead.rulebook.figures import Figure, Kind, Span, When, find
from bridgehead.rulebook.figures.numerals import HAN, value
from bridgehead.rulebook.judged import Judged
from bridgehead.rulebook.load import load
from bridgehead.rulebook.notice import Notice, parse
from bridgehead.rulebook.rulebook import Rulebook
from tests.rulebook.writing import han

ROOT = Path(__file__).parents[2] / "rulebooks"
Edit = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A notice with one figure changed (or two exchanged), and where in the original that figure stood."""

    change: str
    at: int
    text: str
    edits: tuple[Edit, ...]


def main(folders: list[Path]) -> int:
    tried = caught = 0
    for folder in folders or sorted(path.parent for path in ROOT.glob("*/*/notice.md")):
        rulebook = load(folder, KINDS)
        if unchanged := coverage(rulebook).mistakes:
            print("\n".join(map(str, unchanged)))
            return 1
        for mutant in mutants(rulebook.notice, rulebook):
            tried += 1
            if is_caught(mutant, rulebook):
                caught += 1
            else:
                print(f"{rulebook.notice.place(mutant.at)}: survived: {mutant.change}")
    print(f"mutants {tried}, caught {caught}")
    return 0 if tried and tried == caught else 1


def is_caught(mutant: Mutant, rulebook: Rulebook) -> bool:
    """Whether the check complains of a changed figure, in its place and as it is now written, or of its being gone."""
    notice = parse(mutant.text, rulebook.notice.file)
    found = coverage(rulebook, notice)
    changed = [each for each in found.figures if any(_touches(each.figure, edit) for edit in _moved(mutant))]
    return any(
        _names(told.message, str(told.place), each.figure, notice) or _is_gone(told, each, found.figures)
        for each in changed
        for told in found.mistakes
    )


def _is_gone(told: Mistake, changed: Judged, figures: Iterable[Judged]) -> bool:
    """Whether, of a figure that now equals another one of its clause, a rule says that its own does not stand there."""
    now = [each for each in figures if each.clause == changed.clause and each.figure.value == changed.figure.value]
    return len(now) > 1 and told.code == "CV105" and f" does not stand in clause {changed.clause}" in told.message


def _names(message: str, place: str, figure: Figure, notice: Notice) -> bool:
    return f"«{figure.text}»" in message and place.startswith(f"{notice.file}:{notice.place(figure.core[0]).line}:")


def _moved(mutant: Mutant) -> Iterator[Span]:
    """Where the edited passages stand in the changed text."""
    shift = 0
    for (start, end), written in sorted(mutant.edits):
        yield start + shift, start + shift + len(written)
        shift += len(written) - (end - start)


def _touches(figure: Figure, span: Span) -> bool:
    return figure.span[0] < max(span[1], span[0] + 1) and figure.span[1] > span[0]


def mutants(notice: Notice, rulebook: Rulebook) -> Iterator[Mutant]:
    """Every mutant of a notice whose changed figure is still a figure and now says something else."""
    found = coverage(rulebook).figures
    for judged in found:
        figure = judged.figure
        beside = [other.figure for other in found if other.clause == judged.clause and other is not judged]
        for edits in _changes(figure, beside):
            yield from _mutant(notice, figure, edits)
    for one, other in _exchangeable(found):
        first, second = one.figure, other.figure
        edits = ((first.numeral, _of(second, second.numeral)), (second.numeral, _of(first, first.numeral)))
        yield from _mutant(notice, first, edits)


def _mutant(notice: Notice, figure: Figure, edits: tuple[Edit, ...]) -> Iterator[Mutant]:
    text = notice.text
    for (start, end), written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    before = " and ".join(f"«{notice.text[start:end]}»" for (start, end), _ in edits)
    after = " and ".join(f"«{written}»" for _, written in edits)
    mutant = Mutant(f"{before} for {after} in «{figure.text}»", figure.core[0], text, edits)
    told = [(each.kind, each.value, each.operators) for each in find(text).figures]
    if told != [(each.kind, each.value, each.operators) for each in find(notice.text).figures]:
        yield mutant


def _changes(figure: Figure, beside: list[Figure]) -> Iterator[tuple[Edit, ...]]:
    numeral = _of(figure, figure.numeral)
    if isinstance(figure.value, When):
        for written in _other_days(figure.value, numeral):
            yield ((figure.numeral, written),)
    else:
        for written in (_more(numeral), _ten_times(numeral)):
            yield ((figure.numeral, written),)
    for other in beside:
        if other.kind is figure.kind and other.value != figure.value:
            yield ((figure.numeral, _of(other, other.numeral)),)
    yield from _other_comparison(figure)


def _of(figure: Figure, span: Span) -> str:
    return figure.text[span[0] - figure.span[0] : span[1] - figure.span[0]]


def _more(numeral: str) -> str:
    """One more of what the last digits count: 45万 for 46万, 4.5亿 for 4.6亿, 三 for 四."""
    if digits := re.search(r"\d(?=\D*$)", numeral):
        head, last, tail = numeral[: digits.start()], digits.group(), numeral[digits.end() :]
        return f"{_more(head)}0{tail}" if last == "9" and re.search(r"\d$", head) else f"{head}{int(last) + 1}{tail}"
    return _rewritten(numeral, 1, 1)


def _ten_times(numeral: str) -> str:
    if digits := re.search(r"\d(?=\D*$)", numeral):
        whole = re.sub(r"(\d+)\.(\d)", r"\1\2.", numeral).rstrip(".")
        return whole if "." in numeral else f"{numeral[: digits.end()]}0{numeral[digits.end() :]}".replace(",", "")
    return _rewritten(numeral, 10, 0)


def _rewritten(numeral: str, times: int, more: int) -> str:
    """The last Chinese numeral of a text, as that of another number; 首, the first, as 第二."""
    numerals = list(re.finditer(f"[{HAN}]+", numeral))
    if not numerals:
        return f"第{han(times + more)}"
    last = numerals[-1]
    number = value(last.group())
    return (
        numeral if number is None else numeral[: last.start()] + han(int(number) * times + more) + numeral[last.end() :]
    )


def _other_days(when: When, numeral: str) -> Iterator[str]:
    """A day earlier and ten days on, or the year, quarter or month before, in the same writing."""
    if when.day is None:
        for digits in re.finditer(r"\d+", numeral):
            yield numeral[: digits.start()] + str(int(digits.group()) - 1 or 12) + numeral[digits.end() :]
        return
    day = date(when.year or 2023, when.month or 1, when.day)
    for other in (day - timedelta(days=1), day + timedelta(days=10)):
        parts = {4: [other.year, other.month, other.day], 2: [other.month, other.day], 1: [other.day]}
        written = re.findall(r"\d+", numeral)
        numbers = parts[{3: 4, 2: 2, 1: 1}.get(len(written), 1)] if written else []
        pairs = iter(f"{number:0{len(old)}d}" for number, old in zip(numbers, written, strict=False))
        if written:
            yield re.sub(r"\d+", lambda _, pairs=pairs: next(pairs), numeral)
        else:
            yield f"{other.month}月{other.day}日"


BEHIND = {
    "及以上": "超过",
    "以上": "超过",
    "以下": "不满",
    "及以下": "不满",
    "以内": "不满",
    "or more": "more than",
    "and above": "more than",
}
BEFORE = {
    "不少于": "超过",
    "不低于": "超过",
    "达到": "超过",
    "满": "超过",
    "超过": "不低于",
    "不超过": "低于",
    "最高": "低于",
    "最多": "低于",
    "more than": "at least",
    "at least": "more than",
    "up to": "less than",
}


def _other_comparison(figure: Figure) -> Iterator[tuple[Edit, ...]]:
    """Inclusive for exclusive and back: 400人以上 for 超过400人."""
    if figure.comparison is None:
        return
    start, end = figure.comparison
    word = _of(figure, figure.comparison)
    core = _of(figure, figure.core)
    if start >= figure.core[1] and word in BEHIND:
        yield (((figure.core[0], end), f"{BEHIND[word]}{' ' if word.isascii() else ''}{core}"),)
    elif end <= figure.core[0] and word in BEFORE:
        yield ((figure.comparison, BEFORE[word]),)
        if word == "超过":
            yield (((start, figure.core[1]), f"{core}以上"),)


def _exchangeable(found: tuple[Judged, ...]) -> Iterator[tuple[Judged, Judged]]:
    """Pairs of figures of a kind in a clause that differ; not in dates, whose year would go with them."""
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            same = one.clause == other.clause and one.figure.kind is other.figure.kind
            if same and one.figure.value != other.figure.value and one.figure.kind is not Kind.DATE:
                yield one, other


if __name__ == "__main__":
    raise SystemExit(main([Path(argument) for argument in sys.argv[1:]]))
