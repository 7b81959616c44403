"""The reports that the measures ask for a million of are those that the actions write, row by row."""

import secrets
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from benchmarks.made_reports import COLUMNS, ENDS, FIRST, MATTER, REGISTER, Act, Maker, insert
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import submit
from bridgehead.ledger import keys, models, search
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from tests.forms import RULEBOOKS

pytestmark = pytest.mark.django_db

REPORTS = 60


def test_the_rows_are_those_of_the_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_bytes", lambda size: bytes(size))
    monkeypatch.setattr(secrets, "choice", lambda letters: letters[0])
    monkeypatch.setattr(keys, "new_key", lambda: bytes(32))
    publish_rulebook(RULEBOOKS / MATTER, FIRST)
    maker = Maker(settings.MASTER_KEY)
    for slug in maker.teller.sheet.units:
        models.Unit.objects.create(slug=slug, title={"zh": slug, "en": slug})
    maker.units = dict(models.Unit.objects.values_list("slug", "pk"))
    with transaction.atomic():
        for n in range(REPORTS):
            story = maker.teller.story(n, REPORTS)
            receipt = submit(MATTER, REGISTER, story.given, PUBLIC, story.at, anonymous=True)
            record = models.Record.objects.get(number=receipt.number)
            for act in story.acts:
                handle(record.pk, _wanted(act), _who(act), act.at)
        by_actions, found = _all_rows(), _hits()
        maker.record = models.Record.objects.earliest("pk").pk
        maker.event = models.Event.objects.earliest("pk").pk
        transaction.set_rollback(True)
    made = maker.rows(range(REPORTS), REPORTS)
    assert {row[6] for row in made.records} == {*ENDS}
    assert all(found.values())
    assert not models.Record.objects.exists()
    with transaction.atomic():
        insert(made)
    assert _all_rows() == by_actions
    assert _hits() == found


def _wanted(act: Act) -> Wanted:
    unit = act.unit if act.verb == "assign" else None
    return Wanted(act.verb, filled=act.filled, reason=act.reason, unit=unit)  # type: ignore[arg-type]


def _who(act: Act) -> Actor:
    units = frozenset({act.unit} if act.unit else ())
    return Actor(ActorKind.STAFF, f"made-up {act.role}", frozenset({act.role}), units)


def _all_rows() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            cursor.execute(f"SELECT {', '.join(columns.split())} FROM {table} ORDER BY 1, 2")
            found[table] = [
                tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in cursor
            ]
    return found


def _hits() -> dict[str, list[int]]:
    """What the index finds."""
    everything = models.Record.objects.all()
    return {
        word: sorted(search.found(everything, word).values_list("pk", flat=True)) for word in ("经", "情况", "已完成")
    }
