"""The one table of who may do what: every operation and every line of `access` against every role and every scope."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, resolve
from django.utils import translation

from bridgehead import access
from bridgehead.primitives.actor import PUBLIC, SERVICE, Actor, ActorKind
from bridgehead.primitives.moment import now
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import User
from bridgehead.web.api.main import api
from bridgehead.web.urls import urlpatterns
from tests.cities import FINANCE, INVESTMENT, LIST, MOMENT, RUNNING, TOURISM, TRAIN, publish, submit_train
from tests.evidence import PDF

ROLES = ("nobody", "guest", "clerk", "handler", "supervisor", "administrator")
"""Nobody is not signed in; a guest is signed in and has no role."""
ALL = frozenset(ROLES)
STAFF = ALL - {"nobody", "guest"}


def _roles(named: str) -> frozenset[str]:
    return frozenset(named.split())


@dataclass(frozen=True)
class Line:
    """An operation: who may, by which scope of a token, and a request that is right but for who makes it."""

    may: frozenset[str]
    scope: str | None = None
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    form: bool = False


FIGURES = f"/figures/{FINANCE}/deposits-and-loans/"
SCREENING = f"/screens/{LIST}/central-money/"
COUNTED = f"/{RUNNING}/hotline-rates/"
STANDING = f"/standing/{INVESTMENT}/project/"
CHAIN = f"/chains/{INVESTMENT}/cooperation/"
AWARD = "/api/matters/{matter}/awards/{name}"
TABLE = "/api/matters/{matter}/registers/{name}/table"
RECORDS = "/api/matters/{matter}/registers/{name}/records"
ACTS = "/api/matters/{matter}/registers/{name}/acts"
LOOKS = "/api/matters/{matter}/registers/{name}/looks"
COUNTS = "/api/matters/{matter}/registers/{name}/counts"
OPERATIONS: Mapping[tuple[str, str], Line] = {
    ("post", RECORDS): Line(ALL, "submit", {"fields": TRAIN}),
    ("get", RECORDS): Line(STAFF, "read"),
    ("get", COUNTS): Line(
        _roles("clerk supervisor administrator"), "read", query={"since": "2023-01", "until": "2023-12"}
    ),
    ("get", TABLE): Line(_roles("supervisor administrator"), "export"),
    ("get", RECORDS + "/{number}"): Line(ALL, query={"code": "{code}"}),
    ("post", RECORDS + "/{number}/files"): Line(
        ALL - {"guest"}, "act", {"field": "passenger list", "code": "{code}"}, form=True
    ),
    ("get", RECORDS + "/{number}/files/{file}"): Line(STAFF - {"administrator"}, "look", query={"reason": "to see"}),
    ("get", RECORDS + "/{number}/related"): Line(STAFF, "read"),
    ("post", RECORDS + "/{number}/forgetting"): Line(_roles("administrator"), "forget", {"reason": "made up"}),
    ("post", RECORDS + "/{number}/looks"): Line(STAFF - {"administrator"}, "look", {"reason": "made up"}),
    ("post", LOOKS): Line(
        STAFF - {"administrator"}, "look", {"kind": "telephone", "value": "13800138000", "reason": "made up"}
    ),
    ("post", ACTS): Line(STAFF, "act", {"verb": "note", "records": [{"number": "none", "version": 1}]}),
    ("post", RECORDS + "/{number}/files/{file}/figures"): Line(STAFF, "act", {"version": 9}),
    ("post", RECORDS + "/{number}/acts"): Line(
        ALL - {"guest"}, "act", {"verb": "note", "version": 9, "code": "{code}"}
    ),
    ("get", "/api/verification"): Line(_roles("administrator"), "read"),
    ("get", AWARD): Line(STAFF, "read"),
    ("get", AWARD + "/places"): Line(ALL),
    ("post", AWARD + "/settlements"): Line(_roles("clerk supervisor"), "decide", {"on": "2023-10-16"}),
    ("post", AWARD + "/confirmations"): Line(_roles("supervisor"), "decide", {"version": 9}),
    ("post", AWARD + "/publications"): Line(_roles("supervisor"), "decide", {"term": "5 working days"}),
    ("post", AWARD + "/objections"): Line(ALL, body={"number": "TJ-2023-00001", "reason": "made up"}),
    ("post", AWARD + "/objections/{index}"): Line(_roles("supervisor"), "decide", {"upheld": False, "reason": "no"}),
    ("post", AWARD + "/revocations"): Line(
        _roles("supervisor"), "decide", {"number": "TJ-2023-00001", "reason": "made up"}
    ),
    ("post", AWARD + "/reinstatements"): Line(
        _roles("supervisor"), "decide", {"number": "TJ-2023-00001", "reason": "made up", "version": 9}
    ),
    ("post", AWARD + "/recoveries/{index}/withdrawal"): Line(
        _roles("supervisor"), "decide", {"reason": "made up", "version": 9}
    ),
    ("post", AWARD + "/recoveries"): Line(
        _roles("supervisor"),
        "decide",
        {"number": "TJ-2023-00001", "amount": "1.00", "reason": "made up", "term": "15 working days", "version": 9},
    ),
    ("post", AWARD + "/recoveries/{index}/repayments"): Line(
        _roles("supervisor"), "decide", {"amount": "1.00", "on": "2023-10-16", "version": 9}
    ),
    ("post", AWARD + "/decisions"): Line(ALL, body={"fields": {}}),
    ("post", AWARD + "/payments"): Line(_roles("supervisor"), "decide", {}),
    ("post", AWARD + "/payments/file"): Line(_roles("supervisor"), "look"),
    ("get", "/metrics"): Line(_roles("administrator"), "read"),
    ("get", "/health"): Line(ALL),
    ("get", "/ready"): Line(ALL),
    ("get", "/static/ninja/swagger-ui.css"): Line(ALL),
    ("get", "/open311/discovery.json"): Line(ALL),
    ("get", "/open311/v2/services.json"): Line(ALL),
    ("get", "/open311/v2/services/special-train-claim.json"): Line(ALL),
    ("get", "/open311/v2/requests.json"): Line(ALL),
    ("post", "/open311/v2/requests.json"): Line(ALL),
    ("get", "/open311/v2/requests/x.json"): Line(ALL),
    ("get", "/open311/v2/tokens/x.json"): Line(ALL),
    ("get", "/static/faces/notice-board.css"): Line(ALL),
    ("get", "/static/portal/sending.js"): Line(ALL),
    ("get", "/static/desk/desk.css"): Line(ALL),
    ("get", "/static/board/board.css"): Line(ALL),
    ("get", "/"): Line(ALL),
    ("get", "/front-page/"): Line(ALL),
    ("get", "/front-page/2023-09-20/"): Line(ALL),
    ("get", "/board/"): Line(ALL),
    ("get", "/board/records/{matter}/{name}/"): Line(ALL),
    ("get", "/services/"): Line(ALL),
    ("get", "/services/{matter}/{name}/"): Line(ALL),
    ("get", "/qualify/{matter}/{name}/"): Line(ALL),
    ("get", "/results/{matter}/{name}/"): Line(ALL),
    ("get", "/why/{matter}/{name}/{number}/"): Line(ALL),
    ("get", "/data/"): Line(ALL),
    ("get", "/data/{matter}/{name}/2023/csv/"): Line(ALL),
    ("get", "/board/counted" + COUNTED): Line(ALL),
    ("get", "/figures" + COUNTED): Line(ALL),
    ("get", CHAIN): Line(ALL),
    ("get", STANDING): Line(ALL),
    ("get", CHAIN + "csv/file/"): Line(ALL),
    ("get", FIGURES): Line(ALL),
    ("get", FIGURES + "csv/file/"): Line(ALL),
    ("get", SCREENING): Line(ALL),
    ("get", SCREENING + "csv/file/"): Line(ALL),
    ("get", "/seals/"): Line(ALL),
    ("get", "/try/"): Line(ALL),
    ("post", "/try/"): Line(ALL, body={"text": "made up"}, form=True),
    ("get", "/track/"): Line(ALL),
    ("get", "/track/why/"): Line(ALL),
    ("get", "/track/acts/"): Line(ALL),
    ("get", "/rules/"): Line(ALL),
    ("get", "/rules/{matter}/"): Line(ALL),
    ("get", "/api/docs"): Line(ALL),
    ("get", "/api/openapi.json"): Line(ALL),
}
"""Whoever may is not told 401 or 403; what else hinders them is none of this table's matters."""

DESK: Mapping[str, frozenset[str]] = {
    "/desk/": STAFF,
    "/desk/supervision/": STAFF - {"handler"},
    "/desk/registers/{matter}/{name}/": STAFF,
    "/desk/receiving/{matter}/{name}/": STAFF - {"administrator"},
    "/desk/searches/{matter}/{name}/": STAFF - {"administrator"},
    "/desk/several/{matter}/{name}/": STAFF,
    "/desk/views/{matter}/{name}/": STAFF,
    "/desk/screens/": _roles("clerk supervisor"),
    f"/desk{SCREENING}": _roles("clerk supervisor"),
    "/desk/accounts/": _roles("administrator"),
    "/desk/accounts/{name}/": _roles("administrator"),
    "/desk/units/": _roles("administrator"),
    "/desk/calendars/": STAFF,
    "/desk/ledger/": _roles("administrator"),
    "/desk/import/": _roles("administrator"),
    "/desk/import/{matter}/{name}/": _roles("administrator"),
    "/desk/import/{matter}/{name}/0.csv/": _roles("administrator"),
    "/desk/tables/{matter}/{name}/csv/": frozenset(("supervisor", "administrator")),
    "/desk/records/{matter}/{name}/{number}/": STAFF,
    "/desk/acts/{matter}/{name}/{number}/": STAFF,
    "/desk/looks/{matter}/{name}/{number}/": STAFF - {"administrator"},
    "/desk/files/{matter}/{name}/{number}/0/": STAFF - {"administrator"},
    "/desk/attaching/{matter}/{name}/{number}/": STAFF,
    "/desk/counts/{matter}/{name}/{number}/0/": STAFF,
    "/desk/forgetting/{matter}/{name}/{number}/": _roles("administrator"),
    "/desk/awards/": STAFF,
    "/desk/awards/{matter}/{name}/": STAFF,
    "/desk/awards/{matter}/{name}/what-if/": STAFF,
    "/desk/award-acts/settle/{matter}/{name}/": STAFF,
    "/desk/operations/": STAFF,
    "/desk/operations/{matter}/{number}/": STAFF,
    "/desk/operations/{matter}/{number}/log/": STAFF,
    "/desk/operations/{matter}/{number}/stream/": STAFF,
    "/desk/operations/{matter}/{number}/samples/": STAFF,
    "/desk/operations/{matter}/{number}/acts/": STAFF,
    "/desk/payments/{matter}/{name}/": _roles("supervisor"),
}
"""Pages for staff that is signed in; who is not is led to sign in."""

ACTIONS: Mapping[str, frozenset[str]] = {
    "submit": ALL | {"service"},
    "take in": _roles("clerk handler supervisor"),
    "track": ALL | {"service"},
    "see what is public": ALL | {"service"},
    "publish a rulebook": _roles("administrator service"),
    "see records": STAFF | {"service"},
    "see awards": STAFF | {"cashier", "service"},
    "see counts": _roles("clerk supervisor administrator service"),
    "see personal fields": _roles("clerk handler supervisor"),
    "forget": _roles("administrator service"),
    "settle": _roles("clerk supervisor"),
    "confirm": _roles("supervisor"),
    "seal": _roles("administrator service"),
    "object": ALL | {"service"},
    "see operations": STAFF | {"service"},
    "watch an operation": _roles("service"),
    "command an operation": _roles("handler supervisor"),
    "sign a check": _roles("handler supervisor"),
    "acknowledge an alarm": _roles("handler supervisor"),
    "close a run": _roles("supervisor"),
    "revoke": _roles("supervisor"),
    "reinstate": _roles("supervisor"),
    "pay": _roles("cashier supervisor"),
    "recover": _roles("supervisor"),
    "withdraw a demand": _roles("supervisor"),
    "note what came back": _roles("cashier supervisor"),
    "see metrics": _roles("administrator service"),
    "see what does not fit": _roles("administrator service"),
    "take over old cases": _roles("administrator service"),
    "screen projects": _roles("clerk supervisor"),
    "make up records": _roles("service"),
    "manage accounts": _roles("administrator service"),
    "export": _roles("supervisor administrator"),
}


def _operations() -> Iterator[tuple[str, str]]:
    for path, item in api.get_openapi_schema()["paths"].items():
        yield from ((method, path) for method in item)


def _routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        else:
            yield route


def test_every_operation_every_address_and_every_action_stands_in_the_table() -> None:
    described = {*_operations()}
    assert {each for each in OPERATIONS if each[1].startswith(("/api/matters", "/api/verification"))} == described
    paths = [*DESK, *(path for _, path in {*OPERATIONS} - described)]
    plain = (re.sub(r"{(.)\w+}", r"\1", path) for path in paths)
    with translation.override("zh-hans"):  # addresses without a language are those of Chinese pages
        others = {resolve(path).route for path in plain}
    elsewhere = ("api/", "account/")  # described above; and in test_signing_in
    assert {route for route in _routes(urlpatterns) if not route.startswith(elsewhere)} == {
        route for route in others if not route.startswith(elsewhere)
    }
    assert {*access.ALLOWED} == {*ACTIONS}


def _actor(role: str) -> Actor:
    if role in ("nobody", "service"):
        return PUBLIC if role == "nobody" else SERVICE
    return Actor(ActorKind.STAFF, role, frozenset() if role == "guest" else frozenset({role}))


@pytest.mark.parametrize("role", [*ROLES, "service"])
@pytest.mark.parametrize("what", sorted(ACTIONS))
def test_an_action_is_for_whom_the_table_says(what: str, role: str) -> None:
    assert access.may(_actor(role), what) is (role in ACTIONS[what])


def _headers(role: str, scopes: list[str]) -> dict[str, str]:
    if role == "nobody":
        return {}
    user = User.objects.create(username=f"made-up {role}", roles=[] if role == "guest" else [role])
    return {"authorization": f"Bearer {tokens.issue(user, 'test', scopes, now() + timedelta(days=1))}"}


def _status(operation: tuple[str, str], headers: dict[str, str]) -> int:
    method, path = operation
    publish()
    if path.startswith(FIGURES):
        publish(FINANCE)
    if path.startswith(SCREENING):
        publish(LIST)
    if path.startswith((CHAIN, STANDING)):
        publish(INVESTMENT)
    filed = submit_train(MOMENT)
    line = OPERATIONS[operation]
    name = "special-train" if path.startswith((AWARD, "/qualify/", "/results/", "/why/")) else "special-train-claim"
    address = path.format(matter=TOURISM, name=name, number=filed.number, index=0, file="0" * 64)
    query = {name: value.format(code=filed.code) for name, value in line.query.items()}
    client = Client(REMOTE_ADDR="192.0.2.1")
    if method == "get":
        return client.get(address, query, headers=headers).status_code
    body = line.body or {}
    said = {name: value.format(code=filed.code) if name == "code" else value for name, value in body.items()}
    if line.form:
        return client.post(address, {**said, "file": SimpleUploadedFile("a.pdf", PDF)}, headers=headers).status_code
    return client.post(address, said, content_type="application/json", headers=headers).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("operation", sorted(OPERATIONS), ids=" ".join)
def test_an_operation_is_for_whom_the_table_says(operation: tuple[str, str], role: str) -> None:
    status = _status(operation, _headers(role, [*tokens.SCOPES]))
    refused = 401 if role == "nobody" else 403
    assert (status == refused) is (role not in OPERATIONS[operation].may), status


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", sorted(DESK))
def test_a_page_of_the_desk_is_for_whom_the_table_says(page: str, role: str) -> None:
    publish()
    filed = submit_train(MOMENT)
    name = "special-train" if "/awards/" in page else "special-train-claim"
    client = Client()
    if role != "nobody":
        client.force_login(User.objects.create(username=f"made-up {role}", roles=[] if role == "guest" else [role]))
    answer = client.get(page.format(matter=TOURISM, name=name, number=filed.number))
    if role == "nobody":
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, "/account/login/")
    else:
        assert (answer.status_code == 403) is (role not in DESK[page]), answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("operation", sorted(each for each in OPERATIONS if OPERATIONS[each].scope), ids=" ".join)
def test_a_token_is_good_for_its_scopes_alone(operation: tuple[str, str]) -> None:
    others = [scope for scope in tokens.SCOPES if scope != OPERATIONS[operation].scope]
    assert _status(operation, _headers("clerk", others)) == 403


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"authorization": "Bearer x"}, {"authorization": "Basic eDp5"}])
@pytest.mark.parametrize("operation", sorted(each for each in OPERATIONS if OPERATIONS[each].scope), ids=" ".join)
def test_who_shows_a_token_that_is_none_is_not_taken_for_the_public(
    operation: tuple[str, str], headers: dict[str, str]
) -> None:
    assert _status(operation, headers) == 401
