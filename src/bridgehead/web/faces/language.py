"""The other language of a page: its name and the address of the same page."""

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

NAMES = {"en": "English", "zh-hans": "中文"}


def other_language(request: HttpRequest) -> dict[str, object]:
    """For every template, as `other_language`: code, name and address."""
    code = "zh-hans" if (get_language() or "").startswith("en") else "en"
    address = translate_url(request.get_full_path(), code)
    return {"other_language": {"code": code, "name": NAMES[code], "address": address}}
