"""Lists of the desk: what is left of deadlines in working time, views that are saved, and several records at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.actions.warn import warn_due
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.published import current
from bridgehead.queries.late import near
from bridgehead.queries.time_left import time_left
from bridgehead.web.accounts.models import SavedView
from tests.cities import (
    CLERK,
    INSPECTION,
    MOMENT,
    REPORT,
    TOURISM,
    UNITS,
    found_units,
    publish,
    submit_report,
    submit_train,
)
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
LIST = f"/en/desk/registers/{INSPECTION}/inspection-report/"
SEVERAL = LIST.replace("/registers/", "/several/")
VIEWS = LIST.replace("/registers/", "/views/")


@pytest.fixture(autouse=True)
def _city() -> None:
    publish(INSPECTION)
    publish()
    found_units()


def _local(*moment: int) -> datetime:
    _, rulebook = current(TOURISM)
    return datetime(*moment, tzinfo=rulebook.about.zone)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("at", "light", "zh", "en"),
    [
        ((2023, 9, 14, 12), "green", "还剩 3 个工作日", "3 working days left"),
        ((2023, 9, 17, 12), "green", "还剩 2 个工作日", "2 working days left"),
        ((2023, 9, 19, 22, 59), "yellow", "还剩 1 小时", "1 hour left"),
        ((2023, 9, 23, 12), "red", "超期 3 个工作日", "late by 3 working days"),
        ((2060, 1, 1, 0), "red", "超期", "late by"),
    ],
)
def test_what_is_left_of_a_term_in_working_days_is_told_in_them(
    at: tuple[int, ...], light: str, zh: str, en: str
) -> None:
    """Filed on a Thursday for three working days: until the end of Tuesday, over a weekend."""
    record = models.Record.objects.get(number=submit_train(_local(2023, 9, 14, 10)).number)
    _, rulebook = current(TOURISM)
    register = rulebook.instruments["register", "special-train-claim"]
    assert isinstance(register, Register)
    found = time_left(record, rulebook, register, _local(*at))
    assert found is not None
    assert found.light == light
    assert (found.said.zh.startswith(zh), en in found.said.en) == (True, True), found.said


def test_an_empty_list_is_told_apart_from_one_that_a_filter_emptied() -> None:
    clerk = signed_in("clerk")
    assert "Nothing has come in yet" in clerk.get(LIST).content.decode()
    assert "Take a word or a filter away" in clerk.get(f"{LIST}?stage=received").content.decode()


def test_a_list_is_found_again_by_its_name_and_by_nobody_else() -> None:
    clerk, other = signed_in("clerk"), signed_in("clerk", " 2")
    assert clerk.post(f"{VIEWS}?stage=received&order=due&after=x&evil=1", {"name": "<mine>"}).status_code == 302
    assert clerk.post(f"{VIEWS}?stage=received&order=due", {"name": "<mine>"}).status_code == 302
    view = SavedView.objects.get()
    assert view.query == "stage=received&order=due"
    for address in ("/en/desk/", LIST):
        assert "&lt;mine&gt;" in clerk.get(address).content.decode()
        assert "mine" not in other.get(address).content.decode()
    other.post(VIEWS, {"drop": view.pk})
    assert SavedView.objects.exists()
    clerk.post(VIEWS, {"drop": view.pk})
    assert not SavedView.objects.exists()


def test_a_list_is_filtered_by_channel_and_its_view_keeps_it() -> None:
    website = submit_report(MOMENT).number
    letter = submit(INSPECTION, "inspection-report", REPORT, CLERK, MOMENT, channel="letter").number
    clerk = signed_in("clerk")
    page = clerk.get(LIST, {"channel": "letter"}).content.decode()
    assert (letter in page, website in page) == (True, False)
    assert '<option value="letter" selected>Letter</option>' in page
    clerk.post(f"{VIEWS}?channel=letter", {"name": "letters"})
    assert SavedView.objects.get().query == "channel=letter"


def test_supervision_says_which_deadlines_a_calendar_may_still_move() -> None:
    said = "provisional: the holidays of that year are not published yet"
    supervisor, record = signed_in("supervisor"), submit_report(datetime(2023, 12, 29, 8, tzinfo=UTC))
    assert record.due_at is not None
    assert said in supervisor.get("/en/desk/supervision/").content.decode()
    handle(record.pk, Wanted("refuse", reason="a matter of a court"), CLERK, record.due_at)
    submit_report(MOMENT)
    page = supervisor.get("/en/desk/supervision/").content.decode()
    assert ("is late" in page, said in page) == (True, False)


@pytest.mark.parametrize("name", ["", " ", "n" * 81])
def test_a_view_without_a_name_is_refused_on_the_page(name: str) -> None:
    answer = signed_in("clerk").post(VIEWS, {"name": name})
    assert (answer.status_code, "AC058" in answer.content.decode()) == (400, True)


def _filed(count: int) -> list[models.Record]:
    return [submit_report(now(), description=f"made-up matter {n}") for n in range(count)]


def _boxes(records: list[models.Record]) -> list[str]:
    return [f"{each.number} {each.version}" for each in records]


def test_several_are_done_at_once_and_of_those_that_were_not_it_is_told_why() -> None:
    records, clerk = _filed(3), signed_in("clerk")
    boxes = [*_boxes(records), "no-such-record 1"]
    handle(records[2].pk, Wanted("note", reason="made up"), CLERK, now())
    page = clerk.post(SEVERAL, {"record": boxes, "verb": "accept"}).content.decode()
    assert "2 were done." in page
    assert "2 were not done:" in page
    assert "It has changed since you looked" in page
    assert "There is no such record" in page
    stages = dict(models.Record.objects.values_list("number", "stage"))
    assert [stages[each.number] for each in records] == ["accepted", "accepted", "received"]
    events = models.Event.objects.count()
    again = clerk.post(SEVERAL, {"record": boxes, "verb": "accept"})
    assert (again.status_code, models.Event.objects.count()) == (400, events), "a second click does nothing twice"


def test_several_go_to_a_unit_but_not_to_the_one_that_one_of_them_complains_about() -> None:
    clerk = signed_in("clerk")
    about = [submit_report(now(), unit_complained_of=unit, description=unit) for unit in UNITS[:2]]
    for each in about:
        handle(each.pk, Wanted("accept"), CLERK, now())
        each.refresh_from_db()
    page = clerk.post(SEVERAL, {"record": _boxes(about), "verb": "assign", "unit": UNITS[0]}).content.decode()
    assert "1 was done." in page
    assert "1 was not done:" in page
    units = models.Record.objects.filter(unit__slug=UNITS[0]).values_list("number", flat=True)
    assert list(units) == [about[1].number]


@pytest.mark.parametrize("verb", ["merge", "answer", "made up", ""])
def test_what_says_something_of_one_record_is_not_done_to_several(verb: str) -> None:
    answer = signed_in("clerk").post(SEVERAL, {"record": _boxes(_filed(1)), "verb": verb})
    assert answer.status_code == 404


def test_nothing_that_is_ticked_is_told_and_keeps_the_reason() -> None:
    _filed(1)
    answer = signed_in("clerk").post(SEVERAL, {"verb": "refuse", "reason": "<made up>"})
    assert (answer.status_code, "&lt;made up&gt;" in answer.content.decode()) == (400, True)


def test_what_was_warned_of_and_is_not_late_yet_stands_on_the_page_of_supervision() -> None:
    record = models.Record.objects.get(number=submit_train(MOMENT).number)
    assert record.warn_at is not None
    assert near(CLERK, record.warn_at) == []
    warn_due(list, record.warn_at)
    assert [each.count for each in near(CLERK, record.warn_at)] == [1]
    assert record.due_at is not None
    assert near(CLERK, record.due_at + timedelta(seconds=1)) == []
