"""The board: the same figures that the records give, in either language, in as many statements for many as for one."""

import html
import json
import re
from datetime import datetime, time, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from bridgehead import published
from bridgehead.actions.keep_verification import keep_verification
from bridgehead.ledger import models, sealing
from bridgehead.ledger.verify import Tally
from bridgehead.primitives.moment import now
from bridgehead.queries.city import standing
from bridgehead.queries.services import services
from bridgehead.queries.trend import Step, trend
from bridgehead.rulebook.tiles import OF, TileKind
from bridgehead.web.accounts.models import User
from bridgehead.web.board.tiles import KINDS
from tests.cities import TOURISM, publish, submit_train

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_before_anything_is_published_the_board_says_what_will_stand_there() -> None:
    page = Client().get("/en/board/").content.decode()
    assert "No notice is in force yet" in page
    assert "Nothing has been sealed yet" in page


def test_what_came_in_today_in_the_week_and_before_is_told_apart() -> None:
    publish()
    at = now()
    for age, train in ((0, "a"), (3, "b"), (30, "c")):
        submit_train(at - timedelta(days=age), organiser=f"made-up {train}")
    (train,) = (each for each in standing(services(at), at) if each.service.register.name == "special-train-claim")
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
    assert f'<p class="figure"><a href="{language}/seals/">{models.Event.objects.count()}</a></p>' in page
    assert f'href="{language}/seals/?number={seal.number}"' in page
    assert word in strip_tags(page)
    assert seal.hash.hex() in page


def test_more_records_cost_no_more_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    publish()
    for train in range(5):
        submit_train(organiser=f"made-up {train}")
    offered = services(now())
    with django_assert_num_queries(2):
        standing(offered, now())


def test_tiles_stand_as_the_rulebook_arranges_them_and_say_the_title_that_it_gives() -> None:
    publish()
    page = Client().get("/en/board/").content.decode()
    titles = re.findall(r"<h3>([^<]+)", page)
    arranged = published.current(TOURISM)[1].about.tiles
    expected = [(each.title or KINDS[each.tile].title).en for each in arranged if each.tile != "kept"]  # none has ended
    assert titles[: len(expected)] == expected


def test_every_kind_of_tile_has_a_way_to_be_drawn_and_a_part_to_tell_of() -> None:
    assert {*KINDS} == {*OF} == {*get_args(TileKind)}


def test_a_figure_opens_what_is_public_for_everybody_and_the_list_of_the_desk_for_staff() -> None:
    publish()
    submit_train(now())
    client = Client()
    public = client.get("/en/board/").content.decode()
    assert f"/en/board/records/{TOURISM}/special-train-claim/?since=" in public
    assert f"/en/board/records/{TOURISM}/special-train-claim/?deadline=late" in public
    client.force_login(User.objects.create(username="made-up clerk", roles=["clerk"]))
    assert (
        f"/en/desk/registers/{TOURISM}/special-train-claim/?order=due&amp;overdue=yes"
        in client.get("/en/board/").content.decode()
    )


def test_the_list_of_the_desk_that_a_figure_opens_has_the_records_that_it_counted() -> None:
    publish()
    at = now()
    numbers = [submit_train(at - timedelta(days=age), organiser=f"made-up {age}").number for age in (0, 3, 30)]
    client = Client()
    client.force_login(User.objects.create(username="made-up clerk", roles=["clerk"]))
    (address,) = {
        html.unescape(each)
        for each in re.findall(r'href="([^"]+)">2</a>', client.get("/en/board/").content.decode())
        if "since=" in each
    }
    page = client.get(address).content.decode()
    assert [number for number in numbers if number in page] == numbers[:2]


ADDRESS = f"/en/board/records/{TOURISM}/special-train-claim/"


def test_the_records_behind_a_figure_are_those_that_it_counted_and_show_what_is_public_alone() -> None:
    publish()
    at = now()
    for age, train in ((0, "made-up today"), (3, "made-up of this week"), (30, "made-up of last month")):
        submit_train(at - timedelta(days=age), organiser=train, telephone="13800138000")
    page = Client().get(ADDRESS, {"since": (at - timedelta(days=6)).date().isoformat()}).content.decode()
    assert "made-up today" in page
    assert "made-up of this week" in page
    assert "made-up of last month" not in page
    assert "13800138000" not in page


def test_pages_of_public_records_show_each_record_once() -> None:
    publish()
    at = now()
    filed = {submit_train(at - timedelta(hours=n), organiser=f"made-up {n}").number for n in range(60)}
    seen, address = [], ADDRESS
    for _ in range(3):
        page = Client().get(address).content.decode()
        seen += re.findall(r"TJ-\d{4}-\d+", page)
        (address,) = [ADDRESS + html.unescape(each) for each in re.findall(r'href="(\?[^"]*after=[^"]+)"', page)] or [
            ""
        ]
    assert address == ""
    assert sorted(seen) == sorted(filed)


def test_a_page_of_records_costs_the_same_for_many_as_for_one(django_assert_max_num_queries: Any) -> None:
    publish()
    for n in range(20):
        submit_train(organiser=f"made-up {n}")
    Client().get(ADDRESS)
    with django_assert_max_num_queries(4):
        Client().get(ADDRESS)


@pytest.mark.parametrize("asked", [{"after": "no-name"}, {"after": "a" * 26}])
def test_what_is_no_name_of_a_record_gives_no_page(asked: dict[str, str]) -> None:
    publish()
    assert Client().get(ADDRESS, asked).status_code == 404


def test_what_a_register_does_not_show_as_a_list_has_no_page() -> None:
    publish()
    assert Client().get(f"/board/records/{TOURISM}/student-visit/").status_code == 404


@pytest.mark.parametrize(("step", "places"), [("days", {27: 1, 24: 1, 0: 1}), ("weeks", {11: 2, 8: 1, 7: 1, 0: 1})])
def test_what_came_in_stands_in_the_day_or_week_in_which_it_did(step: Step, places: dict[int, int]) -> None:
    publish()
    midnight = datetime.combine(now().astimezone(SHANGHAI).date(), time(), SHANGHAI)
    at = midnight + timedelta(hours=12)
    for day, train in ((3, "a"), (27, "b"), (28, "c"), (83, "d"), (84, "e")):
        submit_train(midnight - timedelta(days=day), organiser=f"made-up {train}")
    submit_train(at, organiser="made-up today")
    (train_claims,) = (each for each in services(at) if each.register.name == "special-train-claim")
    counts = trend([train_claims], at, step).counts[TOURISM, "special-train-claim"]
    assert {place: count for place, count in enumerate(counts) if count} == places


def test_the_chart_draws_the_figures_of_the_table() -> None:
    publish()
    submit_train(now())
    page = Client().get("/en/board/").content.decode()
    (figures,) = re.findall(r'data-figures="([^"]+)"', page)
    drawn = json.loads(html.unescape(figures))["series"]
    table = page.partition("The same as a table")[2].partition("</table>")[0]
    rows = [[*map(int, re.findall(r'class="number">(\d+)<', row))] for row in table.split("<tr>")[2:]]
    assert [each["values"] for each in drawn] == [[*column] for column in zip(*rows[::-1], strict=True)]
    assert sum(map(sum, rows)) == 1


def test_the_board_tells_when_the_ledger_was_verified_and_what_was_said() -> None:
    assert "was not verified yet" in Client().get("/en/board/").content.decode()
    keep_verification(Tally(events=12, seals=2), 0, [], now())
    assert "all fits" in Client().get("/en/board/").content.decode()
    keep_verification(Tally(events=12, seals=2), 3, [], now())
    assert "3 do not fit" in Client().get("/en/board/").content.decode()


def test_the_share_of_deadlines_that_were_kept_is_told_with_how_old_it_is() -> None:
    publish()
    submit_train()
    models.Kept.objects.create(
        matter=TOURISM, register="special-train-claim", day=now().date(), ended=1500, in_time=1499
    )
    models.Tallied.objects.create(position=1, at=now())
    page = Client().get("/en/board/").content.decode()
    assert "99.9%" in page
    assert "1,499 of 1,500 that ended" in page
    assert "counted " in page
