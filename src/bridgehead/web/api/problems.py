"""Errors in their one shape: `application/problem+json` of RFC 9457, with the mistakes that were found."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from bridgehead.actions.refusal import RefusedFields
from bridgehead.primitives.errors import BridgeheadError

STATUS: Mapping[str, int] = {
    "RG001": 404,
    "RG002": 404,
    "AC001": 403,
    "AC002": 409,
    "AC003": 409,
    "AC007": 409,
    "AC010": 400,
    "AC020": 409,
    "AC022": 403,
    "AC023": 409,
    "AC024": 409,
    "AC025": 409,
    "AC027": 409,
    "AC028": 409,
    "AC031": 409,
    "AC032": 409,
    "AC034": 404,
    "AC037": 409,
    "AC039": 409,
    "AC044": 409,
    "AC045": 409,
    "AC046": 409,
    "AC048": 409,
    "AC082": 409,
    "AC083": 409,
    "AW060": 404,
    "AC040": 403,
    "AC042": 400,
    "AC062": 413,
    "AC068": 404,
}
"""The status of a refusal by the code of its first mistake; 422 for all others."""

Problem = Mapping[str, Any]

NOT_THERE: Problem = {"title": "no such record", "status": 404, "mistakes": []}
UNKNOWN_CALLER: Problem = {"title": "a token is needed, in «Authorization: Bearer ...»", "status": 401, "mistakes": []}


def of(error: BridgeheadError) -> Problem:
    """What is wrong: each mistake with its code, where it is, what was expected, and the nearest right thing."""
    mistakes = [
        {
            "code": each.code,
            "at": str(each.place or ""),
            "message": each.message,
            "expected": each.expected,
            "nearest": each.nearest,
        }
        for each in error.mistakes
    ]
    found: dict[str, Any] = {"title": error.mistakes[0].message, "mistakes": mistakes}
    if isinstance(error, RefusedFields):
        found["fields"] = {
            name: [{"zh": said.zh, "en": said.en} for said in each] for name, each in error.fields.items()
        }
    return found | {"status": STATUS.get(error.mistakes[0].code, 422)}


def of_form(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What is not as the description of the interface says: each place in the request, and what was expected there."""
    mistakes = [
        {
            "code": "AC041",
            "at": ".".join(map(str, each["loc"])),
            "message": f"«{'.'.join(map(str, each['loc'][1:]))}» is not of the form that is described",
            "expected": each["msg"],
            "nearest": None,
        }
        for each in errors
    ]
    return {"title": "the request is not of the form that is described", "status": 422, "mistakes": mistakes}


def of_status(status: int, title: str | None = None) -> Problem:
    """What is said where nothing but the status is known."""
    return {"title": title or HTTPStatus(status).phrase.lower(), "status": status, "mistakes": []}


def response(problem: Problem) -> HttpResponse:
    content = json.dumps({"type": "about:blank", **problem}, ensure_ascii=False)
    return HttpResponse(content, status=problem["status"], content_type="application/problem+json")
