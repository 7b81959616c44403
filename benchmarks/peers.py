"""The peers that decide one claim at a time: the rule of the special trains in each engine's own words.

A peer answers with the prize alone (0 none, 1 a train, 2 a high-speed group): none of them gives reasons for a batch,
and none can say that a field lacks, so they are given claims that are complete. Each is called in the way that is
fastest for it, after it has compiled its rule: zen through a loader that holds the graph, not `create_decision`,
which compiles anew at each call. Days come in the form that each compares fastest: a number, a text or a date.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import cel
import rule_engine

from benchmarks import zen_table

Claim = Mapping[str, Any]
DUE = datetime(2023, 10, 16)  # noqa: DTZ001 (claims are filed before this moment on the city's clock)
FIELDS = (
    "completed on",
    "submitted at",
    "same day and train",
    "stop",
    "nights",
    "paid sights",
    "ticket rate",
    "kind",
    "passengers",
)


@dataclass(frozen=True)
class Peer:
    """`decide` gives the prize of one claim, in the form that `form` makes of it once, outside the timing."""

    name: str
    decide: Callable[[Any], int]
    form: Callable[[Claim], Any]


def all_peers() -> tuple[Peer, ...]:
    return (
        Peer("plain Python", plain_python, _read),
        Peer("zen-engine", zen_engine(), _with_numbered_days),
        Peer("common-expression-language", common_expression_language(), _with_iso_days),
        Peer("rule-engine", rule_engine_rule(), _with_midnights),
    )


def plain_python(claim: Claim) -> int:
    if not (
        date(2023, 5, 4) <= claim["completed_on"] <= date(2023, 9, 30)
        and claim["submitted_at"] < DUE
        and claim["same_day_and_train"]
        and claim["stop"] in ("大同站", "大同南站")
        and claim["nights"] >= 1
        and claim["paid_sights"] >= 2
        and claim["ticket_rate"] >= 0.5
    ):
        return 0
    if claim["kind"] in ("train", "chartered high-speed train") and claim["passengers"] >= 400:
        return 1
    return 2 if claim["kind"] == "high-speed train" and claim["passengers"] >= 200 else 0


def common_expression_language() -> Callable[[Claim], int]:
    program = cel.compile(
        'completed_on >= "2023-05-04" && completed_on <= "2023-09-30" && submitted_at < "2023-10-16"'
        ' && same_day_and_train && stop in ["大同站", "大同南站"]'
        " && nights >= 1 && paid_sights >= 2 && ticket_rate >= 0.5"
        ' ? (kind in ["train", "chartered high-speed train"] && passengers >= 400 ? 1'
        ' : kind == "high-speed train" && passengers >= 200 ? 2 : 0) : 0'
    )
    return program.execute  # type: ignore[no-any-return]


def rule_engine_rule() -> Callable[[Claim], int]:
    rule = rule_engine.Rule(
        'completed_on >= d"2023-05-04" and completed_on <= d"2023-09-30" and submitted_at < d"2023-10-16"'
        ' and same_day_and_train and stop in ["大同站", "大同南站"]'
        " and nights >= 1 and paid_sights >= 2 and ticket_rate >= 0.5"
        ' ? (kind in ["train", "chartered high-speed train"] and passengers >= 400 ? 1'
        ' : (kind == "high-speed train" and passengers >= 200 ? 2 : 0)) : 0'
    )
    return rule.evaluate  # type: ignore[no-any-return]


def zen_engine() -> Callable[[Claim], int]:
    """A decision table of two rules behind a loader that holds the compiled graph."""
    inputs = {
        "completed_on": "[20230504..20230930]",
        "submitted_at": "< 20231016000000",
        "same_day_and_train": "true",
        "stop": "'大同站', '大同南站'",
        "nights": ">= 1",
        "paid_sights": ">= 2",
        "ticket_rate": ">= 0.5",
    }
    prizes = (
        {"kind": "'train', 'chartered high-speed train'", "passengers": ">= 400", "prize": "1"},
        {"kind": "'high-speed train'", "passengers": ">= 200", "prize": "2"},
        {"prize": "0"},
    )
    rules = [prize if prize == {"prize": "0"} else {**inputs, **prize} for prize in prizes]
    decide = zen_table.compiled([*inputs, "kind", "passengers"], "prize", rules)
    return lambda claim: decide(claim)["prize"]


def _with_iso_days(claim: Claim) -> dict[str, Any]:
    days = {"completed_on": claim["completed on"].isoformat(), "submitted_at": claim["submitted at"].isoformat()}
    return {**_read(claim), **days}


def _with_numbered_days(claim: Claim) -> dict[str, Any]:
    days = {
        "completed_on": int(claim["completed on"].strftime("%Y%m%d")),
        "submitted_at": int(claim["submitted at"].strftime("%Y%m%d%H%M%S")),
    }
    return {**_read(claim), **days}


def _with_midnights(claim: Claim) -> dict[str, Any]:
    return {**_read(claim), "completed_on": datetime.combine(claim["completed on"], time())}


def _read(claim: Claim) -> dict[str, Any]:
    """The fields that the rule reads, under names that every engine accepts; the rate as a binary float."""
    fields = {name.replace(" ", "_"): claim[name] for name in FIELDS}
    return fields | {"ticket_rate": float(claim["ticket rate"])}
