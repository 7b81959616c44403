"""The other language of a page: its name and the address of the same page."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

NAMES = {"en": "English", "zh-hans": "中文"}


def other_language(request: HttpRequest) -> dict[str, object]:
    """For every template, as `other_language`: code, name and address."""
    of = get_language() or ""
    code = "zh-hans" if of.startswith("en") else "en"
    path, mark, asked = request.get_full_path().partition("?")
    address = f"{_address(path, of, code)}{mark}{asked}"
    return {"other_language": {"code": code, "name": NAMES[code], "address": address}}


@lru_cache(maxsize=1024)
def _address(path: str, of: str, code: str) -> str:
    """That of a page, whose language is in force, in another one."""
    return translate_url(path, code)
