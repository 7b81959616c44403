"""What a request asks: its arguments, for which matter, in which language, and by whom."""

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language_from_request
from ninja.errors import AuthenticationError

from bridgehead import published
from bridgehead.instruments.register.messages import Language
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.public_records import open_registers
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.web.api.callers import Bearer, anybody
from bridgehead.web.api.readable import storable
from bridgehead.web.open311.answers import RefusedError

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Asked:
    """A request. An argument that is empty counts as one that is not there, as the standard says."""

    request: HttpRequest
    arguments: QueryDict = field(init=False)

    def __post_init__(self) -> None:
        if self.request.method == "POST" and self.request.content_type != FORM:
            raise RefusedError(400, f"the media type «{self.request.content_type}»; {FORM} is expected")
        found = self.request.GET.copy()
        found.update(self.request.POST)
        if not all(storable(text) for name, values in found.lists() for text in (name, *values)):
            raise RefusedError(400, "a text with signs that no text has")
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
            raise RefusedError(400, f"jurisdiction_id was not provided; one of {', '.join(known) or 'none yet'}")
        name = name or next(iter(known))
        if name not in known:
            raise RefusedError(404, f"jurisdiction_id «{name}» was not found; one of {', '.join(known) or 'none yet'}")
        return name, known[name]

    def actor(self) -> Actor:
        """Who files: staff by a token with the scope `submit`, as `api_key` or in the header; else the public."""
        key = self.word("api_key")
        try:
            found = Bearer("submit").authenticate(self.request, key) if key else anybody(self.request)
            found = found or Bearer("submit")(self.request)
        except (AuthenticationError, BridgeheadError) as error:
            raise RefusedError(403, "api_key is none, or not one for filing") from error
        if found is None:
            raise RefusedError(403, "api_key is none, or not one for filing")
        return found
