"""What the figures of a text come to, as far as it is certain: parts and the total that is said of them, lists, and
percentages beside the two figures of which they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bridgehead.rulebook.figures import MEASURES, Extent, Figure, Kind, Span
from bridgehead.rulebook.notice import Notice


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that counts `times` times: 每趟10万元, of three trains."""

    figure: Figure
    times: int = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts of one unit, and the total that the text says of them, where it says one."""

    parts: tuple[Part, ...]
    total: Figure | None = None

    @property
    def sum(self) -> Fraction:
        return sum((_number(part.figure) * part.times for part in self.parts), Fraction(0))

    @property
    def agrees(self) -> bool | None:
        return None if self.total is None else self.sum == _number(self.total)


class Way(StrEnum):
    """What a percentage is of: the part of a whole, or a change of what was there before it."""

    PART = "part"
    GROWTH = "growth"
    FALL = "fall"


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage beside a part and its whole, or beside a change and what there was after it."""

    share: Figure
    part: Figure
    whole: Figure
    way: Way

    @property
    def before(self) -> Fraction:
        """The denominator: the whole, or what there was before the change."""
        change = {Way.PART: 0, Way.GROWTH: -1, Way.FALL: 1}[self.way]
        return _number(self.whole) + change * _number(self.part)

    @property
    def value(self) -> Fraction:
        return _number(self.part) / self.before

    @property
    def agrees(self) -> bool:
        """Whether the value, rounded to the digits of the percentage, is the percentage."""
        return rounded(self.value * 100, decimals(self.share)) == _number(self.share) * 100


@dataclass(frozen=True, slots=True)
class Open:
    """A total of which it is not certain what its parts are."""

    total: Figure


Finding = Sum | Rate | Open


def added(notice: Notice, figures: Sequence[Figure]) -> tuple[Finding, ...]:
    """All that can be said, in the order of the text.

    1. For each total the parts in its sentence, else in its clause and those below it.
    2. Lists in a sentence of which no total is said.
    3. Percentages with two figures of one unit before them in their sentence.
    """
    beside = _Beside(notice, tuple(figures))
    totals = frozenset(figure.span for figure in figures if _is_total(notice.text, figure))
    found: list[Finding] = []
    for total in (figure for figure in figures if figure.span in totals):
        found += [each] if (each := _of_total(beside, total, totals)) else []  # 1
    taken = {part.figure.span for each in found if isinstance(each, Sum) for part in each.parts} | totals
    for sentence in beside.sentences:
        around = beside.within(sentence)
        found += _lists(notice.text, [each for each in around if each.span not in taken])  # 2
        found += _rates(notice.text, sentence[0], around)  # 3
    return tuple(sorted(found, key=place))


_SENTENCE = re.compile(r"(?:[^。！!\n.]|\.(?!\s))+")
_SENTENCE_END = re.compile(r"[。！!\n]|\.(?=\s)")
MOST_BESIDE = 200
"""Figures that are looked at together; more are no list that anybody adds up."""


class _Beside:
    """The figures of a text by their places: those of a sentence, or of a clause with those below it."""

    def __init__(self, notice: Notice, figures: Sequence[Figure]) -> None:
        self.notice, self.figures = notice, figures
        self.starts = [figure.core[0] for figure in figures]
        self.sentences = [found.span() for found in _SENTENCE.finditer(notice.text)]
        self.clauses = [clause.start for clause in notice.clauses]

    def within(self, span: Span) -> Sequence[Figure]:
        """None where there are more than can be looked at together."""
        first, last = bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])
        return self.figures[first:last] if last - first <= MOST_BESIDE else ()

    def around(self, at: int) -> Iterator[Span]:
        """The sentence at a place, then its clause with the clauses below it."""
        yield self.sentences[bisect_right(self.sentences, (at, len(self.notice.text))) - 1]
        index = bisect_right(self.clauses, at) - 1
        clause = self.notice.clauses[index]
        end = clause.end
        for each in self.notice.clauses[index + 1 :] if clause.number else ():
            if not each.number.startswith(f"{clause.number}."):
                break
            end = each.end
        yield clause.start, end


def place(finding: Finding) -> int:
    """Where in the text a finding stands: at its total or percentage, else at its first part."""
    match finding:
        case Rate():
            return finding.share.core[0]
        case Sum():
            return (finding.total or finding.parts[0].figure).core[0]
        case Open():
            return finding.total.core[0]


def decimals(share: Figure) -> int:
    """The digits behind the point of a percentage."""
    start = share.span[0]
    point = re.search("[.．]([0-9０-９]+)", share.text[share.numeral[0] - start : share.numeral[1] - start])
    exact = _number(share) * 100
    needed = next((digits for digits in range(18) if (exact * 10**digits).denominator == 1), 18)
    return max(needed, len(point[1]) if point else 0)


def rounded(number: Fraction, digits: int) -> Fraction:
    """Half away from zero, as rates are published."""
    return Fraction(int(abs(number) * 10**digits + Fraction(1, 2)), 10**digits) * (1 if number >= 0 else -1)


def _number(figure: Figure) -> Fraction:
    assert isinstance(figure.value, Fraction)
    return figure.value


def _is_exact(figure: Figure) -> bool:
    return isinstance(figure.value, Fraction) and not figure.operators and not figure.approximate


def _alike(one: Figure, other: Figure) -> bool:
    return one.kind is other.kind and one.unit == other.unit


# -- 1. totals ---------------------------------------------------------------------------------------------------------

_TOTAL = re.compile(r"(?:共|总共|一共|共计|总计|合计|总额|总量|a total of|in total|in all)[^0-9，。；、,;.\n]{0,4}$")
_ALL_NAMED = re.compile("分别|包括|：|:")
_SOME_NAMED = re.compile("其中|of which|of these")
_COUNTED = frozenset("名个家人项支篇部趟列场组队件户位处间座辆")
_TIME = re.compile("(?:day|night|hour|week|month|year)s?")
_HEADS = (Kind.QUOTA, Kind.COUNT)


def _is_total(text: str, figure: Figure) -> bool:
    if not _is_exact(figure) or figure.kind not in (Kind.MONEY, Kind.COUNT) or figure.unit in MEASURES:
        return False
    return figure.extent is Extent.ALL or bool(_TOTAL.search(text[max(0, figure.span[0] - 20) : figure.core[0]]))


def _of_total(beside: _Beside, total: Figure, totals: frozenset[Span]) -> Finding | None:
    """What the parts of a total come to; None where there are none, Open where it is not certain which they are."""
    text = beside.notice.text
    for level, span in enumerate(beside.around(total.core[0])):
        around = beside.within(span)
        alike = [each for each in around if _alike(each, total) and each is not total]
        if not alike:
            continue
        if any(each.span in totals for each in alike):
            return Open(total)
        parts = [_part(text, each, around, span[0]) for each in alike]
        found = Sum(tuple(part for part in parts if part), total)
        if None in parts or not (found.agrees or _contradicts(text, found, one_sentence=level == 0)):
            return None if _is_of_something_else(text, parts, total) else Open(total)
        return found
    return None


def _is_of_something_else(text: str, parts: Sequence[Part | None], total: Figure) -> bool:
    """One other figure of that unit, of which no word says that it is a part."""
    if len(parts) != 1 or parts[0] is None or parts[0].times != 1:
        return False
    between = text[total.core[1] : parts[0].figure.core[0]]
    return not (_SOME_NAMED.search(between) or _ALL_NAMED.search(between))


def _part(text: str, figure: Figure, around: Sequence[Figure], first: int) -> Part | None:
    """A figure with how many times it counts; None where that is not certain."""
    ends = [each.core[1] for each in around if each.core[1] <= figure.core[0] and _alike(each, figure)]
    stops = [match.end() for match in _SENTENCE_END.finditer(text, first, figure.core[0])]
    start = max([first, *ends, *stops])
    heads = [each for each in around if start <= each.core[0] < figure.core[0] and each.kind in _HEADS]
    times = _times(heads, each_one=_is_for_each(text, figure))
    return Part(figure, times) if times > 0 and _is_exact(figure) else None


_IN_TURN = re.compile("分别[^0-9，。；、,;.\n]{0,4}$")


def _is_for_each(text: str, figure: Figure) -> bool:
    """分别30万元、20万元 are sums that are said in turn, and not one for each."""
    return figure.extent is Extent.EACH and not _IN_TURN.search(text, max(0, figure.span[0] - 8), figure.core[0])


def _times(heads: Sequence[Figure], *, each_one: bool) -> int:
    """How many places or things the figures before a sum say: 第2至5名 are four, 前3趟 three; 0 where it is open."""
    places = [each for each in heads if each.kind is Kind.QUOTA]
    operators = [each.operators for each in places]
    if operators == [{"="}]:
        return 1
    if not each_one:
        return 0 if places else 1
    if operators == [{">="}, {"<="}]:
        return int(_number(places[1]) - _number(places[0])) + 1
    counts = places or [each for each in heads if _is_exact(each) and _is_of_things(each.unit)]
    is_number = len(counts) == 1 and not counts[0].approximate and counts[0].operators <= {"<="}
    return int(_number(counts[0])) if is_number else 0


def _is_of_things(unit: str) -> bool:
    """Whether a unit may count those who get a sum each; any English word but one of time may."""
    return unit in _COUNTED or (unit.isascii() and unit.isalpha() and not _TIME.fullmatch(unit))


def _contradicts(text: str, found: Sum, one_sentence: bool) -> bool:
    """Whether a sum that is not the total speaks against it: all parts are named, or they come to more."""
    assert found.total is not None
    if found.total.core[0] > found.parts[-1].figure.core[0]:
        return one_sentence and len(found.parts) > 1
    before = text[found.total.core[1] : found.parts[0].figure.core[0]]
    if _SOME_NAMED.search(before):
        return one_sentence and found.sum > _number(found.total)
    by_each = any(_is_for_each(text, part.figure) for part in found.parts)
    return by_each or (one_sentence and len(found.parts) > 1 and bool(_ALL_NAMED.search(before)))


# -- 2. lists ----------------------------------------------------------------------------------------------------------

_IN_LIST = re.compile(r"[^，。；,;：:\n0-9]{0,16}?(?:、|和|及|与| and )[^，。；,;：:\n0-9]{0,16}")
_IN_LIST_OF_SHARES = re.compile(r"[^。；;：:\n0-9]{0,24}?[、，,和][^。；;：:\n0-9]{0,24}")


_ANYTHING = frozenset(("个", "项", "条", "种", "类", "件", "处", "方面", ""))


def _lists(text: str, figures: Sequence[Figure]) -> Iterator[Sum]:
    """Lists of money or of what is counted; of shares those alone that make a whole. What 个 counts may be anything."""
    may = [each for each in figures if each.kind in (Kind.MONEY, Kind.COUNT, Kind.SHARE)]
    runs: list[list[Figure]] = []
    for each in may:
        if runs and _goes_on(text, runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    for run in runs:
        if len(run) > 1 and all(_is_exact(each) and not _is_for_each(text, each) for each in run):
            found = Sum(tuple(Part(each) for each in run))
            if found.sum == 1 if run[0].kind is Kind.SHARE else run[0].unit not in MEASURES | _ANYTHING:
                yield found


def _goes_on(text: str, one: Figure, other: Figure) -> bool:
    between = _IN_LIST_OF_SHARES if one.kind is Kind.SHARE else _IN_LIST
    return _alike(one, other) and bool(between.fullmatch(text, one.core[1], other.core[0]))


# -- 3. percentages ----------------------------------------------------------------------------------------------------

_SAID = "(?:了|为|达到?|是|到)?"
_WAYS = {
    Way.GROWTH: re.compile(f"(?:增长|增幅|提高|上升|增加){_SAID}$"),
    Way.FALL: re.compile(f"(?:下降|减少|降低|降幅){_SAID}$"),
    Way.PART: re.compile(f"(?:占[^，。；、,;0-9]{{0,12}}|比重|比例|[^长利税费汇速]率){_SAID}$"),
}
_CHANGE = re.compile("(?:增加|增长|多|增收|新增|减少|下降|少)了?$")


def _rates(text: str, first: int, figures: Sequence[Figure]) -> Iterator[Rate]:
    for at, share in enumerate(figures):
        if share.kind is not Kind.SHARE or share.unit not in ("", "%") or not _is_exact(share):
            continue
        said = text[max(first, share.core[0] - 20) : share.core[0]]
        way = next((way for way, words in _WAYS.items() if words.search(said)), None)
        before = [each for each in figures[:at] if each.kind in (Kind.MONEY, Kind.COUNT)]
        if way is None or not before or (rate := _rate(text, share, way, before)) is None:
            continue
        if rate.before > 0:
            yield rate


def _rate(text: str, share: Figure, way: Way, before: Sequence[Figure]) -> Rate | None:
    """The two figures before a percentage of which it is; None where they are not the only ones that it can be of."""
    part = before[-1]
    alike = [each for each in before[:-1] if _alike(each, part)]
    if not _is_exact(part) or not alike:
        return None
    if way is Way.PART:
        whole = alike[-1]
        if len(alike) > 1 or not _is_exact(whole):
            return None
        return Rate(share, min(whole, part, key=_number), max(part, whole, key=_number), way)
    levels = [each for each in alike if not _CHANGE.search(text[max(0, each.core[0] - 4) : each.core[0]])]
    changes = _CHANGE.search(text[max(0, part.core[0] - 4) : part.core[0]])
    nothing_between = not re.search(r"[；;]", text[part.core[1] : share.core[0]])
    if not changes or not nothing_between or len(levels) != 1 or not _is_exact(levels[0]):
        return None
    return Rate(share, part, levels[0], way)
