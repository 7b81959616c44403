"""A table's findings under its hit policy, each with a case that shows it (DMN 1.5, 8.2.8 to 8.2.11).

An input is taken to have a value of its type; null counts where a test of its column names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bridgehead.dmn.analysis.boxes import Box, Budget, Exhausted
from bridgehead.dmn.analysis.conditions import Undecided
from bridgehead.dmn.analysis.formulas import Formulas
from bridgehead.dmn.analysis.grid import Grid, draw
from bridgehead.dmn.analysis.outputs import NO_VALUE, fixed, outputs
from bridgehead.dmn.analysis.reach import NOTHING_BEHIND, Behind, narrow
from bridgehead.dmn.analysis.search import Case, Search
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import DecisionTable, HitPolicy, Tests
from bridgehead.feel import compile, tree, unparse
from bridgehead.feel.operations import equal
from bridgehead.primitives.errors import Mistake, Place, nearest

STEPS = 6_000_000
LIMIT = 20
"""How many findings of one code are told one by one."""

ONE_RULE = "at most one rule for a case under the hit policy UNIQUE"
SAME_OUTPUTS = "equal outputs under the hit policy ANY"


def analyse(table: DecisionTable, lowered: tree.Table, behind: Behind = NOTHING_BEHIND) -> tuple[Mistake, ...]:
    """Every DM3xx of a table, given as it is written and as it was lowered, and with what is behind its names."""
    grid, doubtful = narrow(draw(table, lowered), behind)
    search = Search(grid, Formulas(grid), Budget(STEPS))
    found = [*outputs(table, lowered), *_empty(grid), *_never(search)]
    sure = search if not any(doubtful) else _part(search, tuple(map(_less, grid.whole, doubtful)))
    same = dict(_same(grid))
    try:
        for what, kind in (
            ("gaps", _gaps(sure)),
            ("twins", _twins(search, same)),
            ("rules", _by_policy(search, sure, same)),
        ):
            found += _capped(grid, map(_if_any, kind) if search.formulas.loose else kind, what)
        found += _in_doubt(search, sure, doubtful, same)
    except Exhausted:
        found.append(mistake("DM313", table.place, what="gaps and overlaps", when=f"after {STEPS} steps"))
    return (*found, *_left_out(search))


def _less(mask: int, other: int) -> int:
    return mask & ~other


def _part(search: Search, whole: Box) -> Search:
    """The search in fewer regions, with the same budget."""
    part = search.grid.within(whole)
    return Search(part, Formulas(part), search.budget, search.differing)


def _in_doubt(search: Search, sure: Search, doubtful: Box, same: dict[int, int]) -> Iterator[Mistake]:
    """Gaps and overlaps of values that an input may never have, one such input at a time, and why it is not known."""
    grid = search.grid
    for axis, mask in enumerate(doubtful):
        part = _part(search, (*grid.whole[:axis], mask, *grid.whole[axis + 1 :])) if mask else None
        if part is None:
            continue
        part.grid.outer = grid
        found = [*_capped(grid, _gaps(part), "gaps")]
        if grid.table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
            found += _capped(grid, _overlaps(part, same, told=sure), "rules")
        yield from map(_if_any, found)
        if found:
            at = grid.column(axis)
            place = grid.table.place if at is None else grid.table.inputs[at].expression.place
            why = f"which of the values of «{grid.names[axis]}» there can be, since no case that was tried has some"
            yield mistake("DM312", place, why=why)


def _capped(grid: Grid, found: Iterable[Mistake], what: str) -> Iterator[Mistake]:
    """The first of the findings of one kind, and a word where there are more."""
    for count, one in enumerate(found):
        if count == LIMIT:
            yield mistake("DM314", grid.table.place, count=LIMIT, what=what)
            return
        yield one


def _if_any(found: Mistake) -> Mistake:
    """What is wrong only where the inputs can have such values together, which is not known."""
    shown = found.code in ("DM301", "DM302")
    return replace(found, message=f"{found.message}, if there is such a case", warning=True) if shown else found


def _empty(grid: Grid) -> Iterator[Mistake]:
    """Rules that match nothing, by the cell that says so."""
    for rule, box in enumerate(grid.boxes):
        if box is not None:
            continue
        at = _emptying(grid, rule)
        column, text = grid.columns[at], grid.table.rules[rule].tests[at]
        allowed = [test for tests in column.allowed for test in tests.tests]
        values = [one.value for one in allowed if isinstance(one, tree.Literal) and isinstance(one.value, str)]
        such = f", such as {', '.join(map(unparse, allowed))}" if allowed else ""
        near = nearest(text.text.strip().strip('"'), values)
        yield mistake(
            "DM305",
            _start(text),
            f'"{near}"' if near else None,
            number=rule + 1,
            why=_no_value(grid, rule, at),
            expected=f"a test that some value meets{such}",
        )


def _no_value(grid: Grid, rule: int, at: int) -> str:
    return f"«{grid.table.rules[rule].tests[at].text.strip()}» holds for no value of «{_named(grid, at)}»"


def _named(grid: Grid, at: int) -> str:
    return grid.names[grid.columns[at].axis]


def _never(search: Search) -> Iterator[Mistake]:
    """Rules that match nothing since some of their tests exclude each other, which then are no rules any more."""
    grid = search.grid
    for rule, columns in search.never():
        grid.boxes[rule] = None
        tests = [grid.table.rules[rule].tests[at] for at in columns]
        parts = [f"«{test.text.strip()}» of «{_named(grid, at)}»" for at, test in zip(columns, tests, strict=True)]
        one = len(columns) == 1
        yield mistake(
            "DM305",
            _start(tests[0]),
            number=rule + 1,
            why=_no_value(grid, rule, columns[0]) if one else f"{' and '.join(parts)} exclude each other",
            expected="a test that some value meets" if one else "tests that some case meets together",
        )


def _emptying(grid: Grid, rule: int) -> int:
    """The first column whose cell leaves nothing of its axis."""
    left = list(grid.whole)
    for at, (column, cell) in enumerate(zip(grid.columns, grid.cells[rule], strict=True)):
        left[column.axis] &= grid.axes[column.axis].truth(cell.condition).true
        if not left[column.axis]:
            return at
    return 0


def _gaps(search: Search) -> Iterator[Mistake]:
    """What no rule takes, where nothing is said for that case."""
    table = search.grid.table
    if table.hit_policy is HitPolicy.COLLECT or any(one.default is not None for one in table.outputs):
        return
    for case in search.gaps():
        yield mistake("DM301", table.place, found=_shown(search, case), cells=search.grid.tests(case.point, case.box))


def _by_policy(search: Search, sure: Search, same: dict[int, int]) -> Iterator[Mistake]:
    order = list(range(len(search.grid.boxes)))
    match search.grid.table.hit_policy:
        case HitPolicy.UNIQUE | HitPolicy.ANY:
            yield from _overlaps(sure, same)
        case HitPolicy.FIRST:
            yield from _masked(search, {rule: order[:rule] for rule in order if rule not in same})
        case HitPolicy.PRIORITY:
            yield from _masked(search, _outranked(search.grid, same))


def _same(grid: Grid) -> Iterator[tuple[int, int]]:
    """Each rule that says the same as an earlier one, with that one."""
    first: dict[tuple[object, ...], int] = {}
    for rule, (box, plain) in enumerate(zip(grid.boxes, grid.lowered.rules, strict=True)):
        if box is None:
            continue
        said = tuple(map(unparse, (*(plain.tests[at] for at in grid.open[rule]), *plain.outputs)))
        earlier = first.setdefault((box, grid.open[rule], said), rule)
        if earlier != rule:
            yield rule, earlier


def _twins(search: Search, same: dict[int, int]) -> Iterator[Mistake]:
    """Rules that say the same, which is wrong where only one of them can decide."""
    wrong = search.grid.table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.PRIORITY)
    for second, first in same.items():
        case = search.overlap(first, second)
        if case is not None:
            place = search.grid.table.rules[second].place
            found = mistake("DM304", place, first=first + 1, second=second + 1, found=_shown(search, case))
            yield replace(found, warning=not wrong)


def _overlaps(search: Search, same: dict[int, int], told: Search | None = None) -> Iterator[Mistake]:
    """Pairs of rules that both match, but those that are `told`; under ANY only where their outputs may differ."""
    grid = search.grid
    any_policy = grid.table.hit_policy is HitPolicy.ANY
    for first, second in search.pairs():
        if same.get(second, second) == same.get(first, first):
            continue
        agree = _agree(grid, first, second) if any_policy else False
        case = search.overlap(first, second) if agree is not True else None
        if case is not None and (told is None or told.overlap(first, second) is None):
            yield mistake(
                "DM302" if agree is False else "DM315",
                grid.table.rules[second].place,
                first=first + 1,
                second=second + 1,
                found=_shown(search, case),
                expected=SAME_OUTPUTS if any_policy else ONE_RULE,
            )


def _agree(grid: Grid, first: int, second: int) -> bool | None:
    """Whether two rules have equal outputs; None where that is known only case by case."""
    one, other = grid.lowered.rules[first].outputs, grid.lowered.rules[second].outputs
    if one == other:
        return True
    values = [(fixed(left), fixed(right)) for left, right in zip(one, other, strict=True)]
    if any(NO_VALUE not in pair and equal(*pair) is not True for pair in values):
        return False
    return None if any(NO_VALUE in pair for pair in values) else True


def _outranked(grid: Grid, same: dict[int, int]) -> dict[int, list[int]]:
    """For each rule those that go before it: their outputs have priority over its own, or the same and a place before.

    A rule has no rank where an output that is ranked is a formula.
    """
    orders = [
        [compile(one, {})({}) if not isinstance(one, (tree.Test, tree.Range)) else NO_VALUE for one in values]
        for values in grid.lowered.priorities
    ]
    ranks: dict[int, tuple[list[int], int]] = {}
    for rule, plain in enumerate(grid.lowered.rules):
        ranked = [(fixed(one), order) for one, order in zip(plain.outputs, orders, strict=False) if order]
        if all(value is not NO_VALUE for value, _ in ranked):
            places = [
                next((at for at, one in enumerate(order) if equal(one, value) is True), len(order))
                for value, order in ranked
            ]
            ranks[rule] = places, rule
    return {
        rule: [one for one, other in ranks.items() if other < rank] for rule, rank in ranks.items() if rule not in same
    }


def _masked(search: Search, before: dict[int, list[int]]) -> Iterator[Mistake]:
    """Rules that never decide, since those before them take all that they match."""
    for rule, earlier in before.items():
        masking = search.masked(rule, earlier)
        case = search.first_match(rule, masking) if masking else None
        if case is None:
            continue
        names = ", ".join(str(one + 1) for one in masking[:5]) + (" and others" if len(masking) > 5 else "")
        verb = f"rule {names} takes" if len(masking) == 1 else f"rules {names} take"
        place = search.grid.table.rules[rule].place
        yield mistake("DM303", place, number=rule + 1, earlier=verb, found=_shown(search, case))


def _left_out(search: Search) -> Iterator[Mistake]:
    """What was not analysed, and why."""
    grid = search.grid
    for rule, at, why in search.formulas.undecided:
        yield _undecided(grid, grid.table.rules[rule].tests[at], at, why)
    for axis, why in grid.undecided:
        first = grid.column(axis)
        column = None if first is None else grid.table.inputs[first]
        place = grid.table.place if column is None else (column.allowed or column.expression).place
        yield mistake("DM312", place, why=f"the values of «{grid.names[axis]}», since {why.why}")
    if search.formulas.unanswered:
        when = f"with {search.formulas.unanswered} questions about formulas open"
        yield mistake("DM313", grid.table.place, what="cases", when=when)
    for point in search.differing[:1]:
        shown = grid.shown(point, None)
        yield mistake("DM312", grid.table.place, why=f"{shown}, where the tests have no certain value")


def _undecided(grid: Grid, text: Tests, at: int, why: Undecided) -> Mistake:
    name = grid.names[grid.columns[at].axis]
    return mistake("DM312", _start(text), why=f"«{text.text.strip()}» of «{name}», since {why.why}")


def _start(text: Tests) -> Place:
    return text.where(1, 1) if text.text[:1].strip() else text.place


def _shown(search: Search, case: Case) -> str:
    """A case; the names in formulas that are not tied to their values are left out."""
    point = case.point[: search.grid.asked] if search.formulas.loose else case.point
    return search.grid.shown(point, case.box if case.part is None else case.part)
