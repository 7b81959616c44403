"""The interface: every operation, and the one shape of an error (RFC 9457)."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from bridgehead import __version__
from bridgehead.ledger.models import Record
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.web.api import problems, records

api = NinjaAPI(title="Bridgehead", version=__version__, urls_namespace="api")
api.add_router("", records.router)


@api.exception_handler(BridgeheadError)
def _refused(request: HttpRequest, error: BridgeheadError) -> HttpResponse:
    return problems.response(problems.of(error))


@api.exception_handler(Record.DoesNotExist)
def _not_there(request: HttpRequest, error: Record.DoesNotExist) -> HttpResponse:
    return problems.response(problems.NOT_THERE)


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.response(problems.UNKNOWN_CALLER)
