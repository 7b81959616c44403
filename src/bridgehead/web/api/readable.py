"""A body of JSON, and why it cannot be read. Texts that no database takes are refused at the door: the sign NUL, and
half of a character.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from bridgehead.primitives.errors import Place
from bridgehead.web.api import problems
from bridgehead.web.api.problems import Problem

JSON = "JSON in UTF-8"


class UnstorableError(ValueError):
    """A text that no database takes."""


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


class Json(Parser):
    """A body of JSON, each of whose texts can be stored; else UnstorableError, or what `json` raises."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = json.loads(request.body)
        if not all(map(storable, _texts(found))):
            raise UnstorableError
        return found


def why_unread(error: BaseException | None) -> Problem:
    """What is said of a body that could not be read."""
    match error:
        case UnstorableError():
            return problems.unstorable()
        case json.JSONDecodeError():
            found, place = f"a body that is no JSON: {error.msg.lower()}", Place("", error.lineno, error.colno)
            return problems.unreadable(found, place, JSON)
        case UnicodeDecodeError():
            return problems.unreadable("a body that is not in UTF-8", None, JSON)
    return problems.unreadable("a body that is nested too deep, or has a number that is too long", None, JSON)


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
