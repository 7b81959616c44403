"""A record through the stages of its register: what can be done to it, by whom, and what must be filled in."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridgehead.documents.read import read_text
from bridgehead.instruments.register import (
    VERBS,
    Register,
    State,
    derive,
    may_hold,
    moves,
    next_stage,
    numbered,
    verbs_in,
)
from bridgehead.instruments.register.facts import figures
from bridgehead.instruments.register.filled import read, validate
from bridgehead.rulebook import validation

ZONE = ZoneInfo("Asia/Shanghai")
PAGE = (Path(__file__).parents[3] / "docs/authors/registers.md").read_text(encoding="utf-8")
TEXT, *_ = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def register(text: str = TEXT) -> Register:
    part, mistakes = validation.validate(Register, read_text(text, "register.yaml"))
    assert mistakes == ()
    return part


STREET = register()
REPORT: Mapping[str, object] = {"subject": "road", "telephone": "0352-2345678"}


def told(filled: Mapping[str, object], **more: Any) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each.en for each in said) for name, said in validate(STREET, filled, zone=ZONE, **more).items()}


def test_staff_act_in_their_stage_and_their_unit() -> None:
    state = State("in hand", unit="roads")
    assert verbs_in(STREET, state, {"handler"}, {"roads"}) == (
        *("return", "answer", "extend", "suspend", "note", "verify"),
    )
    assert verbs_in(STREET, state, {"handler"}, {"lamps"}) == ()
    assert verbs_in(STREET, state, {"clerk"}, {"roads"}) == ()


def test_an_extension_and_a_return_are_used_up() -> None:
    state = State("in hand", unit="roads", extended=1, returned=3)
    assert {"extend", "return"} & {*verbs_in(STREET, state, {"handler"}, {"roads"})} == set()


def test_who_reported_acts_where_a_verb_is_theirs() -> None:
    assert verbs_in(STREET, State("closed"), {"reporter"}, ()) == ("reopen",)
    assert verbs_in(STREET, State("waiting", unit="roads"), {"reporter"}, ()) == ("submit",)
    assert verbs_in(STREET, State("answered"), {"reporter"}, ()) == ("reopen", "rate")


def test_a_unit_never_acts_on_what_complains_about_it() -> None:
    state = State("received", filled={"complained of": "roads"})
    assert not may_hold(STREET, state.filled, "roads")
    assert may_hold(STREET, state.filled, "lamps")
    assert verbs_in(STREET, state, {"clerk"}, {"roads", "hall"}) == ()
    assert verbs_in(STREET, state, {"clerk"}, {"hall"}) != ()
    assert verbs_in(STREET, State("closed", filled=state.filled), {"reporter"}, {"roads"}) == ("reopen",)


def test_a_verb_leads_on_stays_or_is_not_there() -> None:
    assert next_stage(STREET, "in hand", "answer") == "answered"
    assert next_stage(STREET, "in hand", "note") == "in hand"
    assert next_stage(STREET, "in hand", "extend") == "in hand"
    assert next_stage(STREET, "received", "extend") is None
    assert next_stage(STREET, "received", "close") is None


@given(some.sampled_from([*STREET.stages]), some.sets(some.sampled_from(["clerk", "handler", "reporter"])))
def test_every_verb_that_is_offered_leads_somewhere(stage: str, roles: set[str]) -> None:
    for verb in verbs_in(STREET, State(stage, unit="roads"), roles, {"roads"}):
        assert next_stage(STREET, stage, verb) in STREET.stages


def test_a_move_waits_for_what_is_not_known() -> None:
    assert moves(STREET, State("answered"), {}) == ()
    assert [move.to for move in moves(STREET, State("answered", filled={"satisfied": True}), {})] == ["closed"]
    assert [str(move.after) for move in moves(STREET, State("waiting"), {})] == ["10 working days"]


def test_what_is_required_visible_and_of_its_type() -> None:
    assert told(REPORT) == {}
    assert told({}) == {"subject": ("This must be filled in.",)}
    assert told({"subject": "other"}) == {"description": ("This must be filled in.",)}
    assert told({"subject": "road", "lamps": "many"}) == {
        "lamps": ('Expected nothing here: it is asked for only where subject = "lamp".',),
    }
    assert told({"subject": "lamp", "lamps": "many"}) == {
        "lamps": ("Expected a whole number, as in 1234 or 1,234.",),
    }
    assert told({"subject": "tree"}) == {"subject": ("Expected one of road, lamp, other.",)}
    assert told({**REPORT, "telephone": "12345678901"}).keys() == {"telephone"}
    assert told({**REPORT, "colour": "red"}) == {"colour": ("There is no such field.",)}
    assert told({**REPORT, "photographs": ["a.exe"]}) == {"photographs": ("Expected files that end in jpg, png.",)}
    six = [f"{number}.JPG" for number in range(6)]
    assert told({**REPORT, "photographs": six}) == {"photographs": ("Expected at most 5 files.",)}


def test_a_check_is_told_beside_its_field_once_all_that_it_names_is_known() -> None:
    assert told({"subject": "lamp", "lamps": 0}) == {"lamps": ("There is at least one lamp.",)}
    assert told({"subject": "lamp"}) == {"lamps": ("This must be filled in.",)}
    assert [each.zh for each in validate(STREET, {"subject": "lamp", "lamps": "0"}, zone=ZONE)["lamps"]] == [
        "路灯至少一盏。"
    ]


def test_a_stage_asks_for_what_it_fills() -> None:
    assert told(REPORT, stage="in hand") == {"answer": ("This must be filled in.",)}
    assert told({**REPORT, "answer": "已修复"}, stage="in hand") == {}


def test_values_come_back_in_one_spelling_typed_or_as_text() -> None:
    given = {"subject": "Road", "cost": "1,200.5", "cost verified": Decimal(1100), "telephone": "0352 234 5678"}
    assert read(STREET, given, zone=ZONE).values == {
        "subject": "road",
        "cost": Decimal("1200.5"),
        "cost verified": Decimal(1100),
        "telephone": "+863522345678",
    }


def test_who_is_anonymous_leaves_personal_fields_blank_where_that_is_allowed() -> None:
    named = TEXT.replace("type: telephone, personal: true, optional: true,", "type: telephone, personal: true,")
    assert validate(register(named), {"subject": "road"}, zone=ZONE).keys() == {"telephone"}
    assert validate(register(named), {"subject": "road"}, zone=ZONE, anonymous=True) == {}
    for said in ("0352-2345678", "12"):
        with_it = {"subject": "road", "telephone": said}
        ((told,),) = validate(register(named), with_it, zone=ZONE, anonymous=True).values()
        assert told.en.startswith("You chose to stay anonymous")
    assert validate(register(named), {"subject": "road", "telephone": "0352-2345678"}, zone=ZONE, anonymous=None) == {}
    private = register(
        TEXT.replace("type: long text, label: {zh: 情况", "type: long text, personal: true, label: {zh: 情况")
    )
    assert validate(private, {"subject": "other"}, zone=ZONE, anonymous=True).keys() == {"description"}
    refused = register(named.replace("anonymous: allowed", "anonymous: refused"))
    assert validate(refused, {"subject": "road"}, zone=ZONE, anonymous=True).keys() == {"telephone"}


def test_what_is_derived_is_not_personal_and_unknown_is_not_null() -> None:
    assert derive(STREET, {"telephone": "+863522345678"}) == {"can be called": True}
    assert derive(STREET, {}) == {"can be called": False}
    named = register(
        TEXT.replace("type: telephone, personal: true, optional: true,", "type: telephone, personal: true,")
    )
    assert derive(named, {}) == {}


@given(some.integers(1, 9999), some.integers(1, 10**6), some.integers(1, 9999), some.integers(1, 10**6))
def test_no_two_records_have_one_number(year: int, count: int, other_year: int, other: int) -> None:
    one, two = (numbered("SR-{year}-{count:05}", *each) for each in ((year, count), (other_year, other)))
    assert (one == two) == ((year, count) == (other_year, other))


def test_a_number_has_its_year_and_its_count() -> None:
    assert numbered("SR-{year}-{count:05}", 2023, 42) == "SR-2023-00042"
    assert numbered("{year}号{count}", 2023, 123456) == "2023号123456"


def test_every_verb_is_said_in_both_languages() -> None:
    assert [verb for verb, meaning in VERBS.items() if not (meaning.does.zh and meaning.does.en)] == []


@pytest.mark.parametrize("stage", ["nowhere", ""])
def test_a_stage_that_there_is_not_is_an_error(stage: str) -> None:
    with pytest.raises(KeyError):
        verbs_in(STREET, State(stage), {"clerk"}, ())


def test_a_figure_is_worked_out_of_the_rows_of_its_list() -> None:
    rows = [{"name": "a", "identity number": "b", "lives here": here} for here in (True, True, False)]
    assert figures(STREET, "signatures", rows) == {"neighbours": 2}
