"""Answers in both formats: JSON, and XML of the same structure, whose elements the standard names."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

from bridgehead.primitives.words import Phrase
from bridgehead.web.api.language import IN_HTTP, said, spoken

MEDIA_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}

ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""What an element of a list is called in XML, by the list's name."""

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML cannot hold, even escaped (XML 1.0, section 2.2)."""


class RefusedError(Exception):
    """What cannot be answered: the status, and what is wrong, one sentence each."""

    def __init__(self, status: int, *said: Phrase) -> None:
        self.status, self.said = status, said
        super().__init__(*(each.en for each in said))


def refused(address: str, status: int, told: Iterable[Phrase]) -> HttpResponse:
    """Errors in the language that is spoken, in the format that an address names; in XML where it names none."""
    form = address.rpartition(".")[2]
    errors = [{"code": status, "description": said(each)} for each in told]
    answer = written("errors", errors, form if form in MEDIA_TYPES else "xml", status)
    answer["Content-Language"] = IN_HTTP[spoken()]
    return answer


def written(root: str, content: Any, form: str, status: int = 200) -> HttpResponse:
    """The answer whose outermost element is `root`, in the form `xml` or `json`."""
    text = json.dumps(content, ensure_ascii=False) if form == "json" else _xml(root, content)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPES[form], headers={"Vary": "Accept-Language"})


def _xml(root: str, content: Any) -> bytes:
    tree = _element(root, content)
    found: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return found


def _element(name: str, content: Any) -> ElementTree.Element:
    found = ElementTree.Element(name)
    if isinstance(content, Mapping):
        found.extend(_element(part, value) for part, value in content.items())
    elif isinstance(content, Sequence) and not isinstance(content, str):
        found.extend(_element(ITEMS[name], value) for value in content)
    elif content is not None:
        said = str(content).lower() if isinstance(content, bool) else str(content)
        found.text = NO_XML.sub("\ufffd", said)
    return found
