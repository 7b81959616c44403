"""What a request asks: its arguments, for which matter, in which language, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language_from_request
from ninja.errors import AuthenticationError

from bridgehead import published
from bridgehead.instruments.register.messages import Language
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.words import Phrase
from bridgehead.queries.public_records import open_registers
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.web.api import problems
from bridgehead.web.api.callers import Bearer, anybody
from bridgehead.web.api.readable import storable
from bridgehead.web.open311.answers import RefusedError

FORM = "application/x-www-form-urlencoded"
NO_KEY = Phrase("api_key 无效，或者不能用于提交", "api_key is none, or not one for filing")


@dataclass(frozen=True)
class Asked:
    """A request. An argument that is empty counts as one that is not there, as the standard says."""

    request: HttpRequest
    arguments: QueryDict = field(init=False)

    def __post_init__(self) -> None:
        if self.request.method == "POST" and self.request.content_type != FORM:
            kind = self.request.content_type
            raise RefusedError(400, Phrase(f"不收“{kind}”（{FORM}）", f"the media type «{kind}»; {FORM} is expected"))
        found = self.request.GET.copy()
        found.update(self.request.POST)
        if not all(storable(text) for name, values in found.lists() for text in (name, *values)):
            raise RefusedError(400, *problems.in_sentences(problems.unstorable()))
        object.__setattr__(self, "arguments", found)

    @property
    def language(self) -> Language:
        return "en" if get_language_from_request(self.request).startswith("en") else "zh"

    def word(self, name: str) -> str | None:
        return self.arguments.get(name, "").strip() or None

    def words(self, name: str) -> list[str]:
        """What stands between commas, each once."""
        given = ",".join(self.arguments.getlist(name)).split(",")
        return list(dict.fromkeys(word.strip() for word in given if word.strip()))

    def said(self, label: Label) -> str:
        return label.en if self.language == "en" else label.zh

    @cached_property
    def matter(self) -> tuple[str, Rulebook]:
        """The matter that `jurisdiction_id` names, or the only one that has services, with its rulebook."""
        known = {
            name: rulebook for name in published.matters() if open_registers(rulebook := published.current(name)[1])
        }
        name = self.word("jurisdiction_id")
        if name is None and len(known) != 1:
            raise RefusedError(400, not_provided("jurisdiction_id", known))
        name = name or next(iter(known))
        if name not in known:
            raise RefusedError(404, not_found("jurisdiction_id", name, known))
        return name, known[name]

    def actor(self) -> Actor:
        """Who files: staff by a token with the scope `submit`, as `api_key` or in the header; else the public."""
        key = self.word("api_key")
        try:
            found = Bearer("submit").authenticate(self.request, key) if key else anybody(self.request)
            found = found or Bearer("submit")(self.request)
        except (AuthenticationError, BridgeheadError) as error:
            raise RefusedError(403, NO_KEY) from error
        if found is None:
            raise RefusedError(403, NO_KEY)
        return found


def not_provided(argument: str, known: Iterable[str]) -> Phrase:
    words = ", ".join(known)
    return Phrase(
        f"没有写明 {argument}（其中之一：{words or '还没有'}）",
        f"{argument} was not provided; one of {words or 'none yet'}",
    )


def not_found(argument: str, given: str, known: Iterable[str]) -> Phrase:
    words = ", ".join(known)
    return Phrase(
        f"没有“{given}”这个 {argument}（其中之一：{words or '还没有'}）",
        f"{argument} «{given}» was not found; one of {words or 'none yet'}",
    )
