"""The board: the same figures that the records give, in either language, in as many statements for many as for one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from bridgehead.ledger import models, sealing
from bridgehead.primitives.moment import now
from bridgehead.queries.city import standing
from bridgehead.queries.services import services
from tests.cities import publish, submit_train

pytestmark = pytest.mark.django_db


def test_before_anything_is_published_the_board_says_what_will_stand_there() -> None:
    page = Client().get("/en/board/").content.decode()
    assert "No notice is in force yet" in page
    assert "Nothing has been sealed yet" in page


def test_what_came_in_today_in_the_week_and_before_is_told_apart() -> None:
    publish()
    at = now()
    for age, train in ((0, "a"), (3, "b"), (30, "c")):
        submit_train(at - timedelta(days=age), organiser=f"made-up {train}")
    (train,) = (each for each in standing(services(), at) if each.service.register.name == "special-train-claim")
    assert (train.today, train.week) == (1, 2)
    running = models.Record.objects.filter(due_at__isnull=False)
    assert (train.running, train.late) == (running.count(), running.filter(due_at__lt=at).count())


@pytest.mark.parametrize(("language", "word"), [("", "剩余名额"), ("/en", "Places left")])
def test_the_board_tells_money_places_and_the_latest_seal(language: str, word: str) -> None:
    publish()
    submit_train()
    seal = sealing.seal(now())
    assert seal is not None
    page = Client().get(f"{language}/board/").content.decode()
    assert f"<dd>{models.Event.objects.count()}</dd>" in page
    assert word in strip_tags(page)
    assert seal.hash.hex() in page


def test_more_records_cost_no_more_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publish()
    for train in range(5):
        submit_train(organiser=f"made-up {train}")
    offered = services()
    with django_assert_num_queries(2):
        standing(offered, now())
