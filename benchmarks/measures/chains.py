"""The chain map of many firms and the lights of many projects, beside the same by hand in Python.

All are made up, after the rulebook of investment: each firm makes one to three products, and each project has the dates
and the progress of its stage.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave
from bridgehead.catalog import KINDS
from bridgehead.instruments.chain import Chain, Firm, Link, links
from bridgehead.instruments.register import Light, Register, State, lit
from bridgehead.rulebook.load import load

FOLDER = Path("rulebooks/datong/investment")
MANY = 10_000
SEED, TODAY = 4, date(2023, 9, 20)
MONTHS_LATE, YELLOW, RED = 3, Decimal("0.1"), Decimal("0.3")


def measure(count: int, repeats: int) -> list[Line]:
    rulebook, chance = load(FOLDER, KINDS), Random(SEED)
    (chain,) = rulebook.of(Chain).values()
    register = rulebook.of(Register)["project"]
    firms = [firm(n, chain, chance) for n in range(count)]
    projects = [project(chance) for _ in range(count)]
    values = rulebook.values_on(TODAY)

    def lights() -> list[str | None]:
        return [worst(lit(register, each, values, TODAY)) for each in projects]

    if [states(links(chain, firms)), lights()] != [gaps_by_hand(chain, firms), lights_by_hand(projects)]:
        raise SystemExit("gaps or lights are not those by hand")
    names = ("Python by hand: gaps", "ours: the links, with who makes, would buy and could supply each product")
    lit_by = ("Python by hand: lights", "ours: lights, by the FEEL of the register")
    taken = interleave(
        {
            names[0]: lambda: gaps_by_hand(chain, firms),
            names[1]: lambda: links(chain, firms),
            lit_by[0]: lambda: lights_by_hand(projects),
            lit_by[1]: lights,
        },
        repeats,
    )
    group = f"{count:,} made-up firms on the chain map and as many projects, the median of {repeats} runs in turns"
    return [
        line
        for hand, ours in (names, lit_by)
        for line in (
            Line(group, hand, duration(taken[hand])),
            compared(group, ours, taken[ours], taken[hand], "Python by hand"),
        )
    ]


def firm(n: int, chain: Chain, chance: Random) -> Firm:
    return Firm(f"made-up firm {n}", frozenset(chance.sample([*chain.products], chance.randint(1, 3))))


def project(chance: Random) -> State:
    """One that is signed, or started with some progress; planned to start within two years."""
    start = date(2022, 1, 1) + timedelta(days=chance.randrange(730))
    filled: dict[str, object] = {
        "planned start": start,
        "planned production": start + timedelta(days=chance.randrange(180, 900)),
    }
    if chance.random() < 0.4:
        return State("signed", filled=filled)
    filled |= {"started on": start, "progress": Decimal(chance.randrange(1001)) / 1000}
    return State("started", filled=filled)


def worst(found: Iterable[Light]) -> str | None:
    return next((each.light for each in found), None)


def states(found: Iterable[Link]) -> dict[str, str]:
    return {each.product: each.state for each in found}


def gaps_by_hand(chain: Chain, firms: Iterable[Firm]) -> dict[str, str]:
    """The state of each product, of which firms are counted alone."""
    into = {name: each.supplies for name, each in chain.products.items()}
    goes_into = {name: [each for each in into if name in into[each]] for name in into}
    made, wanted, could = (dict.fromkeys(into, 0) for _ in range(3))
    for each in firms:
        for name in each.makes:
            made[name] += 1
        for name in {supplier for product in each.makes for supplier in goes_into[product]} - each.makes:
            wanted[name] += 1
        for name in {to for product in each.makes for to in into[product]} - each.makes:
            could[name] += 1
    return {
        name: ("strong" if made[name] >= chain.enough else "weak")
        if made[name]
        else ("missing" if wanted[name] else "longer" if could[name] else "open")
        for name in into
    }


def lights_by_hand(projects: Iterable[State]) -> list[str | None]:
    return [_light(each.filled) for each in projects]


def _light(filled: Mapping[str, Any]) -> str | None:
    start, production = filled["planned start"], filled["planned production"]
    if "started on" not in filled:
        year, month = divmod(start.year * 12 + start.month - 1 + MONTHS_LATE, 12)
        late = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        return "red" if late <= TODAY else "yellow" if start <= TODAY else None
    gone = Decimal((TODAY - start).days) / (production - start).days
    behind = min(Decimal(1), max(Decimal(0), gone)) - filled["progress"]
    return "red" if behind >= RED else "yellow" if behind >= YELLOW else None
