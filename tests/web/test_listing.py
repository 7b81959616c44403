"""Lists of records over the interface: filtered, in an order, found by a part of a text, counted."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models, search
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.moment import now
from bridgehead.queries.listing import Filter, listed
from bridgehead.queries.related import related
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    REPORT,
    TOURISM,
    UNITS,
    accept,
    found_units,
    handler,
    publish,
    submit_report,
    submit_train,
)
from tests.profiles import costing

pytestmark = pytest.mark.django_db

TRAINS = f"/api/matters/{TOURISM}/registers/special-train-claim"


def ask(address: str, role: str = "clerk", **asked: object) -> Any:
    user, _ = User.objects.get_or_create(username=f"made-up-{role}", defaults={"roles": [role]})
    token = tokens.issue(user, "test", ["read"], now() + timedelta(days=1))
    return Client().get(address, asked, headers={"authorization": f"Bearer {token}"})


def found(**asked: object) -> list[str]:
    answer = ask(f"{TRAINS}/records", **asked)
    assert answer.status_code == 200, answer.content
    return [each["fields"]["organiser"] for each in answer.json()["records"]]


def test_a_record_is_found_by_any_part_of_what_it_says_in_any_width_and_case() -> None:
    publish()
    for organiser in ("虚构云冈旅行社", "虚构Coach旅行社", "虚构恒山旅行社"):
        submit_train(organiser=organiser)
    assert found(text="云冈") == ["虚构云冈旅行社"]
    assert found(text="ＣＯＡＣＨ") == ["虚构Coach旅行社"]
    assert found(text="山") == ["虚构恒山旅行社"]
    assert found(text="旅行社") == ["虚构恒山旅行社", "虚构Coach旅行社", "虚构云冈旅行社"]
    assert found(text="旅行社", size=1) == ["虚构恒山旅行社"]
    assert found(text="冈云") == []
    assert found(text="%") == []
    assert found(text='"') == []


def test_a_channel_that_there_is_not_is_told_with_the_nearest() -> None:
    publish(INSPECTION)
    records = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    (mistake,) = ask(records, channel="telefone").json()["mistakes"]
    assert (mistake["code"], mistake["nearest"]) == ("AC116", "telephone")
    assert ask(records, channel="telephone").json()["records"] == []


def test_a_text_that_others_have_is_found_in_its_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "NEWEST", 1)  # so that two hits are many
    publish()
    filed = [submit_train(organiser=f"虚构{each}旅行社") for each in ("云冈", "恒山", "古城")]
    for each in filed[:2]:
        accept(each.number)
    assert found(text="旅行社", stage="accepted") == ["虚构恒山旅行社", "虚构云冈旅行社"]
    assert found(text="旅行社", stage="accepted", size=1) == ["虚构恒山旅行社"]
    assert found(text="古城", stage="accepted") == []


@pytest.mark.parametrize(
    ("asked", "code", "nearest"),
    [
        ({"stage": "acepted"}, "AC114", "accepted"),
        ({"stage": ""}, "AC114", None),
        ({"unit": "made-up-burea"}, "AC115", "made-up-bureau"),
        ({"unit": ""}, "AC115", None),
    ],
)
def test_a_stage_or_unit_that_there_is_not_is_told_with_the_nearest(
    asked: dict[str, str], code: str, nearest: str | None
) -> None:
    publish()
    models.Unit.objects.create(slug="made-up-bureau", title={"zh": "虚构局", "en": "Made-up bureau"})
    answer = ask(f"{TRAINS}/records", **asked)
    (mistake,) = answer.json()["mistakes"]
    assert (answer.status_code, mistake["code"], mistake["nearest"]) == (422, code, nearest)
    assert ask(f"{TRAINS}/records", stage="accepted", unit="made-up-bureau").json()["records"] == []


@pytest.mark.parametrize("size", [0, -1, 201, 10**30, "many"])
def test_a_page_has_one_record_or_more_and_no_more_than_two_hundred(size: object) -> None:
    publish()
    answer = ask(f"{TRAINS}/records", size=size)
    (mistake,) = answer.json()["mistakes"]
    assert (answer.status_code, mistake["code"], mistake["at"]) == (422, "AC041", "query.size")
    assert [ask(f"{TRAINS}/records", size=each).status_code for each in (1, 200)] == [200, 200]


@pytest.mark.parametrize(
    "asked",
    [
        "records?since=0001-01-01T00:00:00%2B14:00",
        "records?until=9999-12-31T23:59:59-14:00",
        "records?since=2023-01-01T00:00:00",
        "records?after=" + urlsafe_b64encode(b"newest 0001-01-01T00:00:00+14:00 1").decode(),
        "records?after=" + urlsafe_b64encode(b"newest 2023-01-01T00:00:00+00:00 x").decode(),
        "records?after=%C3%A9",
        "counts?since=9999-12&until=9999-12",
        "counts?since=0001-01&until=0001-01",
        "counts?since=2023-13&until=2024-01",
        "counts?since=2024-01&until=2023-01",
    ],
)
def test_a_moment_or_a_place_in_a_list_that_is_none_is_told(asked: str) -> None:
    publish()
    answer = ask(f"{TRAINS}/{asked}")
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["mistakes"][0]["code"] in ("AC041", "AC010", "AC012")


def test_a_place_in_a_list_beyond_all_records_has_none_after_it() -> None:
    publish()
    submit_train()
    beyond = urlsafe_b64encode(f"newest 2000-01-01T00:00:00+00:00 {10**40}".encode()).decode()
    assert ask(f"{TRAINS}/records", after=beyond).json() == {"records": [], "after": None}


def test_nothing_is_listed_or_counted_of_a_register_that_there_is_not() -> None:
    publish()
    for asked in ("records", "counts?since=2023-01&until=2023-02", "table"):
        answer = ask(f"/api/matters/{TOURISM}/registers/special-train-clam/{asked}")
        assert answer.status_code in (403, 404), asked
        if answer.status_code == 404:
            assert answer.json()["mistakes"][0]["nearest"] == "special-train-claim"


def test_a_corrected_record_is_found_by_what_it_says_now() -> None:
    publish()
    receipt = submit_train(organiser="虚构云冈旅行社")
    record = models.Record.objects.get(number=receipt.number)
    with_new = Wanted("correct", filled={"organiser": "虚构恒山旅行社"})
    handle(record.pk, with_new, CLERK, MOMENT)
    assert by_index("云冈") == []
    assert by_index("恒山") == [record.pk]


def by_index(text: str) -> list[int]:
    return sorted(search.found(models.Record.objects.all(), text).values_list("pk", flat=True))


SPOKEN = st.text("云冈石窟aA12%_\\'\" \0x", min_size=1, max_size=6).filter(lambda text: "\0" not in text)


@costing(2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("云冈石窟aA12%_\\'\" ", max_size=8).filter(str.strip), min_size=1, max_size=4), SPOKEN)
def test_the_index_finds_what_reading_every_text_finds(django_db_blocker: Any, said: list[str], wanted: str) -> None:
    publish()
    for organiser in said:
        submit_train(organiser=organiser)
    read = sorted(search.containing(models.Record.objects.all(), wanted).values_list("pk", flat=True))
    with pytest.MonkeyPatch.context() as few:
        for bound in (1, search.NEWEST):  # whether its hits are many or few
            few.setattr(search, "NEWEST", bound)
            assert by_index(wanted) == read
            backwards = search.first(models.Record.objects.order_by("-submitted_at", "-pk"), wanted, 2)
            assert [each.pk for each in backwards] == read[::-1][:2]


def test_records_are_filtered_by_stage_unit_and_moment_and_those_due_come_first_when_asked() -> None:
    publish(INSPECTION)
    found_units()
    address = f"/api/matters/{INSPECTION}/registers/inspection-report"
    numbers = [submit_report(MOMENT + timedelta(days=day)).number for day in (0, 1, 2)]
    first = models.Record.objects.get(number=numbers[0])
    handle(first.pk, Wanted("accept"), CLERK, MOMENT + timedelta(days=3))
    handle(first.pk, Wanted("assign", unit=UNITS[1]), CLERK, MOMENT + timedelta(days=3))

    def shown(**asked: object) -> list[int]:
        answer = ask(f"{address}/records", **asked)
        assert answer.status_code == 200, answer.content
        return [numbers.index(each["number"]) for each in answer.json()["records"]]

    assert shown() == [2, 1, 0]
    assert shown(order="due") == [1, 2, 0]
    assert shown(stage="received") == [2, 1]
    assert shown(unit=UNITS[1]) == [0]
    assert shown(since="2023-09-21T00:00:00+08:00", until="2023-09-22T08:00:00Z") == [1]
    assert shown(overdue=True) == [2, 1, 0]
    assert ask(f"{address}/records", since="2023-09-21T00:00:00").status_code == 422
    page = ask(f"{address}/records", order="due", size=2).json()
    rest = ask(f"{address}/records", order="due", size=2, after=page["after"]).json()
    assert [numbers.index(each["number"]) for each in (*page["records"], *rest["records"])] == [1, 2, 0]
    assert ask(f"{address}/records", order="newest", after=page["after"]).status_code == 400

    counted = ask(f"{address}/counts", since="2023-08", until="2023-10").json()
    assert counted == [
        {"unit": UNITS[1], "month": "2023-09", "count": 1},
        {"unit": None, "month": "2023-09", "count": 2},
    ]
    assert ask(f"{address}/counts", since="2023-10", until="2023-08").status_code == 422
    assert ask(f"{address}/counts", since="2023-13", until="2023-14").status_code == 422
    assert ask(f"{address}/counts", role="handler", since="2023-08", until="2023-10").status_code == 403


def test_records_are_filtered_by_the_channel_by_which_they_came() -> None:
    publish(INSPECTION)
    website = submit_report(MOMENT).number
    letter = submit(INSPECTION, "inspection-report", REPORT, CLERK, MOMENT, channel="letter").number
    address = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
    for channel, numbers in (("letter", [letter]), ("website", [website]), ("visit", [])):
        assert [each["number"] for each in ask(address, channel=channel).json()["records"]] == numbers


def test_a_month_is_one_of_the_zone_of_the_city() -> None:
    publish()
    submit_train(datetime(2023, 8, 31, 16, 30, tzinfo=UTC))
    assert [each["month"] for each in ask(f"{TRAINS}/counts", since="2023-08", until="2023-09").json()] == ["2023-09"]


def test_a_unit_lists_no_report_about_itself_however_it_asks() -> None:
    publish(INSPECTION)
    found_units()
    submit_report()
    for wanted in (Filter(), Filter(text=UNITS[0])):
        assert not listed(INSPECTION, "inspection-report", handler(UNITS[0]), wanted).records
        assert listed(INSPECTION, "inspection-report", handler(UNITS[1]), wanted).records


def test_a_handler_lists_what_complains_about_nobody() -> None:
    publish(INSPECTION)
    suggestion = {"kind": "suggestion", "subject": "projects", "description": "made-up suggestion"}
    receipt = submit(INSPECTION, "inspection-report", suggestion, PUBLIC, MOMENT, anonymous=True)
    found = listed(INSPECTION, "inspection-report", handler(UNITS[1])).records
    assert [each.number for each in found] == [receipt.number]


def test_who_acts_for_two_units_sees_no_report_about_either() -> None:
    publish(INSPECTION)
    found_units()
    record = submit_report()
    both = replace(handler(UNITS[0]), units=frozenset(UNITS[:2]))
    assert not listed(INSPECTION, "inspection-report", both).records
    with pytest.raises(models.Record.DoesNotExist):
        related(record, both)
