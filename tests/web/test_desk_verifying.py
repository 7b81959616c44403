"""A clerk verifies what a claim declares at the desk: by a list, or by hand with evidence. Made up."""

import io
from collections.abc import Sequence

import pytest
from django.test import Client

from bridgehead.actions.attach import File, attach
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from tests import evidence
from tests.cities import CLERK, MOMENT
from tests.forms import RULEBOOKS
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

FIRMS = "examples/above-scale-firms"
FIRM = {
    "firm": "made-up firm",
    "kind": "entry",
    "first entry": "true",
    "turnover": "30000000",
    "growth": "20%",
    "confirmed on": "2023-03-01",
}
FOUND = {"first entry": "true", "turnover": "20000000", "growth": "20%", "confirmed on": "2023-03-01"}


@pytest.fixture
def clerk() -> Client:
    publish_rulebook(RULEBOOKS / FIRMS, MOMENT)
    return signed_in("clerk")


def _filed(*, evident: bool = True) -> models.Record:
    number = submit(FIRMS, "firm-claim", FIRM, PUBLIC, MOMENT).number
    record = models.Record.objects.get(number=number)
    if evident:
        attach(record.pk, File("extracts", "made-up.pdf", io.BytesIO(evidence.PDF), "made up"), CLERK, MOMENT)
    return models.Record.objects.get(number=number)


def _page(record: models.Record, of: str = "records") -> str:
    return f"/en/desk/{of}/{FIRMS}/firm-claim/{record.number}/"


def _act(clerk: Client, record: models.Record, verb: str, evidence: Sequence[str] | None = None, **found: str) -> int:
    """The status; by all files, as they are ticked at first, or by some."""
    record.refresh_from_db()
    ticked = [*record.state.get("files", {})] if evidence is None else evidence
    filled = {f"field:{name.replace('_', ' ')} verified": value for name, value in found.items()}
    said = {"verb": verb, "version": record.version, "evidence": ticked, **filled}
    answer = clerk.post(_page(record, "acts"), said)
    record.refresh_from_db()
    return answer.status_code


def test_figures_that_wait_are_told_and_hold_a_claim_back_until_a_clerk_verified_each(clerk: Client) -> None:
    record = _filed()
    assert clerk.get(_page(record)).content.decode().count("not verified") == len(FOUND)
    assert (_act(clerk, record, "accept"), record.stage) == (409, "filed")
    assert _act(clerk, record, "verify", **FOUND) == 302
    page = clerk.get(_page(record)).content.decode()
    assert "not verified" not in page
    assert 'class="light yellow">verified CNY 20,000,000' in page, "something else was declared"
    assert page.count('class="light green">verified') == len(FOUND) - 1
    assert (_act(clerk, record, "accept"), record.stage) == (302, "accepted")
    assert record.state["fields"]["turnover"] == "30000000"
    assert record.state["fields"]["turnover verified"] == "20000000"
    assert record.state["verified"]["turnover"]["by"] == "made-up clerk"


def test_what_was_declared_is_no_suggestion_and_what_was_verified_can_be_put_right(clerk: Client) -> None:
    record = _filed()
    form = clerk.get(_page(record)).content.decode()
    assert 'name="field:turnover verified" value=""' in form
    _act(clerk, record, "verify", turnover="20000000")
    assert 'name="field:turnover verified" value="20000000"' in clerk.get(_page(record)).content.decode()
    _act(clerk, record, "verify", turnover="25000000")
    assert record.state["fields"]["turnover verified"] == "25000000"
    assert _act(clerk, record, "verify", turnover="many") == 422


def test_a_clerk_says_by_which_files_a_figure_is_verified_and_by_none_it_is_not(clerk: Client) -> None:
    record = _filed()
    more = File("extracts", "made-up.png", io.BytesIO(evidence.png()), "made up")
    attach(record.pk, more, CLERK, MOMENT)
    first, second = models.Record.objects.get(pk=record.pk).state["files"]
    assert clerk.get(_page(record)).content.decode().count('name="evidence"') == 2
    assert clerk.get(_page(record)).content.decode().count(" checked>Extracts of the") == 2
    assert _act(clerk, record, "verify", turnover="20000000") == 302
    assert record.state["verified"]["turnover"]["evidence"] == [first, second]
    assert _act(clerk, record, "verify", [second], turnover="25000000") == 302
    assert record.state["verified"]["turnover"]["evidence"] == [second]
    assert _act(clerk, record, "verify", [], turnover="20000000") == 409
    assert record.state["fields"]["turnover verified"] == "25000000"


def test_without_evidence_nothing_is_verified(clerk: Client) -> None:
    record = _filed(evident=False)
    assert (_act(clerk, record, "verify", turnover="20000000"), record.version) == (409, 1)
