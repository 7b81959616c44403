"""What the last verification told stands on a page of the desk and comes over the interface, for administrators."""

from datetime import timedelta

import pytest
from django.test import Client

from bridgehead.actions.keep_verification import MOST_KEPT, keep_verification
from bridgehead.ledger.findings import finding
from bridgehead.ledger.verify import Tally
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User

pytestmark = pytest.mark.django_db
GONE = finding("LG114", "the stored file made-up of record 7, number TJ-1, attached by event 3, is gone")


@pytest.fixture
def administrator() -> User:
    return User.objects.create(username="made-up administrator", roles=["administrator"])


@pytest.fixture
def desk(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_the_desk_tells_each_finding_by_its_code_in_both_languages(desk: Client) -> None:
    assert "was not verified yet" in desk.get("/en/desk/ledger/").content.decode()
    keep_verification(Tally(events=12, seals=2), 1, [GONE], now())
    page = desk.get("/en/desk/ledger/").content.decode()
    assert "1 does not fit" in page
    assert "12 events, 2 seals recomputed" in page
    assert "<td>LG114</td><td>a stored file is gone</td>" in page
    assert GONE.message in page
    assert "<td>LG114</td><td>存放的文件缺失</td>" in desk.get("/desk/ledger/").content.decode()


def test_the_desk_says_that_decisions_are_not_checked_while_events_do_not_fit(desk: Client) -> None:
    keep_verification(Tally(events=12, seals=2), 1, [GONE], now())
    assert "Decisions are not checked" not in desk.get("/en/desk/ledger/").content.decode()
    keep_verification(
        Tally(events=12, seals=2), 1, [finding("LG121", "settlements are not decided again"), GONE], now()
    )
    assert "Decisions are not checked" in desk.get("/en/desk/ledger/").content.decode()
    assert "核定结果未复核" in desk.get("/desk/ledger/").content.decode()


def test_programs_are_told_the_same_and_no_more_than_is_kept(administrator: User) -> None:
    token = tokens.issue(administrator, "test", ["read"], now() + timedelta(days=1))
    by = {"authorization": f"Bearer {token}"}
    assert Client().get("/api/verification", headers=by).status_code == 404
    keep_verification(Tally(events=12, seals=2), 500, [GONE] * 500, now())
    told = Client().get("/api/verification", headers=by).json()
    assert (told["events"], told["seals"], told["mistakes"], len(told["told"])) == (12, 2, 500, MOST_KEPT)
    assert told["told"][0] == {"code": "LG114", "found": GONE.message}
