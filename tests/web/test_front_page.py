"""The city's front page: a headline for each matter, every figure with a way behind it, today's and of any day."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as show
from bridgehead.actions.settle import settle
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.moment import now
from tests.cities import FINANCE, INSPECTION, MOMENT, TOURISM, accept, publish, submit_report, submit_train

DAY = "/en/front-page/2023-09-20/"
LATER = datetime(2023, 9, 22, 8, tzinfo=UTC)


def said(page: bytes) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", page.decode()).split())


@pytest.mark.django_db
def test_each_matter_has_a_headline_with_the_figures_of_its_systems() -> None:
    publish()
    publish(FINANCE)
    submit_train()
    page = Client().get(DAY).content
    assert "6 places are left for special trains" in said(page)
    assert "1 claims for trains and 0 short videos have come in" in said(page)
    assert "Loans grew by 17.4%, faster than deposits Deposits grew by 12.2%" in said(page)


@pytest.mark.django_db
def test_every_figure_leads_to_the_system_behind_it() -> None:
    publish()
    publish(FINANCE)
    page = Client().get("/front-page/2023-09-20/").content.decode()
    figures = re.findall(r'<a href="([^"]+)">[\d.–]+[%\d]?(?: [万亿]?元)?</a>', page.split('class="newspaper"')[1])
    assert len(figures) == 9
    client = Client()
    assert all(client.get(address).status_code == 200 for address in set(figures))


@pytest.mark.django_db
def test_the_page_of_a_day_tells_what_the_ledger_knew_at_its_end() -> None:
    publish(INSPECTION)
    submit_report(MOMENT)
    submit_report(LATER)
    client = Client()
    assert "1 reports to the inspection, 0 of them ended 1 are in hand" in said(client.get(DAY).content)
    assert "2 reports to the inspection" in said(client.get("/en/front-page/2023-09-22/").content)
    assert "2 reports to the inspection" in said(client.get("/en/").content)


def _step(name: str, at: datetime) -> Step:
    return Step(TOURISM, "special-train", Actor(ActorKind.STAFF, name, frozenset({"supervisor"})), at)


def _confirmed(at: datetime) -> None:
    confirm(_step("made-up second", at), settle(_step("made-up first", at), date(2023, 10, 16)).version)


@pytest.mark.django_db
def test_no_place_is_said_to_be_left_of_an_award_that_is_closed_or_being_settled() -> None:
    publish()
    first, other = submit_train(MOMENT), submit_train(MOMENT, train_number="K2")
    accept(first.number)
    days = [datetime(2023, 10, day, 8, tzinfo=UTC) for day in (16, 17, 18, 26, 27)]
    _confirmed(days[1])
    show(_step("made-up second", days[2]), Term.read("5 working days"))
    pay(_step("made-up second", days[3]))
    accept(other.number, days[4])
    _confirmed(days[4])
    said_on = {
        "2023-10-15": "6 places are left for special trains",
        "2023-10-16": "closed since 16 October 2023",
        "2023-10-17": "closed since 16 October 2023; being settled",
        "2023-10-18": "closed since 16 October 2023; 1 of 6 places awarded",
        "2023-10-27": "closed since 16 October 2023; being settled; 1 of 6 places awarded",
    }
    for day, told in said_on.items():
        page = said(Client().get(f"/en/front-page/{day}/").content)
        assert f"{told} 2 claims for trains" in page, day
        assert ("places are left" in page) == (day == "2023-10-15")
    for page in ("/en/services/", "/en/board/"):
        assert "being settled; 1 of 3 places awarded" in said(Client().get(page).content), page
    assert "2023年10月16日起不再受理，正在测算，6 个名额已公示 1 个" in said(Client().get("/").content)


@pytest.mark.django_db
def test_before_its_notice_nothing_is_told_of_a_matter() -> None:
    publish()
    page = said(Client().get("/en/front-page/2023-04-20/").content)
    assert "Nothing had been published by that day." in page


@pytest.mark.django_db
def test_a_day_that_is_none_or_to_come_has_no_page() -> None:
    publish()
    for day in ("2023-02-30", "yesterday", f"{now().year + 1}-01-01"):
        assert Client().get(f"/front-page/{day}/").status_code == 404


@pytest.mark.django_db
def test_a_day_that_was_asked_for_has_an_address_of_its_own() -> None:
    answer = Client().get("/front-page/", {"day": "2023-09-20"})
    assert answer["Location"] == "/front-page/2023-09-20/"
