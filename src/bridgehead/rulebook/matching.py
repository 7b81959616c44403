"""Which figure of a text is that of which rule: one to one, and as many as can be."""

from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from bridgehead.rulebook.figures import Extent, Figure, When
from bridgehead.rulebook.judged import Judged, State
from bridgehead.rulebook.rule_figure import Entry, RuleFigure, says


class Matching:
    """Which figure of the text is bound to which of the rules; a figure in no clause at all may be in any."""

    def __init__(self, judged: list[Judged], rules: tuple[RuleFigure, ...]) -> None:
        self.judged, self.rules = judged, rules
        self.bound: dict[RuleFigure, Judged] = {}
        self.positions: dict[Entry, list[int]] = defaultdict(list)
        self.numbers: dict[Fraction, list[Judged]] = defaultdict(list)
        self.dates: list[Judged] = []
        for each in judged:
            if isinstance(each.figure.value, When):
                self.dates.append(each)
            else:
                self.numbers[each.figure.value].append(each)
        self.whole = not any(each.clause for each in judged)

    def candidates(self, rule: RuleFigure) -> list[Judged]:
        """The free figures that say what a rule says, comparison included, in a clause that it may stand in."""
        pool = self.dates if isinstance(rule.value, date) else self.numbers.get(rule.value, [])
        return [each for each in pool if self._free(each) and self._may(each, rule) and agrees(each.figure, rule)]

    def _free(self, judged: Judged) -> bool:
        return judged.state is State.UNCOVERED or (judged.is_period and judged.state is State.BOUND)

    def _may(self, judged: Judged, rule: RuleFigure) -> bool:
        return self.whole or judged.clause in rule.clauses

    def bind(self, judged: Judged, rule: RuleFigure) -> None:
        judged.state = State.BOUND
        judged.rules.append(rule)
        self.bound[rule] = judged
        for entry in rule.entries:
            self.positions[entry].append(judged.figure.core[0])

    def release(self, rule: RuleFigure) -> None:
        judged = self.bound.pop(rule)
        judged.rules.remove(rule)
        judged.state = State.BOUND if judged.rules else State.UNCOVERED
        for entry in rule.entries:
            self.positions[entry].remove(judged.figure.core[0])

    def bind_required(self) -> None:
        """First what can be bound in one way only, then the nearest, rules of few clauses first.

        Where others hold all that a rule could be bound to, they make room as far as they can be bound elsewhere.
        """
        required = [rule for rule in self.rules if not rule.implied]
        required.sort(key=lambda rule: (rule.assumed, len(rule.clauses)))
        rivals: dict[int, int] = defaultdict(int)
        choices = {rule: self.candidates(rule) for rule in required}
        for found in choices.values():
            for each in found:
                rivals[id(each)] += 1
        for rule, found in choices.items():
            if len(found) == 1 and (rivals[id(found[0])] == 1 or found[0].is_period):
                self.bind(found[0], rule)
        for rule in required:
            if rule not in self.bound:
                self._bind_nearest(rule, choices)

    def _bind_nearest(self, rule: RuleFigure, choices: Mapping[RuleFigure, list[Judged]]) -> None:
        """Bind a rule to the nearest figure that is free, or becomes so by the shortest chain of moves of others."""
        takers: dict[int, RuleFigure] = {}
        asking = deque([rule])
        while asking:
            taker = asking.popleft()
            for each in sorted(choices[taker], key=lambda each, taker=taker: self._distance(each, taker)):  # type: ignore[misc]
                if id(each) in takers:
                    continue
                takers[id(each)] = taker
                if self._free(each):
                    return self._move_up(each, takers)
                asking.append(each.rules[0])
        return None

    def _move_up(self, free: Judged, takers: Mapping[int, RuleFigure]) -> None:
        """Bind a free figure to its taker, what that held to the taker of it, and so on."""
        left: Judged | None = free
        while left is not None:
            taker, to = takers[id(left)], left
            left = self.bound.get(taker)
            if left is not None:
                self.release(taker)
            self.bind(to, taker)

    def _distance(self, judged: Judged, rule: RuleFigure) -> tuple[bool, int, bool, int, int]:
        """How unlikely it is that this figure is meant: no comparison said, another clause, not said to be for all or
        for each, far from its entry."""
        clause = 0 if self.whole else rule.clauses.index(judged.clause)
        at = judged.figure.core[0]
        unsaid = not judged.figure.operators and "=" not in rule.operators
        extent = {"total": Extent.ALL, "of": Extent.EACH}.get(rule.word)
        near = [abs(at - other) for entry in rule.entries for other in self.positions[entry]]
        return unsaid, clause, extent not in (None, judged.figure.extent), min(near, default=0), at

    def bind_implied(self) -> None:
        """An implied figure is one that a clause may have once, where no other figure there says the same."""
        said = {_said(each) for each in self.judged if each.state is State.BOUND}
        for rule in self.rules:
            if not rule.implied:
                continue
            for each in self.candidates(rule):
                if _said(each) not in said:
                    said.add(_said(each))
                    self.bind(each, rule)
                    break

    def bind_periods(self) -> None:
        """A year or month is bound to a date of its clause that lies within it, a quarter or half to one at its end."""
        dated = [rule for rule in self.rules if isinstance(rule.value, date)]
        for each in self.dates:
            said_alone = not each.figure.operators and not each.figure.approximate
            if each.state is not State.UNCOVERED or not each.is_period or not said_alone:
                continue
            days = each.figure.value.days() if isinstance(each.figure.value, When) else None
            within = [rule for rule in dated if days and _lies(rule.value, days) and self._may(each, rule)]
            if isinstance(each.figure.value, When) and each.figure.value.months > 1 and not _is_period(within, days):
                continue
            if within:
                each.state, each.rules = State.BOUND, within[:1]


def _said(judged: Judged) -> tuple[object, ...]:
    return judged.clause, judged.figure.value, judged.figure.unit


def _lies(value: Fraction | date, days: tuple[date, date]) -> bool:
    return isinstance(value, date) and days[0] <= value <= days[1]


def _is_period(rules: list[RuleFigure], days: tuple[date, date] | None) -> bool:
    """Whether these dates within a quarter or half begin or end with it, or are a beginning and an end within it."""
    begins = [rule.value for rule in rules if ">=" in rule.operators]
    ends = [rule.value for rule in rules if "<=" in rule.operators]
    return days is not None and (days[0] in begins or days[1] in ends or bool(begins and ends))


def agrees(figure: Figure, rule: RuleFigure) -> bool:
    """Whether a figure of a text says what a rule's does: kind, value and, where it says one, comparison.

    What is approximate in the text is exact in a rule only by an assumption.
    """
    if figure.approximate and not rule.assumed:
        return False
    if isinstance(figure.value, When) and figure.value.day is None:
        return _is_end(figure.value, figure, rule)
    return says(figure, rule) and _compares(figure, rule) and not _of_another(figure, rule)


def _compares(figure: Figure, rule: RuleFigure) -> bool:
    return not figure.operators or bool(figure.operators & rule.operators)


def _of_another(figure: Figure, rule: RuleFigure) -> bool:
    """A sum said to be for all is no single payment, and one said to be for each no budget."""
    other = {Extent.ALL: "of", Extent.EACH: "total"}.get(figure.extent)
    return other is not None and rule.word == other


def _is_end(period: When, figure: Figure, rule: RuleFigure) -> bool:
    """A period from May begins with its first day, and one to September ends with its last."""
    days = period.days()
    if days is None or not _compares(figure, rule):
        return False
    return (rule.value == days[0] and ">=" in rule.operators) or (rule.value == days[1] and "<=" in rule.operators)
