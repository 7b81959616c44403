"""Send what stands in the outbox: each message once.

A message is claimed first, in a unit of its own, then given to its sender, then marked as sent. Whoever dies between
leaves it claimed for a while; it is then given again under the same name, by which senders know it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from bridgehead.ledger import append, keys, models, outbox
from bridgehead.ledger.outbox import TO_STAFF

Sender = Callable[[str, Mapping[str, Any]], None]
"""Gives a message away: its name, the same each time, and `to`, `title`, `text`. Raises OSError where that fails."""

AT_ONCE = 100
CLAIMED = timedelta(minutes=10)
MOST_TRIES = 8


def send(senders: Mapping[str, Sender], at: datetime) -> int:
    """How many messages were sent. One to whoever filed a record that was forgotten is gone with its key."""
    sent = 0
    for message in _claimed(at):
        opened = _opened(message)
        if opened is None:
            models.Message.objects.filter(pk=message.pk).delete()
            continue
        name = outbox.called(message.record.number, message.pk)
        try:
            senders[message.channel](name, opened)
        except OSError:
            later = at + CLAIMED * 2**message.tries
            models.Message.objects.filter(pk=message.pk).update(tries=message.tries + 1, claimed_until=later)
            continue
        with append.unit():
            if not models.Message.objects.filter(pk=message.pk).update(sent_at=at, box=""):  # forgotten meanwhile
                models.Forgetting.objects.create(record=message.record, files=outbox.files(name))
        sent += 1
    return sent


def _claimed(at: datetime) -> list[models.Message]:
    with append.unit():
        free = models.Message.objects.filter(sent_at=None, tries__lt=MOST_TRIES).exclude(claimed_until__gt=at)
        found = list(free.select_for_update(of=("self",)).select_related("record").order_by("at", "pk")[:AT_ONCE])
        models.Message.objects.filter(pk__in=[each.pk for each in found]).update(claimed_until=at + CLAIMED)
    return found


def _opened(message: models.Message) -> dict[str, Any] | None:
    if message.kind == TO_STAFF:
        opened: dict[str, Any] = json.loads(keys.open_secret(settings.MASTER_KEY, message.box))
        return opened
    row = models.Key.objects.filter(record=message.record_id).first()
    if row is None:
        return None
    key = keys.unwrap(settings.MASTER_KEY, bytes(row.wrapped), message.record_id)
    return keys.unbox(key, message.box, message.record_id)
