"""Policy coverage: every figure of a published text is bound to a rule, listed as not covered, or uncovered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from bridgehead.primitives.errors import Mistake, Place, nearest
from bridgehead.rulebook.about import Passage
from bridgehead.rulebook.figures import Figure, Kind, Operators, PassedOver, find
from bridgehead.rulebook.judged import Judged, State
from bridgehead.rulebook.matching import Matching, agrees
from bridgehead.rulebook.notice import Clause, Notice
from bridgehead.rulebook.rule_figure import Entry, RuleFigure, may_mean, says, written
from bridgehead.rulebook.schema import clause_number


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    clause: Clause
    figures: tuple[Judged, ...]

    @property
    def percent(self) -> int:
        return percent(self.figures)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a rulebook covers a text. `missing` are the rules' figures that the text does not have, `passed_over` the
    numerals of the text that are no figures.
    """

    notice: Notice
    figures: tuple[Judged, ...]
    missing: tuple[RuleFigure, ...]
    mistakes: tuple[Mistake, ...]
    passed_over: tuple[PassedOver, ...] = ()

    @property
    def percent(self) -> int:
        return percent(self.figures)

    @property
    def clauses(self) -> tuple[ClauseCoverage, ...]:
        by_clause: dict[str, list[Judged]] = defaultdict(list)
        for judged in self.figures:
            by_clause[judged.clause].append(judged)
        return tuple(ClauseCoverage(clause, tuple(by_clause[clause.number])) for clause in self.notice.clauses)


NOTHING_LISTED: Mapping[Place, Passage] = {}


def percent(figures: Iterable[Judged]) -> int:
    """The share of figures that are not uncovered, rounded down; 100 where there are none."""
    states = [judged.state for judged in figures]
    return 100 - -(-100 * states.count(State.UNCOVERED) // len(states)) if states else 100


def measure(
    notice: Notice, rules: tuple[RuleFigure, ...], listed: Mapping[Place, Passage] = NOTHING_LISTED
) -> Coverage:
    """Match the figures of a text with those of the rules, one to one. `listed` is what is not covered, by its place.

    1. Find the figures of each clause.
    2. Take out those that are listed as not covered.
    3. Bind each rule's figure to a figure of a clause that it cites, of the same kind, value and comparison; where
       several agree, to that beside the other figures of the same prize or condition. As many are bound as can be:
       what stands first in a text decides nothing.
    4. Bind what is left to implied figures, one a clause, and years and months to the dates within them.
    5. Report what is uncovered, what is missing, and figures of two prizes that stand crosswise.

    Mistakes that only `--strict` makes errors are marked as warnings, which a missing reported figure is not.
    """
    found = find(notice.text, frozenset(notice.numbers()))  # 1
    judged = [*_judged(notice, found.figures)]
    mistakes = [*([] if judged else [_no_figures(notice)]), *_take_out(judged, listed, notice)]  # 2
    matching = Matching(judged, rules)
    matching.bind_required()  # 3
    matching.bind_implied()  # 4
    matching.bind_periods()
    unbound = tuple(rule for rule in rules if not rule.implied and rule not in matching.bound)
    missing = tuple(rule for rule in unbound if not rule.assumed)
    mistakes += [*_uncovered(judged, unbound), *_missing(missing, judged, notice), *_crosswise(notice, judged)]  # 5
    return Coverage(notice, tuple(judged), missing, tuple(mistakes), found.passed_over)


def _judged(notice: Notice, figures: Iterable[Figure]) -> Iterator[Judged]:
    by_end = iter(notice.clauses)
    clause = next(by_end, None)
    for figure in figures:
        while clause is not None and clause.end <= figure.core[0]:
            clause = next(by_end, None)
        yield Judged(figure, clause.number if clause else "", notice.place(figure.core[0]))


def _no_figures(notice: Notice) -> Mistake:
    found = "no figure is found in the text" if notice.text.strip() else "the text is empty"
    expected = "what was published, with its amounts, dates and quotas"
    return Mistake("CV002", found, Place.whole(notice.file), expected, warning=True)


# -- 2. listed as not covered ------------------------------------------------------------------------------------------


def _take_out(judged: list[Judged], listed: Mapping[Place, Passage], notice: Notice) -> Iterator[Mistake]:
    any_clause = not notice.numbers()
    for place, passage in listed.items():
        number = clause_number(passage.cites)
        found = next((each for each in judged if _is_listed(each, passage, number, any_clause)), None)
        if found is None:
            if number in notice.numbers():  # of another clause it is told that there is none
                message = f"«{passage.figure}» is listed as not covered and does not stand in clause {number}"
                said = [each.figure.text for each in judged if each.clause == number]
                expected = (
                    f"a figure as it is written there: {', '.join(said)}" if said else "no entry: it has no figures"
                )
                yield Mistake("CV104", message, place, expected, nearest(passage.figure, said))
        elif found.figure.decides:
            kind = "a number that may be money" if found.figure.pays else found.figure.kind
            message = f"«{passage.figure}», {kind}, is listed as not covered"
            expected = f"a rule for it ({found.place}): money, percentages, dates and quotas need one"
            yield Mistake("CV103", message, place, expected)
        else:
            found.state, found.reason = State.NOT_COVERED, passage


def _is_listed(judged: Judged, passage: Passage, number: str, any_clause: bool) -> bool:
    if judged.reason or not (any_clause or judged.clause == number):
        return False
    figure, written = judged.figure, "".join(passage.figure.split())
    start = figure.span[0]
    forms = [figure.text]
    if figure.comparison is None:  # a comparison is part of the figure
        forms += [figure.written, figure.text[figure.numeral[0] - start : figure.numeral[1] - start]]
    return any("".join(form.split()) == written for form in forms)


# -- 5. what is wrong --------------------------------------------------------------------------------------------------


def _uncovered(judged: list[Judged], unbound: tuple[RuleFigure, ...]) -> Iterator[Mistake]:
    for each in judged:
        if each.state is not State.UNCOVERED:
            continue
        where = f" of clause {each.clause}" if each.clause else ""
        near = _nearest(each, unbound)
        code = "CV102" if near and says(each.figure, near) else "CV101"
        message = f"the figure «{each.figure.text}»{where} is bound to no rule"
        expected = f"{written(near)}, as {near.name} has it ({near.place})" if near else _what_binds(each)
        if near and each.figure.approximate and not near.assumed:
            expected += f", or an assumption that names «{each.figure.text}»"
        yield Mistake(code, message, each.place, expected, warning=True)


def _what_binds(judged: Judged) -> str:
    rule = f"a rule that cites notice.md#{judged.clause}" if judged.clause else "a rule with it"
    return rule if judged.figure.decides else f"{rule}, or «figure: {judged.figure.text}» under «not_covered»"


def _nearest(judged: Judged, unbound: tuple[RuleFigure, ...]) -> RuleFigure | None:
    """The rule's figure that may be meant: of the same number, else of the rule that cites the very clause."""
    near = [rule for rule in unbound if judged.clause in rule.clauses and may_mean(judged.figure, rule)]
    return min(near, key=lambda rule: (not says(judged.figure, rule), rule.clauses.index(judged.clause)), default=None)


def _missing(missing: tuple[RuleFigure, ...], judged: list[Judged], notice: Notice) -> Iterator[Mistake]:
    for rule in missing:
        if not rule.clauses:
            continue
        shared = [
            other
            for each in judged
            if each.clause in rule.clauses and agrees(each.figure, rule)
            for other in each.rules
        ]
        if shared:
            message = (
                f"{written(rule)} of {rule.name} stands once in clause {shared[0].clauses[0]}, for {shared[0].name} too"
            )
            yield Mistake("CV106", message, rule.place, "one value in values.yaml for both", warning=True)
        else:
            clause = f"clause {rule.clauses[0]}"
            where, of = (clause, "notice") if notice.numbers() else (notice.file, "text")
            message = f"{written(rule)} of {rule.name} does not stand in {where}"
            expected = f"the figure of the {of}, or an assumption that names it"
            yield Mistake("CV105", message, rule.place, expected, warning=not rule.reported)


_Standing = dict[tuple[Kind, Operators], list[Judged]]
"""The figures of an entry in a clause, by kind and comparison."""


def _crosswise(notice: Notice, judged: list[Judged]) -> Iterator[Mistake]:
    """Of two entries of an award, that which comes first in a clause comes first there in every kind of figure.

    Marks and payments, both money, are told apart by their comparisons, where both entries have them. Where the clause
    calls both entries by name, once, their names must stand in that order too.
    """
    entries: dict[tuple[str, Entry], _Standing] = defaultdict(lambda: defaultdict(list))
    labels: dict[tuple[str, Entry], int] = {}
    for each in judged:
        for rule in each.rules:
            for entry in () if rule.implied else rule.entries:
                entries[each.clause, entry][each.figure.kind, rule.operators].append(each)
                if (at := _called(notice, each.clause, rule.label)) is not None:
                    labels[each.clause, entry] = at
    for (one, first), (other, second) in combinations(entries.items(), 2):
        if one[0] != other[0] or one[1][0] != other[1][0] or one[1] == other[1]:
            continue
        pairs = list(_comparable(first, second))
        said = {order for order in (_order(*pair) for pair in pairs) if order is not None}
        if one in labels and other in labels and labels[one] != labels[other] and said:
            said.add(-1 if labels[one] < labels[other] else 1)
        if len(said) > 1:
            yield _crossed(one[1], other[1], [each for pair in pairs for side in pair for each in side])


def _comparable(first: _Standing, second: _Standing) -> Iterator[tuple[list[Judged], list[Judged]]]:
    """The figures of two entries that are of one kind: of one comparison where both have it, else all together."""
    for kind in {kind for kind, _ in first} & {kind for kind, _ in second}:
        alike = [key for key in first if key[0] is kind and key in second]
        if alike:
            yield from ((first[key], second[key]) for key in alike)
        else:
            yield (
                [each for key in first if key[0] is kind for each in first[key]],
                [each for key in second if key[0] is kind for each in second[key]],
            )


def _order(one: list[Judged], other: list[Judged]) -> int | None:
    """-1 where all figures of the first stand before those of the second, 1 behind, 0 among them; None for the same."""
    first = [each.figure.core[0] for each in one if each not in other]
    second = [each.figure.core[0] for each in other if each not in one]
    if not first or not second or {each.figure.value for each in one} == {each.figure.value for each in other}:
        return None
    return -1 if max(first) < min(second) else 1 if min(first) > max(second) else 0


def _called(notice: Notice, number: str, label: str) -> int | None:
    clause = notice.clause(number)
    if not clause or not label or notice.text.count(label, clause.start, clause.end) != 1:
        return None
    return notice.text.find(label, clause.start, clause.end)


def _crossed(one: Entry, other: Entry, figures: list[Judged]) -> Mistake:
    said = ", ".join(f"«{each.figure.text}»" for each in sorted(figures, key=lambda each: each.place))
    message = f"the figures of {' › '.join(one[1:])} and {' › '.join(other[1:])} stand crosswise: {said}"
    place = max(each.place for each in figures)
    return Mistake("CV107", message, place, "those of each prize together, or in one order", warning=True)
