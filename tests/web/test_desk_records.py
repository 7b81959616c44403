"""The desk as staff uses it: what waits, a list, a record, what is done to it, and a look at what is personal."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.published import current
from bridgehead.queries.time_left import time_left
from tests.cities import INSPECTION, found_units, publish, submit_report
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

LIST = f"/desk/registers/{INSPECTION}/inspection-report/"


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(INSPECTION)
    found_units()


def _page(record: models.Record, of: str = "records") -> str:
    return f"/desk/{of}/{INSPECTION}/inspection-report/{record.number}/"


def _shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_inbox_has_what_waits_for_the_role_the_late_ones_first() -> None:
    fresh, late = submit_report(now()), submit_report(now() - timedelta(days=90), description="another made-up matter")
    inbox = _shown(signed_in("clerk"), "/desk/")
    assert inbox.index(late.number) < inbox.index(fresh.number)
    assert "light red" in inbox
    assert fresh.number not in _shown(signed_in("handler", unit="made-up-office"), "/desk/")
    only_late = _shown(signed_in("clerk2"), "/desk/?show=late")
    assert late.number not in only_late


def test_a_deadline_that_a_calendar_may_still_move_is_shown_as_provisional_in_every_place() -> None:
    settled, open_yet = submit_report(), submit_report(datetime(2023, 12, 29, 8, tzinfo=UTC))
    clerk = signed_in("clerk")
    for record, said in ((settled, False), (open_yet, True)):
        assert ("暂定" in _shown(clerk, _page(record))) is said
        assert ("provisional" in _shown(clerk, "/en" + _page(record))) is said
    for address in (LIST, "/desk/"):
        assert _shown(clerk, address).count("暂定") == 1


def test_a_record_is_taken_on_and_given_to_a_unit_whose_inbox_then_has_it() -> None:
    record, clerk = submit_report(now()), signed_in("clerk")
    taken = clerk.post(_page(record, "acts"), {"verb": "accept", "version": record.version})
    assert (taken.status_code, taken.headers["location"]) == (302, _page(record))
    record.refresh_from_db()
    wrong = clerk.post(_page(record, "acts"), {"verb": "assign", "version": record.version, "unit": "made-up-bureau"})
    assert wrong.status_code == 409
    assert "AC005" in wrong.content.decode()
    clerk.post(_page(record, "acts"), {"verb": "assign", "version": record.version, "unit": "made-up-office"})
    assert record.number in _shown(signed_in("handler", unit="made-up-office"), "/desk/")


def test_of_two_at_once_the_second_is_told_and_keeps_what_was_typed() -> None:
    record, clerk = submit_report(now()), signed_in("clerk")
    clerk.post(_page(record, "acts"), {"verb": "accept", "version": record.version})
    second = {"verb": "refuse", "version": record.version, "reason": "typed by <somebody>"}
    answer = clerk.post(_page(record, "acts"), second)
    assert answer.status_code == 409
    assert "AC002" in answer.content.decode()
    assert "又有了变化：已受理（" in answer.content.decode()
    assert "typed by &lt;somebody&gt;" in answer.content.decode()
    record.refresh_from_db()
    assert record.stage == "accepted"


def test_an_answer_that_is_missing_is_asked_for_beside_its_field() -> None:
    record, clerk = submit_report(now()), signed_in("clerk")
    for more in ({"verb": "accept"}, {"verb": "assign", "unit": "made-up-office"}):
        record.refresh_from_db()
        clerk.post(_page(record, "acts"), {**more, "version": record.version})
    record.refresh_from_db()
    handler = signed_in("handler", unit="made-up-office")
    empty = handler.post(_page(record, "acts"), {"verb": "answer", "version": record.version})
    assert empty.status_code == 422
    assert "has-wrong" in empty.content.decode()
    handler.post(_page(record, "acts"), {"verb": "answer", "version": record.version, "field:answer": "made-up answer"})
    record.refresh_from_db()
    assert record.stage == "answered"


def test_what_is_personal_is_masked_until_it_is_opened_for_a_reason_that_is_kept() -> None:
    record, clerk = submit_report(now()), signed_in("clerk")
    assert "13800138000" not in _shown(clerk, _page(record))
    looks = models.Event.objects.filter(kind="looked/1")
    refused = clerk.post(_page(record, "looks"), {"reason": " "})
    assert (refused.status_code, looks.count()) == (409, 0)
    opened = clerk.post(_page(record, "looks"), {"reason": "to call back"})
    assert "13800138000" in opened.content.decode()
    assert (opened.headers["cache-control"], looks.count()) == ("no-store", 1)


def test_a_record_is_not_there_for_the_unit_that_it_complains_about() -> None:
    record, handler = submit_report(now()), signed_in("handler", unit="made-up-bureau")
    assert handler.get(_page(record)).status_code == 404
    for of, said in (("acts", {"verb": "accept", "version": record.version}), ("looks", {"reason": "to see"})):
        assert handler.post(_page(record, of), said).status_code == 404
    assert record.number not in _shown(handler, LIST)


def test_a_list_is_filtered_by_its_address_and_asks_no_more_for_more_rows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clerk = signed_in("clerk")
    numbers = [submit_report(now(), description=f"made-up matter {n}").number for n in range(12)]
    with django_assert_max_num_queries(8):
        page = _shown(clerk, LIST + "?stage=received&order=due")
    assert all(number in page for number in numbers)
    assert numbers[0] not in _shown(clerk, LIST + "?stage=solved")
    assert clerk.get(LIST + "?after=nonsense").status_code == 400


def test_pages_of_the_desk_speak_english_too() -> None:
    record, clerk = submit_report(now()), signed_in("clerk")
    page = _shown(clerk, "/en" + _page(record))
    assert "Take on" in page
    assert "受理" not in page


def test_money_of_a_record_stands_in_the_reader_s_way() -> None:
    record = submit_report(subject="overdue payments", amount_overdue="830000000")
    clerk = signed_in("clerk")
    assert "8.3 亿元" in _shown(clerk, _page(record))
    assert "CNY 830,000,000" in _shown(clerk, "/en" + _page(record))


def test_supervision_tells_what_is_late_and_whose_and_opens_it(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    clerk = signed_in("clerk")
    assert "light red" not in _shown(clerk, "/desk/supervision/")
    fresh = submit_report(now())
    late = [submit_report(now() - timedelta(days=90 + n), description=f"made-up matter {n}") for n in range(12)]
    for more in ({"verb": "accept"}, {"verb": "assign", "unit": "made-up-office"}):
        late[0].refresh_from_db()
        clerk.post(_page(late[0], "acts"), {**more, "version": late[0].version})
    with django_assert_max_num_queries(14):
        page = _shown(clerk, "/en/desk/supervision/")
    assert '<td class="number" data-label="Late records">11</td>' in page
    first = models.Record.objects.exclude(pk=late[0].pk).order_by("due_at")[0]
    _, rulebook = current(INSPECTION)
    register = rulebook.instruments["register", "inspection-report"]
    assert isinstance(register, Register)
    left = time_left(first, rulebook, register, now())
    assert left is not None
    assert "working days" in left.said.en
    assert left.said.en in page
    opened = _shown(clerk, LIST + "?stage=received&overdue=yes&order=due")
    assert late[11].number in opened
    assert fresh.number not in opened


def test_who_may_export_gets_a_file_of_the_list_without_what_is_personal() -> None:
    record, supervisor = submit_report(now()), signed_in("supervisor")
    address = f"/desk/tables/{INSPECTION}/inspection-report/csv/"
    assert address in _shown(supervisor, LIST)
    assert address not in _shown(signed_in("clerk"), LIST)
    file = b"".join(supervisor.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert record.number in file
    assert "13800138000" not in file
    empty = b"".join(supervisor.get(address + "?stage=solved").streaming_content)  # type: ignore[attr-defined]
    assert record.number not in empty.decode("utf-8-sig")
    assert supervisor.get(address.replace("/csv/", "/exe/")).status_code == 404
