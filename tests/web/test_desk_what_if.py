"""A figure of an award is moved in the address: what it would come to is told, and nothing is written."""

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.settle import settle
from bridgehead.claimed import claimed
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.queries.simulation import simulate
from bridgehead.queries.what_if import Against, what_if
from bridgehead.web.accounts.models import User
from tests.cities import CLERK, MOMENT, SETTLED, TOURISM, accept, publish, submit_train

pytestmark = pytest.mark.django_db
PAGE = f"/en/desk/awards/{TOURISM}/special-train/what-if/"
PASSENGERS = "figure:minimum passengers"
AFTER = "2023-10-16"


@pytest.fixture(autouse=True)
def _claims() -> None:
    publish()
    for n, passengers in enumerate((300, 350, 390, 412, 1200)):
        number = submit_train(MOMENT, passengers=str(passengers), train_number=f"made-up {n}").number
        accept(number)


def _clerk() -> Client:
    client = Client()
    client.force_login(User.objects.get_or_create(username="made-up clerk", defaults={"roles": ["clerk"]})[0])
    return client


def _page(client: Client | None = None, /, **asked: str) -> tuple[int, str]:
    answer = (client or _clerk()).get(PAGE, {"on": AFTER, **asked})
    return answer.status_code, answer.content.decode()


def test_a_lower_number_is_told_in_one_line_with_who_gains_and_nothing_is_written() -> None:
    before = models.Event.objects.count()
    status, page = _page(**{PASSENGERS: "350"})
    assert status == 200
    line = page.partition('class="line-said">')[2].partition("</p>")[0]
    assert "were 350" in line
    assert "+2 claims that meet the conditions" in line
    assert "2 of them with a place" in line
    assert "+CNY 100,000" in line
    assert models.Event.objects.count() == before


def test_what_changes_nothing_is_told_as_that() -> None:
    page = _page(**{PASSENGERS: "395"})[1]
    line = re.sub("<[^>]+>|\\s+", " ", page.partition('class="line-said">')[2].partition("</p>")[0])
    assert "as many claims meet the conditions , the same money." in " ".join(line.split())


def test_where_no_stage_counts_nothing_is_offered_that_would_be_refused() -> None:
    publish("examples/culture-grants")
    page = _clerk().get("/en/desk/awards/examples/culture-grants/grant/").content.decode()
    assert "counts for a settlement yet" in page
    assert "what-if/" not in page
    assert "award-acts/settle" not in page


@pytest.mark.slow
@pytest.mark.parametrize("wanted", ["300", "350", "400", "500", "5000"])
def test_one_scenario_says_what_a_simulation_of_it_says(wanted: str) -> None:
    found = what_if(TOURISM, "special-train", {"minimum passengers": wanted}, date(2023, 10, 16), CLERK, MOMENT)
    read = claimed(TOURISM, "special-train", MOMENT)
    vary = [f"minimum passengers={wanted}"]
    told = simulate(read.rulebook, "special-train", read.table, vary, on=date(2023, 10, 16), paid=read.paid)
    assert isinstance(found, Against)
    assert (found.now.cost, found.now.winners) == (told.today.cost, told.today.winners)
    (then,) = told.results
    assert (found.then.cost, found.then.winners) == (then.cost, then.winners)
    sides = [each.side for each in found.moved]
    assert (sides.count(1), sides.count(-1)) == (then.gained, then.lost)


def test_a_range_is_a_row_for_each_step_and_more_claims_ask_no_more_of_the_database(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = _clerk()
    with django_assert_max_num_queries(10):
        status, page = _page(client, **{PASSENGERS: "300..500 步长 50", "figure:budget": "450000"})
    assert status == 200
    assert [f'<td class="number">{each}</td>' in page for each in (300, 350, 400, 450, 500)] == [True] * 5


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({PASSENGERS: "<b>many</b>"}, "This has to be a number"),
        ({"figure:test of sights": "<b>two</b>"}, "This has to be a number"),
        ({PASSENGERS: "500..300"}, "ends before it starts"),
        ({"figure:first of chartered train": "0"}, "one place or more"),
        ({"on": "soon"}, "is not filled in as it should"),
    ],
)
def test_what_cannot_be_tried_is_told_and_keeps_what_was_typed(typed: dict[str, str], told: str) -> None:
    status, page = _page(**typed)
    assert (status, told in page) == (400, True)
    assert next(iter(typed.values())).replace("<", "&lt;").replace(">", "&gt;") in page
    assert "<b>" not in page


def test_a_number_within_a_condition_is_moved_by_the_name_of_the_condition_and_its_text() -> None:
    status, page = _page(**{"figure:test of sights": "9"})
    assert status == 200
    assert "Sights: paid sights of class 4A and above ≥ 2" in page
    line = page.partition('class="line-said">')[2].partition("</p>")[0]
    assert "−2 claims that meet the conditions" in line
    assert "−CNY 200,000" in line
    assert page.count("<tr data-row>") == 2
    assert "购票率 ≥ 0.5" in _clerk().get(PAGE.removeprefix("/en")).content.decode()


def test_what_is_confirmed_stays_unless_it_is_asked_as_if_nothing_were() -> None:
    first, second = (Actor(ActorKind.STAFF, f"made-up {n}", frozenset({"supervisor"})) for n in (1, 2))
    held = settle(Step(TOURISM, "special-train", first, MOMENT), date(2023, 10, 16))
    confirm(Step(TOURISM, "special-train", second, SETTLED), held.version)
    stays, anew = ({PASSENGERS: "5000"}, {PASSENGERS: "5000", "anew": "yes"})
    assert "−CNY 200,000" not in _page(**stays)[1]
    assert "−CNY 200,000" in _page(**anew)[1]


def test_the_page_of_the_award_leads_to_a_what_if_that_answers() -> None:
    client = _clerk()
    page = client.get(PAGE.removesuffix("what-if/")).content.decode()
    assert f"{PAGE}?figure%3Aminimum+passengers=350" in page
    assert 'class="line-said"' in client.get(f"{PAGE}?figure%3Aminimum+passengers=350").content.decode()
