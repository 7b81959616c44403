"""What other figures would have brought about: cost, winners and losers of every scenario, in one columnar run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from bridgehead.instruments.award.allocation.budget import part_of
from bridgehead.instruments.award.allocation.paid import absent
from bridgehead.instruments.award.checks.columnar import require_columnar
from bridgehead.instruments.award.columns import ROW, SCENARIO, VARIED
from bridgehead.instruments.award.engines import Engine, beside, open_claims
from bridgehead.instruments.award.judged import Refused, one_by_one, refusals
from bridgehead.instruments.award.literals import literals, named
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import Confirmed, award_terms
from bridgehead.instruments.award.terms import Terms, terms
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.queries.variation import MONEY, PLACES, Scenario, Value, Variation, grid, parse
from bridgehead.rulebook.rulebook import Rulebook

COST = "decimal(38, 2)"
MOST_JUDGED = 2_000_000
BUDGET = "budget"
DECIDED = ["number", "outcome", "prize", "place", "amount", "because"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a scenario brings: what is paid in all, how many of the claims win, and how many get more or less than under
    today's figures; one that wins, or no longer does, is among them, also where its prize is no money.
    """

    scenario: Scenario
    cost: Decimal
    winners: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The results of every scenario beside that of `today`, whose scenario names nothing.

    `elsewhere` are the places confirmed before for claims that are not among these: they are part of every cost.
    """

    variations: tuple[Variation, ...]
    today: Result
    results: tuple[Result, ...]
    elsewhere: tuple[Confirmed, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The decisions on the same claims, in their order, under today's figures and under those of a scenario: of each
    its number, outcome, place, amount, and why allocation ended it.
    """

    scenario: Scenario
    today: pa.Table
    then: pa.Table


def simulate(
    rulebook: Rulebook,
    award: str,
    claims: pa.Table | Path,
    vary: Sequence[str],
    *,
    on: date,
    paid: Sequence[Confirmed] = (),
    engine: Engine = Engine.DUCKDB,
) -> Simulation:
    """Decide the claims under every combination of the varied values, each of which then holds on all days.

    Of the award itself `budget` may be varied, of a prize with places `first of PRIZE`, and each number that stands in
    a condition or a prize (see `literals`).

    Raises BridgeheadError with AW060 for an unknown award, AW501 to AW508 for what cannot be varied, AW509 for too
    many claims to be judged one by one, and FE3xx as `settle` does.
    """
    run = _run(rulebook, award, claims, vary, on, paid, engine)
    today, scenarios = _granted(run.today), run.scenarios
    elsewhere = _elsewhere(today, paid)
    more = sum((each.amount for each in elsewhere), Decimal(0))
    found = _against(_granted(run.then), today)
    rows = {row[SCENARIO]: row for row in found.to_pyarrow().to_pylist()}
    (before,) = today.aggregate(cost=today.amount.sum().cast(COST), winners=today.count()).to_pyarrow().to_pylist()
    now = Result({}, (before["cost"] or Decimal(0)) + more, before["winners"], 0, 0)
    results = tuple(_result(scenario, rows.get(at), now, more) for at, scenario in enumerate(scenarios))
    return Simulation(run.variations, now, results, elsewhere)


def compare(
    rulebook: Rulebook,
    award: str,
    claims: pa.Table | Path,
    vary: Sequence[str],
    *,
    on: date,
    paid: Sequence[Confirmed] = (),
    engine: Engine = Engine.DUCKDB,
) -> Comparison:
    """The decisions under today's figures and under one scenario, side by side. Raises as `simulate`, and AW507 where
    several scenarios are asked for.
    """
    run = _run(rulebook, award, claims, vary, on, paid, engine)
    if len(run.scenarios) > 1:
        raise BridgeheadError([Mistake("AW507", f"{len(run.scenarios)} scenarios to compare", None, "one")])
    pair = [each.order_by(ROW).select(DECIDED).to_pyarrow() for each in (run.today, run.then)]
    return Comparison(run.scenarios[0], *pair)


def movable(rulebook: Rulebook, award: Award) -> dict[str, Value]:
    """The figures by which an award decides that can be varied, each as it is today: those of the award itself, the
    numbers that stand in its conditions and prizes, and the values that its rules name; every value where it leaves
    something to decisions of a file, which may name any.
    """
    values = _values(rulebook)
    said = award.model_dump_json().split("values.")[1:]
    named = {max((name for name in values if each.startswith(name)), key=len, default="") for each in said}
    own = {each.name: each.now for each in literals(terms(award, rulebook))} | _figures(award)
    return own | {name: figure for name, figure in values.items() if rulebook.models or name in named}


@dataclass(frozen=True, slots=True)
class _Run:
    """The decisions of today, and those of every scenario."""

    variations: tuple[Variation, ...]
    scenarios: tuple[Scenario, ...]
    today: ir.Table
    then: ir.Table


def _run(
    rulebook: Rulebook,
    award: str,
    claims: pa.Table | Path,
    vary: Sequence[str],
    on: date,
    paid: Sequence[Confirmed],
    engine: Engine,
) -> _Run:
    now = award_terms(rulebook, award)
    values, figures = _values(rulebook), _figures(now.award)
    written = {each.name: each for each in literals(now) if each.name not in {**values, **figures}}
    limits = {name: MONEY if name == BUDGET else PLACES for name in figures.keys() - values.keys()}
    limits |= {name: MONEY for name, each in written.items() if each.pays}
    known = {**{name: each.now for name, each in written.items()}, **figures, **values}
    variations = parse(vary, known, limits)
    scenarios = grid(variations)
    moved = {name: written[name] for name in scenarios[0] if name in written}
    as_values = {**{name: name for name in values}, **{name: each.value for name, each in moved.items()}}
    then = _wide(named(now, moved.values()), scenarios, as_values)
    require_columnar(then, rulebook)
    varied = _columns(scenarios, then.award, as_values)
    refused = refusals(now), refusals(then)
    if not any(refused):
        opened = open_claims(claims, engine, now.table.columns)
        table = opened.cross_join(beside(varied, opened))
    else:
        judged = one_by_one(now, claims, refused[0])
        opened = open_claims(judged, engine)
        plain = judged.select([name for name in judged.column_names if not name.startswith("@")])
        under = [
            _with_values(then, {as_values.get(name, name): each for name, each in some.items()}) for some in scenarios
        ]
        table = open_claims(_judged(under, varied, plain, refused[1]), engine)
        table = table.mutate(**{ROW: table[ROW] % judged.num_rows})
    decided = (decide(terms, each, on=on, paid=paid) for terms, each in ((now, opened), (then, table)))
    return _Run(variations, scenarios, *decided)


def _figures(award: Award) -> dict[str, Decimal]:
    """The figures of the award itself that can be varied; a value of the same name comes before them."""
    budget = {BUDGET: award.budget.total} if award.budget else {}
    return budget | {f"first of {name}": Decimal(prize.first) for name, prize in award.prizes.items() if prize.first}


def _values(rulebook: Rulebook) -> dict[str, Value]:
    """The values that can be varied, as they were written last."""
    latest = {name: list(value.from_.values())[-1] for name, value in rulebook.values.items()}
    return {name: figure for name, figure in latest.items() if isinstance(figure, Decimal | date)}


def _columns(scenarios: Sequence[Scenario], award: Award, as_values: Mapping[str, str]) -> pa.Table:
    """Scenarios as the columns that stand for what they vary, a value by its name in FEEL; of a budget that is shared
    out, for each share too.
    """
    columns: dict[str, list[Any]] = {}
    for name in scenarios[0]:
        varied = [scenario[name] for scenario in scenarios]
        columns[f"values.{as_values[name]}" if name in as_values else f"{VARIED}{name}"] = varied
        for kind, share in award.budget.shares.items() if award.budget and name == BUDGET else ():
            columns[f"{VARIED}{BUDGET} of {kind}"] = [
                part_of(total, share) for total in varied if isinstance(total, Decimal)
            ]
    return pa.table({SCENARIO: pa.array(range(len(scenarios)), pa.int32()), **columns})


def _judged(under: Sequence[Terms], varied: pa.Table, claims: pa.Table, refused: tuple[Refused, ...]) -> pa.Table:
    """The claims once under the terms of each scenario, with what these make of them; raises BridgeheadError, AW509."""
    if (size := claims.num_rows * len(under)) > MOST_JUDGED:
        found = f"{size:,} claims to be judged one by one, since not all has a columnar form"
        raise BridgeheadError([Mistake("AW509", found, None, f"at most {MOST_JUDGED:,}; take wider steps")])
    parts = []
    for at, each in enumerate(under):
        judged = one_by_one(each, claims, refused)
        for name in varied.column_names:
            value = varied[name][at]
            judged = judged.append_column(name, pa.repeat(value, claims.num_rows))
        parts.append(judged)
    return pa.concat_tables(parts)


def _wide(terms: Terms, scenarios: Sequence[Scenario], as_values: Mapping[str, str]) -> Terms:
    """The terms with values that have room for every number of the scenarios, by which FEEL knows their types."""
    numbers = {as_values[name]: [each[name] for each in scenarios] for name in scenarios[0] if name in as_values}
    return _with_values(terms, {name: _widest(some) for name, some in numbers.items()})


def _widest(figures: Sequence[Value]) -> Value:
    """The greatest number with as many digits before and after its point as any of these have; of days the first."""
    parts = [f"{abs(each):f}".partition(".") for each in figures if isinstance(each, Decimal)]
    if not parts:
        return figures[0]
    whole, rest = (max(len(part[at]) for part in parts) for at in (0, 2))
    return Decimal(f"{'9' * whole}.{'9' * rest}")


def _with_values(terms: Terms, figures: Scenario) -> Terms:
    """The terms with other figures in the place of those of values.yaml, on all days."""
    changed = {
        name: terms.values[name].model_copy(update={"from_": {date.min: figure}, "until": None})
        for name, figure in figures.items()
        if name in terms.values
    }
    return replace(terms, values={**terms.values, **changed})


def _granted(decisions: ir.Table) -> ir.Table:
    return decisions.filter(decisions.outcome == Outcome.GRANTED.value)


def _elsewhere(granted: ir.Table, paid: Sequence[Confirmed]) -> tuple[Confirmed, ...]:
    if not paid:
        return ()
    here = granted.filter(granted.because == "confirmed").select("number").to_pyarrow()
    return absent(paid, here["number"].to_pylist())


def _against(granted: ir.Table, today: ir.Table) -> ir.Table:
    """Cost and winners of each scenario; how many of them win today, and how many get more or less than today. No row
    where nobody wins.
    """
    before = today.select(ROW, before=today.amount)
    joined = granted.left_join(before, ROW)
    kept, more, less = joined.before.notnull(), joined.amount > joined.before, joined.amount < joined.before
    return joined.group_by(SCENARIO).aggregate(
        cost=joined.amount.sum().cast(COST),
        winners=joined.count(),
        kept=joined.count(where=kept),
        more=joined.count(where=more),
        less=joined.count(where=less),
    )


def _result(scenario: Scenario, row: dict[str, Any] | None, today: Result, elsewhere: Decimal) -> Result:
    if row is None:
        return Result(scenario, elsewhere, 0, 0, today.winners)
    new, gone = row["winners"] - row["kept"], today.winners - row["kept"]
    return Result(scenario, row["cost"] + elsewhere, row["winners"], new + row["more"], gone + row["less"])
