"""The language in which a program is told what went wrong: Chinese or English, as its `Accept-Language` asks.

Without that header it is English, whatever the pages begin with, so that what programs were told before stays.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from bridgehead.instruments.register.messages import Language
from bridgehead.primitives.words import Phrase, within


def asked_in(request: HttpRequest) -> Language | None:
    """The language that a request asks for; None where it asks for none."""
    if not request.headers.get("accept-language"):
        return None
    return "en" if get_language_from_request(request).startswith("en") else "zh"


IN_HTTP: Mapping[Language, str] = {"zh": "zh-hans", "en": "en"}
"""A language as `Content-Language` has it."""

_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


@contextmanager
def spoken_to(request: HttpRequest) -> Iterator[None]:
    """What is `said` meanwhile is said in the language of whoever asks."""
    before = _spoken.set(asked_in(request) or "en")
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    return _spoken.get()


def said(value: Any) -> Any:
    """The same with each phrase in the language that is spoken."""
    match value:
        case Phrase():
            return within(value, spoken())
        case Mapping():
            return {name: said(each) for name, each in value.items()}
        case list() | tuple():
            return [said(each) for each in value]
    return value
