"""One claim at the gate, and the same claim among many: the masks and the sentences are the same."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import Phase, given
from hypothesis import strategies as st

from bridgehead.instruments.award import case
from bridgehead.instruments.award.engines import Engine, open_claims
from bridgehead.instruments.award.reasons.reasons import decisive, findings, statement
from bridgehead.instruments.award.reasons.sentences import allocation_sentence, refusal_sentence
from bridgehead.instruments.award.reasons.topics import topics
from bridgehead.instruments.award.reasons.written import sentences
from bridgehead.instruments.award.rules import decide
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import Phrase
from bridgehead.queries.reasons import named
from tests.instruments.award.made_up import CLAIM, terms
from tests.profiles import costing

AWARD = terms(
    as_of="done on",
    derived={"score": "2 * people + nights"},
    conditions={
        "stay": "nights >= values.minimum nights",
        "size": "score >= 10 or accepted",
        "cheap": "discount = null or discount < 0.5",
        "stop": 'not(stop in ("太原站", "北京站")) and nights <= 5',
    },
    prizes={
        "train": {"when": 'kind = "train" and people > 3', "order": ("done on", "number"), "first": 2, "pay": 100},
        "any": {"when": "people between 2 and 8", "order": ("done on", "number"), "first": 3, "pay": 50},
    },
)
CASE = case.compile(AWARD)
RIVALS = terms(
    prizes={
        "part": {"when": 'kind = "train" and people > 3', "pay": "10 * nights"},
        "whole": {"when": "accepted", "pay": 30},
        "stop": {"when": 'stop = "大同站"', "pay": "5 * people"},
        "any": {"when": "people between 2 and 8", "pay": 50},
    },
    one_of={"prizes": ("part", "whole", "stop")},
)
TYPES = {
    "people": pa.int64(),
    "nights": pa.int64(),
    "ticket rate": pa.decimal128(18, 4),
    "discount": pa.decimal128(18, 4),
    "turnover verified": pa.decimal128(18, 2),
    "invoice": pa.decimal128(18, 2),
    "accepted": pa.bool_(),
    "sights": pa.list_(pa.string()),
    "done on": pa.date32(),
    "filed at": pa.timestamp("us"),
}

claims = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["train", "bus", None]),
        "stop": st.sampled_from(["大同站", "太原站", None]),
        "people": st.none() | st.integers(0, 9),
        "nights": st.none() | st.integers(0, 6),
        "discount": st.none() | st.decimals(0, 1, places=2),
        "accepted": st.none() | st.booleans(),
        "done on": st.none() | st.integers(-20, 300).map(lambda days: date(2023, 5, 1) + timedelta(days)),
    }
)


def numbered(made: list[dict[str, object]]) -> list[dict[str, object]]:
    names = [column.name for column in AWARD.table.columns]
    return [dict.fromkeys(names) | CLAIM | one | {"number": f"N{place:03d}"} for place, one in enumerate(made)]


# Settling costs a second, however many the claims: few runs of many claims, and none to make a failure smaller.
@given(st.lists(claims, min_size=30, max_size=60).map(numbered))
@costing(15, phases=(Phase.reuse, Phase.generate))
def test_one_claim_and_many_are_judged_alike(made: list[dict[str, object]]) -> None:
    table = of_claims(made)
    decisions = decide(AWARD, open_claims(table, Engine.DUCKDB), on=date(2024, 6, 1)).to_pyarrow()
    together = zip(*(each.to_pylist() for each in sentences(CASE, table, decisions)), strict=True)
    for one, decided, (zh, en) in zip(made, decisions.to_pylist(), together, strict=True):
        verdict = CASE.decide(one).verdict
        assert (decided["failed"], decided["missing"]) == (verdict.failed, verdict.missing)
        met = decided["outcome"] in (Outcome.GRANTED, Outcome.EXHAUSTED)
        assert met == (verdict.outcome is Outcome.GRANTED)
        assert met or decided["outcome"] == verdict.outcome
        said = allocation_sentence(AWARD, decided) if met else refusal(one)
        assert (zh, en) == (said.zh, said.en)


@given(st.lists(claims, min_size=30, max_size=60).map(numbered))
@costing(15, phases=(Phase.reuse, Phase.generate))
def test_of_prizes_that_exclude_one_another_one_claim_and_many_get_the_same(made: list[dict[str, object]]) -> None:
    """By hand: of what a claim meets the best paid, unless a prize that hangs on something unknown could pay more."""
    judge, table = case.compile(RIVALS), of_claims(made)
    decisions = decide(RIVALS, open_claims(table, Engine.DUCKDB), on=date(2024, 6, 1)).to_pyarrow()
    together = sentences(judge, table, decisions)[1].to_pylist()
    names = named(RIVALS, decisions).field("missing").to_pylist()
    for one, decided, said, missing in zip(made, decisions.to_pylist(), together, names, strict=True):
        standing = judge.decide(one)
        assert decided["outcome"] == standing.verdict.outcome or decided["because"] == "nought"
        paid, could = worth(one)
        if paid and not could and not max(paid):
            assert decided["outcome"] == Outcome.REFUSED, "a claim that is paid nothing"
        elif paid and not could:
            assert (decided["outcome"], decided["amount"]) == (Outcome.GRANTED, max(paid))
            assert said.startswith("Granted")
        elif paid:
            assert decided["outcome"] == Outcome.UNDETERMINED
            assert "not given" in said
            assert missing


def worth(claim: Any) -> tuple[list[int], bool]:
    """What the rivals that a claim meets pay, and whether another could pay more."""
    kind, stop, people, nights, accepted = (claim[key] for key in ("kind", "stop", "people", "nights", "accepted"))
    part = None if kind == "bus" or (people is not None and people <= 3) else (None in (kind, people, nights), nights)
    offers = [
        part and (part[0], None if nights is None else 10 * nights),
        (accepted is None, 30) if accepted is not False else None,
        (stop is None or people is None, None if people is None else 5 * people) if stop in ("大同站", None) else None,
    ]
    paid = [amount for is_open, amount in filter(None, offers) if not is_open]
    best = max(paid, default=0)
    return paid, any(is_open and (amount is None or amount > best) for is_open, amount in filter(None, offers))


def of_claims(made: list[dict[str, object]]) -> pa.Table:
    return pa.table({name: pa.array([one[name] for one in made], TYPES.get(name, pa.string())) for name in made[0]})


def refusal(claim: dict[str, object]) -> Phrase:
    standing = CASE.decide(claim)
    mask = decisive(standing.verdict, AWARD.atoms.common, AWARD.atoms.of(standing.verdict.prize))
    found = findings(topics(AWARD, standing.version), standing.verdict, claim, mask)
    return refusal_sentence([statement(each) for each in found])


def test_a_claim_without_a_prize_is_judged_by_the_prize_that_it_misses_least() -> None:
    judged = {**CLAIM, "nights": 2, "discount": None}
    assert CASE.decide({**judged, "kind": "bus", "people": 1}).verdict.prize == "any"


def test_of_two_prizes_missed_alike_the_first_judges() -> None:
    judged = {**CLAIM, "nights": 2, "discount": None}
    assert CASE.decide({**judged, "kind": "train", "people": 1}).verdict.prize == "train"


def test_an_absent_field_and_a_blank_one_are_told_apart() -> None:
    without = {name: value for name, value in CLAIM.items() if name not in ("nights", "discount")}
    verdict = CASE.decide(without).verdict
    missing = [atom.text for atom in AWARD.atoms.in_mask(verdict.missing) if atom.prize is None]
    assert verdict.outcome is Outcome.UNDETERMINED
    assert missing == ["nights >= values.minimum nights", "nights <= 5"]
