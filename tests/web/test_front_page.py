"""The city's front page: a headline for each matter, every figure with a way behind it, today's and of any day."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from bridgehead.primitives.moment import now
from tests.cities import FINANCE, INSPECTION, MOMENT, publish, submit_report, submit_train

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
    page = Client().get("/en/").content
    assert "6 places are left for special trains" in said(page)
    assert "1 claims for trains and 0 short videos have come in" in said(page)
    assert "Loans grew by 17.4%, faster than deposits Deposits grew by 12.2%" in said(page)


@pytest.mark.django_db
def test_every_figure_leads_to_the_system_behind_it() -> None:
    publish()
    publish(FINANCE)
    page = Client().get("/").content.decode()
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
