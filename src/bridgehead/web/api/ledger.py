"""What the last verification of the whole ledger told."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from bridgehead.access import require
from bridgehead.queries.city import last_verification
from bridgehead.web.api import problems
from bridgehead.web.api.callers import Bearer, caller

router = Router()


class Finding(Schema):
    """What does not fit, or a note: its stable code, and the words of `verify`, which name the record and the event."""

    code: str
    found: str


class Verification(Schema):
    """When the whole ledger was verified last, over how many events and seals, how much does not fit, and the first of
    what was told.
    """

    at: datetime
    events: int
    seals: int
    mistakes: int
    told: list[Finding]


@router.get(
    "/verification",
    response=Verification,
    auth=Bearer("read"),
    summary="What the last verification of the whole ledger told",
)
def last_told(request: HttpRequest) -> Any:
    require(caller(request), "see what does not fit")
    found = last_verification()
    return problems.response(problems.not_verified()) if found is None else found
