"""An address with signs that no database takes, in its path or in what is asked, is refused before all else."""

from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bridgehead.primitives.errors import Place
from bridgehead.web.api import problems
from bridgehead.web.api.readable import storable
from bridgehead.web.shape import Answer, told


def readable(answer: Answer) -> Answer:
    def read(request: HttpRequest) -> HttpResponseBase:
        asked = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if not storable(request.path) or b"\0" in asked:
            return told(request, problems.unstorable(Place.whole("the address")))
        return answer(request)

    return read
