"""Over the interface what is personal is looked at, and whoever is named by a number is found; each look is kept.

None of it is done once only: an answer that was kept would outlive what is forgotten.
"""

from collections.abc import Mapping
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from bridgehead.actions.look import Sought, look, look_for
from bridgehead.primitives.moment import now
from bridgehead.queries.records import seen_by
from bridgehead.web.api.callers import Bearer, caller
from bridgehead.web.api.described import Sent
from bridgehead.web.api.records import REGISTER, ShownToStaff, shown_to_staff

router = Router()
SEARCHES = "/matters/{path:matter}/registers/{name}/looks"


class Look(Sent):
    """Why somebody looks, which is kept and names nobody."""

    reason: str


class Opened(Schema):
    """What is personal in a record, in the clear."""

    number: str
    fields: dict[str, Any]


class LookFor(Look):
    """Whose records are looked for: by which kind of number, and it, in any spelling."""

    kind: Literal["telephone", "identity number", "credit code", "e-mail"]
    value: str


class Found(Schema):
    """The records that name them, newest first, without what is personal."""

    records: list[ShownToStaff]


@router.post(
    REGISTER + "/{number}/looks",
    response=Opened,
    auth=Bearer("look"),
    summary="Look at what is personal in a record, for a reason that is kept",
)
def look_at_record(
    request: HttpRequest, response: HttpResponse, matter: str, name: str, number: str, wanted: Look
) -> Mapping[str, Any]:
    response["Cache-Control"] = "no-store"
    actor = caller(request)
    record = seen_by(actor, "see personal fields", matter, name, number)
    return {"number": number, "fields": look(record, wanted.reason, actor, now())}


@router.post(
    SEARCHES,
    response=Found,
    auth=Bearer("look"),
    summary="Look for the records of whoever has a telephone or another number, for a reason that is kept",
)
def look_for_records(
    request: HttpRequest, response: HttpResponse, matter: str, name: str, wanted: LookFor
) -> Mapping[str, Any]:
    response["Cache-Control"] = "no-store"
    actor = caller(request)
    found = look_for(Sought(matter, name, wanted.kind, wanted.value), wanted.reason, actor, now())
    return {"records": shown_to_staff(found, actor)}
