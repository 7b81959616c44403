"""A body of JSON, and why it cannot be read. Texts that no database takes are refused at the door: the sign NUL, and
half of a character; and so is a name that stands twice in an object, of which one value would be passed over.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from bridgehead.primitives.errors import LONGEST, Place
from bridgehead.web.api import problems
from bridgehead.web.api.problems import Problem

JSON = "JSON in UTF-8"
JSON_TYPES = re.compile(r"application/(\S+\+)?json", re.IGNORECASE)


class UnstorableError(ValueError):
    """A text that no database takes."""


def storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


class TwiceError(ValueError):
    """A name that stands twice in an object of JSON."""


class OtherTypeError(ValueError):
    """A body that says that it is no JSON."""


class Json(Parser):
    """A body of JSON, each of whose texts can be stored; else UnstorableError, TwiceError, OtherTypeError, or what
    `json` raises.
    """

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type and not JSON_TYPES.fullmatch(request.content_type):
            raise OtherTypeError(request.content_type)
        found = json.loads(request.body, object_pairs_hook=_each_once)
        if not all(map(storable, _texts(found))):
            raise UnstorableError
        return found


def why_unread(error: BaseException | None) -> Problem:
    """What is said of a body that could not be read."""
    match error:
        case OtherTypeError():
            return problems.of_another_type(str(error))
        case TwiceError():
            name = str(error)[:LONGEST]
            return problems.unreadable(f"the name «{name}» twice in one object", Place.whole(name), "each name once")
        case UnstorableError():
            return problems.unstorable()
        case json.JSONDecodeError():
            found, place = f"a body that is no JSON: {error.msg.lower()}", Place("", error.lineno, error.colno)
            return problems.unreadable(found, place, JSON)
        case UnicodeDecodeError():
            place = Place.whole(f"byte {error.start + 1}")
            return problems.unreadable("a body that is not in UTF-8", place, JSON)
    return problems.unreadable("a body that is nested too deep, or has a number that is too long", None, JSON)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((often, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise TwiceError(often)
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
