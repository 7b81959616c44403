"""Texts that no database takes are refused at the door: the sign NUL, and half of a character."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.parser import Parser

from bridgehead.primitives.words import Phrase
from bridgehead.web.api import problems
from bridgehead.web.api.shape import Answer

SIGNS = Phrase("地址中有文本不能有的符号", "an address with signs that no text has")


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


class Json(Parser):
    """A body of JSON, each of whose texts can be stored; else ValueError."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = json.loads(request.body)
        if not all(map(storable, _texts(found))):
            raise ValueError
        return found


def _texts(found: object) -> Iterable[str]:
    left = [found]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            left += [*each, *each.values()]
        elif isinstance(each, list):
            left += each


def readable(answer: Answer) -> Answer:
    """The step that refuses an address with such signs, in its path or in what is asked."""

    def read(request: HttpRequest) -> HttpResponseBase:
        asked = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if not storable(request.path) or b"\0" in asked:
            return problems.response(problems.of_status(400, SIGNS))
        return answer(request)

    return read
