"""Over the interface what is personal in a record is forgotten."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from bridgehead.actions.forget import forget
from bridgehead.primitives.moment import now
from bridgehead.queries.records import seen_by
from bridgehead.web.api.callers import Bearer, caller
from bridgehead.web.api.described import Sent
from bridgehead.web.api.records import REGISTER

router = Router()


class Forget(Sent):
    """Why, and whether those that were split from the record or it from are forgotten too."""

    reason: str
    also_split: bool = False


class Forgotten(Schema):
    """Whose personal fields are gone, and who still keeps the same person's. Not `finished` is what somebody still
    reads: the service removes it when they are done.
    """

    numbers: list[str]
    still_kept: list[str]
    finished: bool


@router.post(
    REGISTER + "/{number}/forgetting",
    response=Forgotten,
    auth=Bearer("forget"),
    summary="Forget what is personal in a record, which cannot be undone",
)
def forget_record(request: HttpRequest, matter: str, name: str, number: str, wanted: Forget) -> dict[str, Any]:
    actor = caller(request)
    found = seen_by(actor, "forget", matter, name, number)
    return asdict(forget(found.pk, wanted.reason, actor, now(), also_split=wanted.also_split))
