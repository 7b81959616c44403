"""Errors in their one shape: `application/problem+json` of RFC 9457, with the mistakes that were found."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.primitives.errors import LONGEST, BridgeheadError, Mistake, Place
from bridgehead.primitives.words import Phrase
from bridgehead.web.api.expected import in_chinese
from bridgehead.web.api.language import IN_HTTP, said, spoken
from bridgehead.web.faces.refused import why_not

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
    "AC088": 409,
    "AC083": 409,
    "AC095": 409,
    "AC096": 409,
    "AC097": 404,
    "AW060": 404,
    "AC040": 403,
    "AC042": 400,
    "AC062": 413,
    "AC113": 403,
    "AC068": 404,
    "LG020": 500,
    "LG021": 500,
    "AC117": 409,
    "AC118": 401,
    "AC119": 404,
    "AC120": 404,
    "AC121": 405,
    "AC122": 429,
    "AC123": 400,
    "AC124": 400,
    "AC125": 500,
    "AC126": 503,
    "AC127": 404,
    "AC128": 404,
    "AC129": 415,
    "AC132": 409,
}
"""The status of a refusal by the code of its first mistake; 422 for all others."""

OF_PROGRAMS: Mapping[str, str] = {
    "AC042": "Idempotency-Key 不合要求。",
    "AC043": "这个 Idempotency-Key 已用于另一个请求。",
}
"""What a program is told in Chinese where people are told of the form that they sent."""

Problem = Mapping[str, Any]


def of(error: BridgeheadError) -> Problem:
    """What is wrong: each mistake with its code, where it is, what was expected, and the nearest right thing. Texts
    have both languages until they are told.
    """
    mistakes = _of_fields(error) if isinstance(error, RefusedFields) else [_of_one(each) for each in error.mistakes]
    found: dict[str, Any] = {"title": mistakes[0]["message"], "mistakes": mistakes}
    if isinstance(error, RefusedFields):
        found["fields"] = {
            name: [{"zh": said.zh, "en": said.en} for said in each] for name, each in error.fields.items()
        }
    return found | {"status": STATUS.get(error.mistakes[0].code, 422)}


def _of_one(mistake: Mistake) -> dict[str, Any]:
    return {
        "code": mistake.code,
        "at": str(mistake.place or ""),
        "message": Phrase(OF_PROGRAMS.get(mistake.code) or why_not(mistake).zh, mistake.message),
        "expected": Phrase(in_chinese(mistake), mistake.expected),
        "nearest": mistake.nearest,
    }


def _of_fields(error: RefusedFields) -> list[dict[str, Any]]:
    """The same of what was filled in, of which what was expected is known in both languages."""
    told = (said for each in error.fields.values() for said in each)
    expected = (Phrase(said.zh.rstrip("。").removeprefix("应为"), _bare(said.en)) for said in told)
    return [
        {**_of_one(each), "message": Phrase(f"“{each.place}”填写不正确", each.message), "expected": said}
        for each, said in zip(error.mistakes, expected, strict=True)
    ]


def _bare(said: str) -> str:
    """What stands beside a field begins with the word that is the name of the place here."""
    return said.rstrip(".").removeprefix("Expected ")


def too_large(found: str, most: int) -> Problem:
    """AC062 of what is larger than `most` bytes."""
    bound = f"{most >> 20:,} MiB"
    return of_one(Mistake("AC062", found, None, f"at most {bound}", values={"most": bound}))


def not_there() -> Problem:
    """AC120 of a record that is not there, or is kept from whoever asks."""
    return of_one(
        Mistake("AC120", "no such record", None, "the number of one that you may see, with its code or a token")
    )


def unknown_caller() -> Problem:
    expected = "«Authorization: Bearer ...» with a token that is in force, or the code of the record"
    return of_one(Mistake("AC118", "a token is needed", None, expected))


def nowhere(address: str, known: str = "/api/openapi.json") -> Problem:
    """AC119 of an address; `known` is the one that tells which there are."""
    return of_one(Mistake("AC119", "no such address", Place.whole(address), f"one of those that {known} tells"))


def not_allowed(method: str, allowed: str) -> Problem:
    """AC121 of an address that answers other methods: `allowed`, between commas."""
    found, expected = f"{method} of an address that does not answer it", f"one of {allowed}"
    return of_one(Mistake("AC121", found, None, expected, values={"method": method}))


def too_often(seconds: int) -> Problem:
    """AC122 of whoever may ask again in so many seconds."""
    found, expected = "too many requests", f"to ask again in {seconds} seconds"
    return of_one(Mistake("AC122", found, None, expected, values={"seconds": str(seconds)}))


def unreadable(
    found: str, place: Place | None = None, expected: str = "a request of HTTP, as RFC 9110 has it"
) -> Problem:
    """AC123 of what cannot be read."""
    return of_one(Mistake("AC123", found, place, expected))


def of_another_type(found: str) -> Problem:
    """AC129 of a body that says of which media type it is."""
    return of_one(Mistake("AC129", f"a body of the type «{found[:LONGEST]}»", None, "Content-Type: application/json"))


def unstorable(place: Place | None = None) -> Problem:
    """AC124 of texts that no database takes."""
    found = "a text with the sign NUL or half of a character"
    return of_one(Mistake("AC124", found, place, "whole characters of Unicode, without NUL"))


def fault() -> Problem:
    """AC125, which tells nothing of the service itself."""
    expected = "to ask again; if that does not help, to tell an administrator the X-Request-ID of this answer"
    return of_one(Mistake("AC125", "a fault of the service, which stored nothing", None, expected))


def not_ready(found: Phrase) -> Problem:
    """AC126 of a service that cannot work now, and why."""
    (mistake,) = of_one(Mistake("AC126", found.en, None, "to ask again later"))["mistakes"]
    return {"title": found, "status": STATUS["AC126"], "mistakes": [{**mistake, "message": found}]}


def not_verified() -> Problem:
    """AC127 of what the last verification told, before there was one."""
    return of_one(
        Mistake(
            "AC127",
            "the ledger was never verified as a whole",
            None,
            "a first verification, which the service makes by itself",
        )
    )


def of_one(mistake: Mistake) -> Problem:
    return of(BridgeheadError([mistake]))


def in_sentences(problem: Problem) -> list[Phrase]:
    """The same for whoever is told in sentences alone, one for each mistake."""
    return [_in_a_sentence(each["message"], each["expected"]) for each in problem["mistakes"]]


def _in_a_sentence(message: Phrase, expected: Phrase) -> Phrase:
    found = Phrase(message.zh.rstrip("。"), message.en)
    return Phrase(f"{found.zh}（{expected.zh}）", f"{found.en}; {expected.en}") if expected.en else found


def response(problem: Problem) -> HttpResponse:
    content = json.dumps({"type": "about:blank", **said(problem)}, ensure_ascii=False)
    answer = HttpResponse(content, status=problem["status"], content_type="application/problem+json")
    answer["Vary"], answer["Content-Language"] = "Accept-Language", IN_HTTP[spoken()]
    if problem["status"] == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
