"""Files of records over the interface: attach one, and look into one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from bridgehead.actions import attach
from bridgehead.actions.look import look_into
from bridgehead.actions.verify_by_list import verify_by_list
from bridgehead.primitives.moment import now
from bridgehead.queries.records import seen_by
from bridgehead.web.api.callers import Bearer, anybody, caller, filer_or_staff
from bridgehead.web.api.described import Sent
from bridgehead.web.api.moments import Moment
from bridgehead.web.api.once import once_only
from bridgehead.web.api.records import REGISTER, ShownToStaff, shown_to_staff

router = Router()
FILES = REGISTER + "/{number}/files"


class Attached(Schema):
    """A file as it stands stored: `hash` is that of what is stored, which nobody can read without the record's key."""

    hash: str
    field: str
    type: str
    size: int
    at: Moment


class Seen(Sent):
    """The version of a record that was seen."""

    version: int


class Counted(ShownToStaff):
    """A record whose figures were worked out of a list, and what is to be known of the file."""

    notes: list[str]


@router.post(
    FILES,
    response={201: Attached},
    auth=[Bearer("act"), anybody],
    summary="Attach a file to a record, by its code, or by a token with a reason",
)
def attach_file(
    request: HttpRequest,
    matter: str,
    name: str,
    number: str,
    field: Form[str],
    file: File[UploadedFile],
    code: Form[str | None] = None,
    reason: Form[str] = "",
) -> Status[Any]:
    record, actor = filer_or_staff(request, matter, name, number, code)
    assert file.file is not None
    kept = attach.attach(record.pk, attach.File(field, file.name or "", file.file, reason), actor, now())
    about = {"hash": kept.hash, "field": kept.field, "type": kept.media_type, "size": kept.size, "at": kept.at}
    return Status(201, about)


@router.get(FILES + "/{file}", auth=Bearer("look"), summary="Look into a file of a record, for a reason that is kept")
def open_file(
    request: HttpRequest, matter: str, name: str, number: str, file: str, reason: str = ""
) -> StreamingHttpResponse:
    actor = caller(request)
    record = seen_by(actor, "see personal fields", matter, name, number)
    found = look_into(record, file, reason, actor, now())
    response = StreamingHttpResponse(found.pieces, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


@router.post(
    FILES + "/{file}/figures",
    response=Counted,
    auth=Bearer("act"),
    summary="Verify what a list says that was handed in",
)
def count_list(request: HttpRequest, matter: str, name: str, number: str, file: str, seen: Seen) -> Mapping[str, Any]:
    actor = caller(request)
    record = seen_by(actor, "see records", matter, name, number)

    def do() -> dict[str, Any]:
        counted = verify_by_list(record.pk, file, seen.version, actor, now())
        notes = [str(each) for each in counted.notes]
        return {**shown_to_staff([counted.record], actor)[0], "notes": notes}

    return once_only(request, do)
