"""The addresses of Open311, and the one way in which each answers: what is asked, or its errors, in XML or JSON."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from bridgehead import published
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger.models import Enactment
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import moved
from bridgehead.primitives.words import Phrase
from bridgehead.queries.public_records import open_registers
from bridgehead.web.api import problems
from bridgehead.web.api.language import IN_HTTP
from bridgehead.web.open311.answers import MEDIA_TYPES, RefusedError, refused, written
from bridgehead.web.open311.asked import Asked
from bridgehead.web.open311.filing import file_request
from bridgehead.web.open311.requests import one_request, request_list
from bridgehead.web.open311.services import service_definition, service_list

Said = Callable[..., Any]
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(asked: Asked) -> dict[str, Any]:
    """Where the interface is. It has changed when a rulebook was last put in force."""
    newest = Enactment.objects.order_by("-since").values_list("since", flat=True).first()
    changed = newest.isoformat() if newest else None
    offered = (published.current(name)[1] for name in published.matters())
    answer_for = dict.fromkeys(asked.said(each.about.issuer) for each in offered if open_registers(each))
    keys = {
        "zh": "公众办理无需 api_key；工作人员使用 scope 为 submit 的令牌，由管理员发放。",
        "en": "The public needs no api_key; staff use a token with the scope submit, which an administrator issues.",
    }
    endpoint = {
        "specification": SPECIFICATION,
        "url": asked.request.build_absolute_uri("/open311/v2"),
        "changeset": changed,
        "type": "production" if moved() is None else "test",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": changed,
        "contact": "; ".join((asked.request.build_absolute_uri("/services/"), *answer_for)),
        "key_service": keys[asked.language],
        "endpoints": [endpoint],
    }


def token(asked: Asked, name: str) -> Any:
    """No request waits for its name, so that there are no tokens."""
    _ = asked.matter
    found = f"token «{name}» was not found; every request has its service_request_id at once"
    raise RefusedError(404, Phrase(f"没有“{name}”这个 token：每件请求当时就有 service_request_id", found))


def answered(root: str, **by_method: Said) -> Callable[..., HttpResponse]:
    """A view that answers each method by its function."""

    @csrf_exempt  # nobody is signed in by a cookie here
    def view(request: HttpRequest, form: str, **named: str) -> HttpResponse:
        try:
            if form not in MEDIA_TYPES:
                raise RefusedError(400, Phrase(f"没有“{form}”格式（xml 或 json）", f"the format «{form}»; xml or json"))
            do = by_method.get(request.method or "")
            if do is None:
                raise _not_allowed(request.method or "", [*by_method])
            asked = Asked(request)
            answer = written(root, do(asked, **named), form)
            answer["Content-Language"] = IN_HTTP[asked.language]
            return answer
        except (RefusedError, BridgeheadError, RequestDataTooBig, SuspiciousOperation) as error:
            why = _refused(error)
        answer = refused(request.path, why.status, why.said)
        if why.status == 405:
            answer["Allow"] = ", ".join(by_method)
        return answer

    return view


def _not_allowed(method: str, known: Sequence[str]) -> RefusedError:
    said = Phrase(f"这个地址不能用 {method} 请求（{'、'.join(known)}）", f"{method}; {' or '.join(known)} is expected")
    return RefusedError(405, said)


def _refused(error: Exception) -> RefusedError:
    match error:
        case RefusedError():
            return error
        case RefusedFields():
            told = [(name, each) for name, said in error.fields.items() for each in said]
            return RefusedError(400, *(Phrase(f"{name}：{each.zh}", f"{name}: {each.en}") for name, each in told))
        case BridgeheadError():
            return RefusedError(400, *problems.in_sentences(problems.of(error)))
        case RequestDataTooBig():
            most = problems.too_large("a request without files", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            return RefusedError(413, *problems.in_sentences(most))
    return RefusedError(400, *problems.in_sentences(problems.unreadable("a request that cannot be read")))


VIEWS: Mapping[str, Callable[..., HttpResponse]] = {
    "discovery.<form>": answered("discovery", GET=discovery),
    "v2/services.<form>": answered("services", GET=service_list),
    "v2/services/<path:code>.<form>": answered("service_definition", GET=service_definition),
    "v2/requests.<form>": answered("service_requests", GET=request_list, POST=file_request),
    "v2/requests/<path:name>.<form>": answered("service_requests", GET=one_request),
    "v2/tokens/<path:name>.<form>": answered("service_requests", GET=token),
}

urlpatterns = [path(address, view) for address, view in VIEWS.items()]
