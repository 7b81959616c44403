"""A project whose site lies upon a zone is stopped before it is signed, with the reason and the clause; made up."""

from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest

from bridgehead.actions.case import case_of
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import submit
from bridgehead.actions.tell import facts
from bridgehead.ledger import events, models
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.words import NOTHING
from tests.cities import CLEAR_SITE, CLERK, INVESTMENT, MOMENT, publish, screen_sites
from tests.forms import RULEBOOKS
from tests.signed_in import signed_in
from tests.sound import misfits

pytestmark = pytest.mark.django_db

ON_HERITAGE = "POLYGON ((113.275 40.07, 113.285 40.07, 113.285 40.08, 113.275 40.08, 113.275 40.07))"
A_SLIVER = "POLYGON ((113.279999 40.06, 113.29 40.06, 113.29 40.07, 113.279999 40.07, 113.279999 40.06))"
SIGNED = {"signed on": "2023-09-20", "planned start": "2023-10-01", "planned production": "2024-10-01"}


def negotiated(site: str | None, **more: str) -> models.Record:
    given = {"project": "虚构项目", "investor": "虚构投资", "county": "平城区", "chain": "health", "investment": "1000"}
    given |= more | ({"site": site} if site else {})
    receipt = submit(INVESTMENT, "project", given, CLERK, MOMENT, channel="counter")
    entered = models.Record.objects.get(number=receipt.number)
    filled = {"leader": "made-up post", "visited on": "2023-09-20"}
    return handle(entered.pk, Wanted("accept", filled=filled), CLERK, MOMENT)


def sign(record: models.Record) -> models.Record:
    return handle(record.pk, Wanted("accept", filled=SIGNED), CLERK, MOMENT)


def test_a_site_that_is_clear_is_signed_and_one_on_heritage_is_stopped_with_the_reason() -> None:
    publish(INVESTMENT)
    screen_sites()
    assert sign(negotiated(CLEAR_SITE)).stage == "signed"
    stopped = sign(negotiated(ON_HERITAGE))
    assert stopped.stage == "stopped"
    last = events.read(bytes(stopped.events.order_by("-n")[0].body))
    assert last.kind == "stopped/1"
    said = last.data["stopped"]
    assert said["en"].startswith("On protected heritage: Overlaps Protected heritage by ")
    assert said["zh"].startswith("触及文物底线：与文物保护范围重叠")
    assert "虚构遗址甲（城址）" in said["zh"]
    assert said["cites"] == "notice.md#5"
    assert misfits() == []


def test_why_it_was_stopped_stands_on_the_page_of_the_record_in_the_language_of_the_page() -> None:
    publish(INVESTMENT)
    screen_sites()
    number = sign(negotiated(ON_HERITAGE)).number
    desk = signed_in("clerk")
    for before, reason in (("", "触及文物底线：与文物保护范围重叠"), ("/en", "On protected heritage: Overlaps")):
        page = desk.get(f"{before}/desk/records/{INVESTMENT}/project/{number}/").content.decode()
        assert reason in page


def test_whoever_can_be_reached_is_told_that_it_was_stopped_and_not_that_it_was_taken_on(tmp_path: Path) -> None:
    folder = copytree(RULEBOOKS / INVESTMENT, tmp_path / "investment")
    register = folder / "project.yaml"
    reached = "  e-mail: {type: e-mail, personal: true, optional: true, label: {zh: 电子邮箱, en: E-mail}}\nchecks:"
    register.write_text(register.read_text().replace("checks:", reached, 1))
    publish_rulebook(folder, MOMENT)
    screen_sites()
    stopped = sign(negotiated(ON_HERITAGE, **{"e-mail": "made-up@example.org"}))
    told = models.Message.objects.filter(record=stopped).order_by("pk").values_list("kind", flat=True)
    assert [*told] == ["receive", "accept", "stop"]
    assert facts(stopped, case_of(stopped).register, "", ZoneInfo("UTC"))["why"] != NOTHING


@pytest.mark.parametrize(
    ("site", "zones", "code"),
    [(CLEAR_SITE, False, "AC140"), (None, True, "AC141"), (A_SLIVER, True, "AC142")],
)
def test_without_zones_or_a_site_or_while_it_is_not_made_out_nothing_is_signed(
    site: str | None, zones: bool, code: str
) -> None:
    publish(INVESTMENT)
    if zones:
        screen_sites()
    record = negotiated(site)
    with pytest.raises(BridgeheadError, match=code):
        sign(record)
    record.refresh_from_db()
    assert record.stage == "negotiating"
