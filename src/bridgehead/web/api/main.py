"""The interface: every operation, and the one shape of an error (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema, Status

from bridgehead import __version__
from bridgehead.actions.submit import submit
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now

api = NinjaAPI(title="Bridgehead", version=__version__, urls_namespace="api")


class Filled(Schema):
    fields: dict[str, str | int | bool | list[str] | None]


@api.exception_handler(BridgeheadError)
def _problem(request: HttpRequest, error: BridgeheadError) -> HttpResponse:
    mistakes: list[dict[str, Any]] = [
        {
            "code": each.code,
            "at": str(each.place or ""),
            "message": each.message,
            "expected": each.expected,
            "nearest": each.nearest,
        }
        for each in error.mistakes
    ]
    return api.create_response(
        request, {"title": str(error.mistakes[0]), "status": 422, "mistakes": mistakes}, status=422
    )


@api.post("/matters/{path:matter}/registers/{name}/records", response={201: dict[str, Any]})
def submit_record(request: HttpRequest, matter: str, name: str, filled: Filled) -> Status[dict[str, Any]]:
    receipt = submit(matter, name, filled.fields, PUBLIC, now())
    return Status(201, {"number": receipt.number, "code": receipt.code, "at": receipt.at})
