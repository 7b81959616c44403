"""Do what is asked once, however often it is asked: the same key and request get the same answer."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from bridgehead.ledger import keys, models, rows
from bridgehead.ledger.append import unit
from bridgehead.primitives.errors import BridgeheadError, Mistake

KEPT = timedelta(days=1)
KEY = re.compile(r"[!-~]{16,200}")
"""So long that it is not guessed: whoever has it and makes the same request gets the answer."""

Answer = Mapping[str, Any]
"""What JSON holds, and moments, which become text."""


def once(key: str, request: bytes, do: Callable[[], Answer], at: datetime) -> Answer:
    """What `do` answers, or answered when it was asked first; it is done and kept in one unit, or neither.

    `request` is a digest of who asks and for what. Raises BridgeheadError with AC042 for what is no key, with AC043
    where the key came with another request; and whatever `do` raises, of which nothing is kept.
    """
    if not KEY.fullmatch(key):
        raise BridgeheadError([Mistake("AC042", "an Idempotency-Key that is none", None, "16 to 200 signs of ASCII")])
    digest = keys.answer_digest(settings.MASTER_KEY, key)
    with unit():
        kept = models.Answer(key=digest, request=request, at=at)
        if not rows.insert_once(kept):
            kept = models.Answer.objects.get(pk=digest)
            if bytes(kept.request) != request:
                found = "an Idempotency-Key that came with another request before"
                raise BridgeheadError([Mistake("AC043", found, None, "a new key for a new request")])
            return _read(keys.open_answer(settings.MASTER_KEY, key, bytes(kept.sealed)))
        answer = json.dumps(do(), ensure_ascii=False, default=datetime.isoformat).encode()
        kept.sealed = keys.seal_answer(settings.MASTER_KEY, key, answer)
        rows.update(kept, "sealed")
    return _read(answer)


def forget_answers(at: datetime) -> int:
    """How many answers were forgotten whose day is over."""
    with unit():
        return models.Answer.objects.filter(at__lt=at - KEPT).delete()[0]


def _read(answer: bytes) -> Answer:
    found = json.loads(answer)
    assert isinstance(found, dict)
    return found
