"""The awards of a demonstration are brought on day by day, in the order of the days, whatever was done meanwhile."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from bridgehead.actions.award_record import Step
from bridgehead.actions.make_up_awards import settle_awards
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.ledger import models
from bridgehead.primitives.actor import SERVICE, Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError
from tests.cities import CLERK, TOURISM, accept, publish, submit_train
from tests.sound import misfits

FILED = datetime(2023, 5, 22, 2, tzinfo=UTC)
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor of another office", frozenset({"supervisor"}))


@pytest.fixture(autouse=True)
def claims(db: None) -> Iterator[list[str]]:
    """The numbers of four claims for three places; whatever is done, the moments of the award never go back."""
    publish()
    found = [
        submit_train(FILED, train_number=f"K{day}", completed_on=f"2023-05-{day:02}").number for day in range(8, 12)
    ]
    for each in found:
        accept(each, FILED)
    yield found
    moments = [at for _, at in _told()]
    assert moments == sorted(moments)
    assert misfits() == []


def _to(month: int, day: int) -> datetime:
    """The clock as `go-to` sets it."""
    return datetime(2023, month, day, 8, tzinfo=UTC)


def _gone_to(month: int, day: int) -> list[tuple[str, object]]:
    return [(award.name, come) for award, come in settle_awards(TOURISM, SERVICE, _to(month, day))]


def _told() -> list[tuple[str, datetime]]:
    """The kinds and moments of what was done to the award."""
    return [*models.Event.objects.filter(record__register="awards").order_by("n").values_list("kind", "at")]


def test_an_award_is_settled_three_working_days_after_the_last_day_for_claims() -> None:
    for day in (16, 17):
        assert _gone_to(10, day) == []
    assert _told() == []
    assert _gone_to(10, 18) == [("special-train", "published")]
    assert {at.date() for _, at in _told()} == {date(2023, 10, 18)}


def test_what_is_not_closed_yet_is_a_preview_of_today() -> None:
    assert _gone_to(10, 15) == [("special-train", "previewed")]
    assert _told() == [("settled/1", _to(10, 15))]


def test_an_award_goes_on_from_what_was_last_done_to_it(claims: list[str]) -> None:
    assert _gone_to(10, 26) == [("special-train", "paid")]
    at = _to(10, 26)
    revoke(Step(TOURISM, "special-train", SUPERVISOR, at), claims[0], "made up: the list of passengers was not true")
    settle(Step(TOURISM, "special-train", CLERK, at), at.date())
    before = _told()
    (brought,) = _gone_to(12, 28)
    assert brought[0] == "special-train"
    since = _told()[len(before) :]
    assert since, "something was done, and none of it before the revocation"
    assert all(moment >= at for _, moment in since)


def test_an_award_that_is_refused_is_told_and_stays_as_far_as_it_came() -> None:
    accept(submit_train(FILED, train_number="K7", completed_on="2023-05-07", account_number="").number, FILED)
    ((name, refused),) = _gone_to(12, 28)
    assert isinstance(refused, BridgeheadError)
    assert (name, [each.code for each in refused.mistakes]) == ("special-train", ["AC096"])
    assert [kind for kind, _ in _told()] == ["settled/1", "confirmed/1", "published/1"]
