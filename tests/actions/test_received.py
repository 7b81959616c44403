"""Office hours: what comes in by a channel that is closed counts as received when it opens next."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.submit import submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.hours import Hours
from bridgehead.primitives.opening import opening
from tests.cities import CLERK, INSPECTION, REPORT, publish
from tests.sound import misfits

ZONE = timedelta(hours=8)


@pytest.fixture
def city(db: None) -> Iterator[None]:
    publish(INSPECTION)
    yield
    assert misfits() == []


def _local(text: str) -> datetime:
    """A moment by the city's clock."""
    return datetime.fromisoformat(f"{text}:00+08:00").astimezone(UTC)


def _filed(at: str, channel: str | None) -> models.Record:
    filing = CLERK if channel else PUBLIC
    receipt = submit(INSPECTION, "inspection-report", REPORT, filing, _local(at), channel=channel)
    return models.Record.objects.get(number=receipt.number)


def _counts(record: models.Record) -> str:
    received = datetime.fromisoformat(record.state.get("received") or record.submitted_at.isoformat())
    return f"{received.astimezone(UTC) + ZONE:%Y-%m-%d %H:%M}"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("at", "channel", "counts", "due"),
    [
        ("2023-04-14 10:00", "telephone", "2023-04-14 10:00", "2023-04-17"),
        ("2023-04-14 18:00", "telephone", "2023-04-14 18:00", "2023-04-17"),
        ("2023-04-14 18:01", "telephone", "2023-04-17 08:00", "2023-04-18"),
        ("2023-04-14 06:30", "visit", "2023-04-14 08:00", "2023-04-17"),
        ("2023-04-15 10:00", "visit", "2023-04-17 08:00", "2023-04-18"),
        ("2023-04-15 10:00", "e-mail", "2023-04-15 10:00", "2023-04-17"),
        ("2023-04-15 10:00", "letter", "2023-04-15 10:00", "2023-04-17"),
        ("2023-04-15 10:00", None, "2023-04-17 08:00", "2023-04-18"),
        ("2023-05-06 10:00", "telephone", "2023-05-06 10:00", "2023-05-08"),
        ("2023-04-29 10:00", "telephone", "2023-05-04 08:00", "2023-05-05"),
    ],
    ids=[
        "open", "as it closes", "evening", "before it opens", "Saturday", "e-mail at any time", "letter at any time",
        "online", "a Saturday that is worked", "a holiday",
    ],
)  # fmt: skip
def test_what_comes_in_while_a_channel_is_closed_counts_from_when_it_opens_next(
    at: str, channel: str | None, counts: str, due: str
) -> None:
    record = _filed(at, channel)
    assert record.submitted_at == _local(at), "when it came in is told as it was"
    assert record.state["channel"] == (channel or "website")
    assert _counts(record) == counts
    assert record.due_at is not None
    assert f"{record.due_at + ZONE:%Y-%m-%d}" == due


@pytest.mark.usefixtures("city")
def test_a_channel_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        BridgeheadError, match=r"AC086 «telefone», .*expected one of letter, .*did you mean «telephone»"
    ):
        _filed("2023-04-14 10:00", "telefone")
    assert not models.Record.objects.exists()


@pytest.mark.usefixtures("city")
def test_who_acts_before_the_office_opens_sets_the_next_deadline_from_then() -> None:
    record = _filed("2023-04-15 10:00", "telephone")
    handle(record.pk, Wanted("accept"), CLERK, _local("2023-04-15 11:00"))
    record.refresh_from_db()
    assert record.due_at is not None
    assert f"{record.due_at + ZONE:%Y-%m-%d}" == "2023-04-18"


@pytest.mark.usefixtures("city")
def test_what_is_split_off_has_the_channel_of_the_other() -> None:
    record = _filed("2023-04-14 10:00", "telephone")
    handle(record.pk, Wanted("split"), CLERK, _local("2023-04-14 11:00"))
    other = models.Record.objects.exclude(pk=record.pk).get()
    assert other.state["channel"] == "telephone"


@given(st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda since: datetime(2023, 1, 1, tzinfo=UTC) + since))
def test_an_opening_is_never_earlier_lies_in_the_hours_and_is_its_own(at: datetime) -> None:
    hours = Hours.read("8:00-12:00, 14:30-18:00")
    opens = opening(at, UTC, hours, None)
    assert at <= opens < at + timedelta(days=1)
    assert opening(opens, UTC, hours, None) == opens
    assert opens == at or f"{opens:%H:%M:%S.%f}" in ("08:00:00.000000", "14:30:00.000000")
