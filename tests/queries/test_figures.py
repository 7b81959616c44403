"""A number that stands in a condition or a prize is moved as if the file had the other one."""

from decimal import Decimal
from typing import Any

import pytest

from bridgehead.instruments.award.literals import literals
from bridgehead.instruments.award.schema import Payment
from bridgehead.instruments.award.settlement import award_terms, settle
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.figures import figures
from bridgehead.queries.simulation import compare, simulate
from bridgehead.rulebook.rulebook import Rulebook
from tests.queries.claims_of_trains import AFTER, claim, rulebook, table
from tests.queries.test_simulation import KEY, _with, with_rows

BOOK = rulebook()
TRAIN = "chartered train"
CLAIMS = table(
    *(claim(f"T{n}", passengers=380 + 20 * n, paid_sights=n, ticket_rate=Decimal(90 - 10 * n) / 100) for n in range(4))
)


def _award(book: Rulebook) -> Any:
    return book.instruments[KEY]


def _paying(book: Rulebook, pay: object, prize: str = TRAIN) -> Rulebook:
    prizes = _award(book).prizes
    paying = prizes[prize].model_copy(update={"pay": Payment.model_validate(pay)})
    return _with(book, prizes={**prizes, prize: paying})


def _testing(book: Rulebook, name: str, test: str) -> Rulebook:
    conditions = _award(book).conditions
    return _with(book, conditions={**conditions, name: conditions[name].model_copy(update={"test": test})})


def _when(book: Rulebook, when: str) -> Rulebook:
    prizes = _award(book).prizes
    return _with(book, prizes={**prizes, TRAIN: prizes[TRAIN].model_copy(update={"when": when})})


def _tiers(second: str = "440", pays: str = "120000") -> Rulebook:
    tiers = ({"from": "400", "pay": "100000"}, {"from": second, "pay": pays})
    return _paying(BOOK, {"by": "passengers", "tiers": tiers})


def _bands(rate: int = 3, most: int = 2000) -> Rulebook:
    bands = ({"above": Decimal(0), "rate": Decimal(2)}, {"above": Decimal(400), "rate": Decimal(rate)})
    return _paying(BOOK, {"of": "passengers", "bands": bands, "at most": Decimal(most)})


def _either(passengers: int = 450) -> Rulebook:
    return _testing(BOOK, "sights", f"paid sights >= 2 or passengers > {passengers}")


def _sights(least: int) -> Rulebook:
    return _testing(BOOK, "sights", f"paid sights >= {least}")


PAY = "pay of chartered train"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "name", "moved", "after"),
    [
        (BOOK, "test of sights", "1", _sights(1)),
        (BOOK, PAY, "77777.77", _paying(BOOK, {"of": "77777.77"})),
        (_either(), "test of sights 2", "390", _either(390)),
        (_when(BOOK, "passengers >= 400"), "when of chartered train", "430", _when(BOOK, "passengers >= 430")),
        (_paying(BOOK, {"of": "passengers + 5"}), PAY, "1000", _paying(BOOK, {"of": "passengers + 1000"})),
        (_tiers(), f"{PAY} 3", "420", _tiers("420")),
        (_bands(), f"{PAY} 4", "9", _bands(9)),
        (with_rows(BOOK), "test of sights", "1", with_rows(_sights(1))),
    ],
)
def test_a_figure_is_moved_as_if_it_were_so_written(before: Rulebook, name: str, moved: str, after: Rulebook) -> None:
    simulated = simulate(before, "special-train", CLAIMS, [f"{name}={moved}"], on=AFTER)
    (found,) = simulated.results
    assert found.cost != simulated.today.cost
    settled = settle(after, "special-train", CLAIMS, on=AFTER)
    assert (found.cost, found.winners) == (settled.granted, settled.counts["granted"])


def test_who_gains_or_loses_by_it_is_told() -> None:
    found = compare(BOOK, "special-train", CLAIMS, ["test of sights=1"], on=AFTER)
    now, then = ({each["number"]: each["outcome"] for each in side.to_pylist()} for side in (found.today, found.then))
    assert {n: (now[n], then[n]) for n in now if now[n] != then[n]} == {"T1": ("refused", "granted")}


def test_each_figure_moved_to_what_it_is_changes_nothing() -> None:
    vary = [f"{each.name}={each.now}" for each in literals(award_terms(BOOK, "special-train"))]
    (found,) = simulate(BOOK, "special-train", CLAIMS, vary, on=AFTER).results
    assert len(vary) == 4
    assert (found.gained, found.lost) == (0, 0)


def test_a_figure_is_called_by_the_title_of_its_condition_and_the_text_around_it() -> None:
    book = _testing(_tiers(), "sights", "paid sights >= 2 or passengers > 450")
    said = {each.name: each for each in figures(book, _award(book))}
    assert said["test of tickets"].label.en == "Tickets: ticket rate ≥ 0.5"
    assert said["test of tickets"].label.zh == "购票率：购票率 ≥ 0.5"
    assert said["test of tickets"].share
    assert said["test of sights 2"].label.en.endswith("passengers > 450 (number 2 of 2)")
    assert said["pay of high-speed group"].label.zh == "“高铁团队”的金额"
    assert said["pay of high-speed group"].money
    assert said["pay of chartered train 3"].label.en == "Pay of “Special train”: where tier 2 begins"


@pytest.mark.parametrize(
    ("vary", "code"),
    [
        ("test of sights=many", "AW503"),
        ("test of sight=1", "did you mean «test of sights»"),
        ("pay of high-speed group=-1", "AW508"),
    ],
)
def test_what_it_cannot_be_is_refused(vary: str, code: str) -> None:
    with pytest.raises(BridgeheadError) as refused:
        simulate(BOOK, "special-train", CLAIMS, [vary], on=AFTER)
    assert code in str(refused.value)
