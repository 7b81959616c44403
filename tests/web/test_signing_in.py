"""Staff signs in: by password, with a second factor, or by single sign-on; nobody signs up."""

import base64
import hashlib
import hmac
import json
import re
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from bridgehead.config.signing_in import providers
from bridgehead.primitives.actor import SERVICE
from bridgehead.primitives.moment import now
from bridgehead.web.accounts.manage import close_account, open_account
from bridgehead.web.accounts.models import User
from bridgehead.web.accounts.urls import urlpatterns
from tests.cities import MOMENT

pytestmark = pytest.mark.django_db

PASSWORD = "made-up and long enough"
NAME = "made-up-clerk"


@pytest.fixture(autouse=True)
def _account() -> None:
    cache.clear()  # counts of attempts
    open_account(NAME, ["clerk"], [], PASSWORD, SERVICE, MOMENT)


def _sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": NAME, "password": password})


def _signed_in(client: Client) -> bool:
    return client.get("/account/2fa/").status_code == 200


def _totp(secret: str) -> str:
    """The code of RFC 6238 for this half-minute."""
    counter = struct.pack(">Q", int(now().timestamp()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"


def test_staff_signs_in_by_password_and_out_again() -> None:
    client = Client()
    assert client.get("/account/login/").status_code == 200
    assert not _signed_in(client)
    assert _sign_in(client).status_code == 302
    assert _signed_in(client)
    client.post("/account/logout/")
    assert not _signed_in(client)


def test_whoever_is_signed_in_finds_the_way_to_their_password_and_second_step() -> None:
    client = Client()
    assert 'href="/desk/"' in client.get("/services/").content.decode(), "which leads staff to signing in"
    _sign_in(client)
    assert 'href="/account/2fa/"' in client.get("/desk/").content.decode()
    page = client.get("/account/2fa/").content.decode()
    assert 'href="/account/password/change/"' in page
    assert 'href="/account/2fa/totp/activate/"' in page
    assert "恢复代码" not in page, "there are none without a second step"
    _with_second_factor()
    page = client.get("/account/2fa/").content.decode()
    assert 'href="/account/2fa/totp/deactivate/"' in page
    assert "还剩 10 个" in page


def test_a_wrong_password_signs_nobody_in_and_is_soon_not_asked_any_more() -> None:
    client = Client()
    assert [_sign_in(client, "wrong").status_code for _ in range(6)] == [200] * 5 + [429]
    locked_out = _sign_in(client)
    assert (locked_out.status_code, locked_out["retry-after"]) == (429, "300")
    assert locked_out["content-type"].startswith("text/html")
    assert not _signed_in(client)


def test_a_second_factor_that_is_guessed_is_soon_not_asked_for_any_more() -> None:
    _with_second_factor()
    client = Client()
    _sign_in(client)
    statuses = [client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_closed_account_does_not_sign_in() -> None:
    close_account(NAME, SERVICE, MOMENT)
    client = Client()
    _sign_in(client)
    assert not _signed_in(client)


def _with_second_factor() -> str:
    """The secret of a second factor that the account has from now on."""
    return _set_up()[0]


def _set_up() -> tuple[str, str]:
    """The same with the code by which it was set up."""
    client = Client()
    _sign_in(client)
    assert client.get("/account/2fa/totp/activate/")["location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'href="/desk/awards/"' in page, "with the ways of the desk"
    assert "查询码" not in page, "which is the code of a record"
    (secret,) = re.findall(r'value="([A-Z2-7]{32})"', page)
    code = _totp(secret)
    assert client.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    return str(secret), code


def test_the_code_by_which_a_second_factor_was_set_up_signs_nobody_in(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _, code = _set_up()
    client = Client()
    _sign_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 200
    assert not _signed_in(client)


def test_a_second_factor_is_asked_for_once_somebody_has_one() -> None:
    secret = _with_second_factor()
    client = Client()
    assert _sign_in(client)["location"] == "/account/2fa/authenticate/"
    assert not _signed_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    cache.clear()  # the code that set it up, if it is still that one, signs nobody in
    assert client.post("/account/2fa/authenticate/", {"code": _totp(secret)}).status_code == 302
    assert _signed_in(client)


def test_secrets_of_second_factors_are_kept_sealed() -> None:
    secret = _with_second_factor()
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert {each.type for each in Authenticator.objects.all()} == {"totp", "recovery_codes"}


FOR_ALL = {"login/": 200, "logout/": 200, "inactive/": 200, "oidc/cancelled/": 200, "oidc/error/": 401}
SIGNED_IN = (
    *("reauthenticate/", "password/change/", "password/set/", "2fa/", "2fa/reauthenticate/", "2fa/totp/activate/"),
    *("2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/recovery-codes/download/"),
)
HALF_SIGNED_IN = ("2fa/authenticate/",)
ELSEWHERE = ("oidc/<provider_id>/login/", "oidc/<provider_id>/login/callback/")


def test_every_address_stands_in_a_line() -> None:
    assert {str(each.pattern) for each in urlpatterns} == {*FOR_ALL, *SIGNED_IN, *HALF_SIGNED_IN, *ELSEWHERE}


@pytest.mark.parametrize("address", [*SIGNED_IN, *HALF_SIGNED_IN])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_is_not_signed_in_is_led_to_where_one_signs_in(address: str, method: str) -> None:
    answer = Client().generic(method, f"/account/{address}")
    assert answer.status_code == 302
    assert answer["location"].startswith("/account/login/")


@pytest.mark.parametrize("address", FOR_ALL)
def test_some_pages_are_for_all(address: str) -> None:
    assert Client().get(f"/account/{address}", follow=True).status_code == FOR_ALL[address]


@pytest.mark.parametrize("address", [*FOR_ALL, *SIGNED_IN])
def test_no_page_faults_for_who_is_signed_in_and_none_leads_to_what_there_is_not(address: str) -> None:
    client = Client(raise_request_exception=False)
    _sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = client.get(f"/account/{address}", follow=True)
    assert answer.status_code in (FOR_ALL.get(address, 200), 404), "codes for recovery are not there yet"
    assert "None" not in re.findall(r'href="([^"]*)"', answer.content.decode())


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "3rdparty/signup/"])
def test_nobody_signs_up_nor_is_sent_a_password(address: str) -> None:
    assert Client().get(f"/account/{address}").status_code == 404


# -- single sign-on ----------------------------------------------------------------------------------------------------


class Provider(BaseHTTPRequestHandler):
    """A provider of OpenID Connect that knows one person; made up."""

    subject = NAME
    challenges: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path.endswith("/openid-configuration"):
            names = {"issuer": "", "token_endpoint": "/token", "userinfo_endpoint": "/me", "jwks_uri": "/keys"}
            self._say({name: here + path for name, path in (names | {"authorization_endpoint": "/ask"}).items()})
        elif self.headers["Authorization"] == "Bearer made-up":
            self._say({"sub": self.subject, "email": "made-up@example.org", "email_verified": True})

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        verifier = hashlib.sha256(asked["code_verifier"][0].encode()).digest()
        assert self.challenges[asked["code"][0]] == base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        self._say({"access_token": "made-up", "token_type": "Bearer"})

    def _say(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def provider(settings: Any) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    secrets = {"BRIDGEHEAD_OIDC_CLIENT": "made-up", "BRIDGEHEAD_OIDC_SECRET": "made-up"}
    settings.SOCIALACCOUNT_PROVIDERS = providers({"BRIDGEHEAD_OIDC": address, **secrets})
    yield
    server.shutdown()
    server.server_close()


def _through_the_provider(client: Client) -> Any:
    asked = parse_qs(urlsplit(client.get("/account/oidc/single-sign-on/login/")["location"]).query)
    Provider.challenges["made-up"] = asked["code_challenge"][0]
    returned = {"code": "made-up", "state": asked["state"][0]}
    return client.get("/account/oidc/single-sign-on/login/callback/", returned)


@pytest.mark.usefixtures("provider")
def test_whoever_the_provider_knows_by_the_name_of_an_account_is_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Provider, "subject", NAME)
    for _ in range(2):  # the second time the provider's person is known
        client = Client()
        assert _through_the_provider(client).status_code == 302
        assert _signed_in(client)
    close_account(NAME, SERVICE, MOMENT)
    client = Client()
    _through_the_provider(client)
    assert not _signed_in(client)


@pytest.mark.usefixtures("provider")
def test_whoever_has_no_account_is_refused_and_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Provider, "subject", "somebody-else")
    client = Client()
    answer = _through_the_provider(client)
    assert answer.status_code == 403
    assert not _signed_in(client)
    assert User.objects.count() == 1


def test_without_a_provider_there_is_no_single_sign_on() -> None:
    assert Client().get("/account/oidc/single-sign-on/login/").status_code == 404
    assert providers({}) == {}
    with pytest.raises(ValueError, match="BRIDGEHEAD_OIDC without BRIDGEHEAD_OIDC_CLIENT"):
        providers({"BRIDGEHEAD_OIDC": "https://login.example.org"})
