"""The interface: every operation, and the one shape of an error (RFC 9457)."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bridgehead import __version__
from bridgehead.ledger.models import Record
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.web.api import awards, described, files, forgetting, ledger, looks, problems, readable, records, tables

log = logging.getLogger(__name__)
api = described.Interface(title="Bridgehead", version=__version__, urls_namespace="api", parser=readable.Json())
api.add_decorator(described.named_alone, mode="view")
api.add_router("", records.router)
api.add_router("", files.router)
api.add_router("", forgetting.router)
api.add_router("", looks.router)
api.add_router("", tables.router)
api.add_router("", awards.router)
api.add_router("", ledger.router)


@api.exception_handler(BridgeheadError)
def _refused(request: HttpRequest, error: BridgeheadError) -> HttpResponse:
    found = problems.of(error)
    if found["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("what is stored does not fit: %s", " ".join(each.code for each in error.mistakes))
    return problems.response(found)


@api.exception_handler(Record.DoesNotExist)
def _not_there(request: HttpRequest, error: Record.DoesNotExist) -> HttpResponse:
    return problems.response(problems.not_there())


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.response(problems.unknown_caller())


@api.exception_handler(ValidationError)
def _not_of_the_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.response(described.of_form(error.errors))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    found = f"a request of {request.headers.get('content-length')} bytes without files"
    return problems.response(problems.too_large(found, settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.response(readable.why_unread(error.__cause__))


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.response(problems.nowhere(request.path))
