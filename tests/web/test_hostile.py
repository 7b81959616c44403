"""Requests made from the description of the interface, signed in: right ones are answered, no other is a fault."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from bridgehead.actions.attach import File, attach
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.keep_verification import keep_verification
from bridgehead.actions.object import object_to
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.recover import Demand, recover
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.ledger import models
from bridgehead.ledger.verify import Tally
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.api.main import api
from tests.cities import CLERK, MOMENT, SETTLED, TOURISM, TRAIN, accept, publish, submit_train
from tests.evidence import PDF
from tests.lists import csv_list, people, publish_lists
from tests.profiles import costing

pytestmark = pytest.mark.django_db

DESCRIBED = schemathesis.openapi.from_dict(api.get_openapi_schema())
TABLE = "/api/matters/{matter}/registers/{name}/table"
RECORDS = "/api/matters/{matter}/registers/{name}/records"
ACTS = "/api/matters/{matter}/registers/{name}/acts"
LOOKS = "/api/matters/{matter}/registers/{name}/looks"
COUNTS = "/api/matters/{matter}/registers/{name}/counts"
AWARD = "/api/matters/{matter}/awards/{name}"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
OF_A_PROBLEM = {"type", "title", "status", "mistakes"}
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))


@dataclass(frozen=True)
class Filed:
    number: str
    code: str
    version: int = 0
    file: str = "0" * 64


def _filed(accepted: bool = True) -> Filed:
    publish()
    receipt = submit_train(MOMENT)
    if accepted:
        accept(receipt.number)
    return Filed(receipt.number, receipt.code)


def _step(actor: Actor, at: datetime = SETTLED) -> Step:
    return Step(TOURISM, "special-train", actor, at)


def _settled() -> Filed:
    filed = _filed()
    return Filed(filed.number, filed.code, settle(_step(CLERK), date(2023, 10, 16)).version)


def _confirmed() -> Filed:
    filed = _settled()
    confirm(_step(SUPERVISOR), filed.version)
    return filed


def _published(at: datetime | None = None) -> Filed:
    filed = _confirmed()
    publish_places(_step(SUPERVISOR, at or now()), Term.read("5 working days"))
    return filed


def _attached() -> Filed:
    filed = _filed(accepted=False)
    record = models.Record.objects.get(number=filed.number)
    kept = attach(record.pk, File("passenger list", "a.pdf", BytesIO(PDF), "made up"), CLERK, MOMENT)
    return Filed(filed.number, filed.code, file=kept.hash)


def _listed() -> Filed:
    publish_lists()
    receipt = submit_train(MOMENT)
    listed = File("passenger list", "a.csv", BytesIO(csv_list(people(0, 2, bought=1))), "made up")
    kept = attach(models.Record.objects.get(number=receipt.number).pk, listed, CLERK, MOMENT)
    return Filed(receipt.number, receipt.code, 2, kept.hash)


def _objected() -> Filed:
    filed = _published()
    object_to(_step(PUBLIC, now()), filed.number, "made up")
    return filed


def _paid() -> Filed:
    filed = _published(SETTLED)
    pay(_step(SUPERVISOR, SETTLED + timedelta(days=30)))
    return filed


def _revoked() -> Filed:
    """A place that was paid and then revoked."""
    filed, paid = _paid(), _step(SUPERVISOR, SETTLED + timedelta(days=30))
    return Filed(filed.number, filed.code, revoke(paid, filed.number, "made up").version)


def _demanded() -> Filed:
    filed = _revoked()
    demand = Demand(filed.number, Decimal(100), "made up", Term.read("15 working days"))
    step = _step(SUPERVISOR, SETTLED + timedelta(days=30))
    return Filed(filed.number, filed.code, recover(step, demand, filed.version).version)


def _verified() -> Filed:
    keep_verification(Tally(events=12, seals=2), 0, (), MOMENT)
    return _filed(accepted=False)


@dataclass(frozen=True)
class Right:
    """What must be there, and a request that is answered then."""

    before: Callable[[], Filed] = _filed
    body: Callable[[Filed], Any] = lambda filed: {}
    query: Callable[[Filed], Mapping[str, str]] = field(default=lambda filed: {})
    form: bool = False


RIGHT: Mapping[tuple[str, str], Right] = {
    ("POST", RECORDS): Right(body=lambda filed: {"fields": TRAIN}),
    ("GET", RECORDS): Right(),
    ("GET", COUNTS): Right(query=lambda filed: {"since": "2023-01", "until": "2023-12"}),
    ("GET", TABLE): Right(query=lambda filed: {"form": "parquet"}),
    ("GET", RECORDS + "/{number}"): Right(query=lambda filed: {"code": filed.code}),
    ("POST", RECORDS + "/{number}/files"): Right(
        lambda: _filed(accepted=False),
        lambda filed: {"field": "passenger list", "file": SimpleUploadedFile("a.pdf", PDF), "reason": "made up"},
        form=True,
    ),
    ("GET", RECORDS + "/{number}/files/{file}"): Right(_attached, query=lambda filed: {"reason": "to see"}),
    ("GET", RECORDS + "/{number}/related"): Right(),
    ("POST", RECORDS + "/{number}/forgetting"): Right(body=lambda filed: {"reason": "made up"}),
    ("POST", RECORDS + "/{number}/looks"): Right(body=lambda filed: {"reason": "made up"}),
    ("POST", LOOKS): Right(body=lambda filed: {"kind": "telephone", "value": "13800138000", "reason": "made up"}),
    ("POST", ACTS): Right(
        body=lambda filed: {"verb": "note", "reason": "made up", "records": [{"number": filed.number, "version": 2}]}
    ),
    ("POST", RECORDS + "/{number}/files/{file}/figures"): Right(_listed, lambda filed: {"version": filed.version}),
    ("POST", RECORDS + "/{number}/acts"): Right(
        lambda: _filed(accepted=False), lambda filed: {"verb": "refuse", "reason": "made up", "version": 1}
    ),
    ("GET", "/api/verification"): Right(_verified),
    ("GET", AWARD): Right(_settled),
    ("GET", AWARD + "/places"): Right(_published),
    ("POST", AWARD + "/settlements"): Right(body=lambda filed: {"on": "2023-10-16"}),
    ("POST", AWARD + "/confirmations"): Right(_settled, lambda filed: {"version": filed.version}),
    ("POST", AWARD + "/publications"): Right(_confirmed, lambda filed: {"term": "5 working days"}),
    ("POST", AWARD + "/objections"): Right(_published, lambda filed: {"number": filed.number, "reason": "made up"}),
    ("POST", AWARD + "/objections/{index}"): Right(_objected, lambda filed: {"upheld": False, "reason": "made up"}),
    ("POST", AWARD + "/payments"): Right(lambda: _published(SETTLED)),
    ("POST", AWARD + "/payments/file"): Right(_paid),
    ("POST", AWARD + "/revocations"): Right(_published, lambda filed: {"number": filed.number, "reason": "made up"}),
    ("POST", AWARD + "/reinstatements"): Right(
        _revoked, lambda filed: {"number": filed.number, "reason": "made up", "version": filed.version}
    ),
    ("POST", AWARD + "/recoveries/{index}/withdrawal"): Right(
        _demanded, lambda filed: {"reason": "made up", "version": filed.version}
    ),
    ("POST", AWARD + "/recoveries"): Right(
        _revoked,
        lambda filed: {
            "number": filed.number,
            "amount": "100.00",
            "reason": "made up",
            "term": "15 working days",
            "version": filed.version,
        },
    ),
    ("POST", AWARD + "/recoveries/{index}/repayments"): Right(
        _demanded, lambda filed: {"amount": "60.00", "on": "2023-11-16", "version": filed.version}
    ),
    ("POST", AWARD + "/decisions"): Right(body=lambda filed: {"fields": TRAIN}),
}


@pytest.mark.parametrize("operation", sorted((m.upper(), p) for p in DESCRIBED for m in DESCRIBED[p]), ids=" ".join)
def test_an_operation_answers_what_is_right_and_faults_at_nothing(operation: tuple[str, str]) -> None:
    method, path = operation
    right = RIGHT[operation]
    filed = right.before()
    user = User.objects.create(username="made-up-anybody", roles=["clerk", "handler", "supervisor", "administrator"])
    client = Client(raise_request_exception=False)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {tokens.issue(user, 'test', tokens.SCOPES, now() + DAY)}"
    real = {"matter": TOURISM, "number": filed.number, "index": "0", "file": filed.file}
    real["name"] = "special-train" if path.startswith(AWARD) else "special-train-claim"

    @costing(4, suppress_health_check=[HealthCheck.filter_too_much])  # a path alone is never not as described
    @given(st.one_of(*(DESCRIBED[path][method].as_strategy(generation_mode=mode) for mode in MODES)), st.integers(0, 3))
    def hostile(case: Any, real_places: int) -> None:
        if real_places:  # else nothing but 404 would be met
            case.path_parameters = {**(case.path_parameters or {}), **real}
        with transaction.atomic():
            answer = client.generic(method, case.formatted_path, **_sent(case))
            transaction.set_rollback(True)
        assert answer.status_code < 500, answer.content
        if answer.status_code >= 400:
            assert answer["content-type"] == "application/problem+json"
            assert answer.json().keys() >= OF_A_PROBLEM

    hostile()
    address = path.format(**real)
    if method == "GET":
        answer = client.get(address, right.query(filed))
    else:
        answer = client.post(address, right.body(filed), MULTIPART_CONTENT if right.form else "application/json")
    assert 200 <= answer.status_code < 300, answer.status_code


DAY = timedelta(days=1)


def _sent(case: Any) -> dict[str, Any]:
    """Query, headers and body of a case, as the test's client takes them."""
    query = case.query if isinstance(case.query, Mapping) else {}
    headers = {str(name): str(value) for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
    body = b"" if isinstance(case.body, NotSet) else case.body
    sent = {"QUERY_STRING": urlencode(query, doseq=True), "headers": headers}
    if case.media_type == "multipart/form-data" and isinstance(body, Mapping):
        parts = {name: _part(name, each) for name, each in body.items()}
        return {**sent, "data": encode_multipart(BOUNDARY, parts), "content_type": MULTIPART_CONTENT}
    data = body if isinstance(body, bytes) else json.dumps(body, default=str).encode()
    return {**sent, "data": data, "content_type": case.media_type or "application/json"}


def _part(name: str, value: object) -> object:
    """A part of a form; what is asked for as a file is one, whose name is as hostile as its content."""
    if name != "file":
        return str(value)
    content = value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
    return SimpleUploadedFile(content.decode(errors="replace")[:40] or "a", content)


NASTY = (
    '"a\\u0000b"',
    '"\\ud800"',
    "1" + "0" * 5000,
    "1e400",
    "NaN",
    "[" * 5000 + "]" * 5000,
    '"' + "一" * 100_000 + '"',
)
"""Texts and numbers in JSON that a database, a decoder or a printer does not take."""


@pytest.mark.parametrize("nasty", NASTY, ids=lambda each: each[:8])
def test_values_that_no_database_takes_are_refused_or_taken(nasty: str) -> None:
    filed = _filed()
    user = User.objects.create(username="made-up-anybody", roles=["clerk"])
    client = Client(raise_request_exception=False)
    headers = {"authorization": f"Bearer {tokens.issue(user, 'test', tokens.SCOPES, now() + DAY)}"}
    records = RECORDS.format(matter=TOURISM, name="special-train-claim")
    good = json.dumps(TRAIN | {"organiser": "PLACE"})
    bodies = {
        records: f'{{"fields": {good}}}',
        f"{records}/{filed.number}/acts": '{"verb": "note", "version": 2, "reason": "PLACE"}',
        AWARD.format(matter=TOURISM, name="special-train") + "/objections": '{"number": "PLACE", "reason": "PLACE"}',
    }
    for address, body in bodies.items():
        sent = body.replace('"PLACE"', nasty)
        given = headers if "objections" not in address else {}
        with transaction.atomic():
            answer = client.post(address, sent, content_type="application/json", headers=given)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (address, answer.content)


@pytest.mark.parametrize("text", ["a%00b", "%ED%A0%80", "%FF", "9" * 400, "a" * 5000])
def test_words_of_an_address_that_no_database_takes_are_told(text: str) -> None:
    filed = _filed()
    user = User.objects.create(username="made-up-anybody", roles=["clerk"])
    client = Client(raise_request_exception=False)
    headers = {"authorization": f"Bearer {tokens.issue(user, 'test', tokens.SCOPES, now() + DAY)}"}
    records = RECORDS.format(matter=TOURISM, name="special-train-claim")
    addresses = [f"{records}?{name}={text}" for name in ("stage", "unit", "after", "size")] + [
        f"{records}/{text}?code=x",
        f"{records}/{filed.number}?code={text}",
        f"/api/matters/{text}/registers/x/records",
    ]
    for address in addresses:
        with transaction.atomic():
            answer = client.generic("GET", address, headers=headers)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (address[:200], answer.content)
