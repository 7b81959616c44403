"""An administrator's first steps: units, accounts and tokens by commands, each change an event."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from typer.testing import CliRunner, Result

from bridgehead.cli import main
from bridgehead.ledger import events, models
from bridgehead.web.accounts.models import User
from tests.cities import TOURISM, publish, submit_train
from tests.sound import misfits

pytestmark = pytest.mark.django_db

STRONG = "made-up and long enough"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BRIDGEHEAD_HOME", str(settings.HOME))
    yield
    assert misfits() == []


def _run(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(main.app, [*arguments, "--home", str(Path(settings.HOME))], input=said)


def _done(*arguments: str, said: str | None = None) -> str:
    done = _run(*arguments, said=said)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def _lists(token: str) -> int:
    address = f"/api/matters/{TOURISM}/registers/special-train-claim/records"
    return Client().get(address, headers={"authorization": f"Bearer {token}"}).status_code


def test_an_account_is_opened_and_its_token_opens_the_interface_until_it_is_taken() -> None:
    publish()
    submit_train()
    _done("unit", "add", "made-up-bureau", "--zh", "虚构局", "--en", "Made-up bureau")
    opened = _done("user", "add", "made-up-clerk", "--role", "clerk", "--unit", "made-up-bureau")
    assert opened == "made-up-clerk · clerk · of made-up-bureau"
    token = _done("token", "made-up-clerk", "--scope", "read", "--scope", "act")
    assert _lists(token) == 200
    _done("token", "made-up-clerk", "--revoke")
    assert _lists(token) == 401


def test_what_an_account_may_do_is_changed_and_it_is_closed() -> None:
    publish()
    _done("user", "add", "made-up-clerk", "--role", "clerk")
    token = _done("token", "made-up-clerk", "--scope", "read")
    assert _done("user", "change", "made-up-clerk", "--role", "cashier") == "made-up-clerk · cashier · tokens: first"
    assert _lists(token) == 403
    _done("user", "change", "made-up-clerk", "--role", "supervisor", "--role", "clerk")
    assert _lists(token) == 200
    assert _done("user", "close", "made-up-clerk") == "made-up-clerk · clerk, supervisor · closed"
    assert _lists(token) == 401
    assert _done("user", "list") == "made-up-clerk · clerk, supervisor · closed"


def test_every_change_is_an_event_and_no_secret_is_in_one() -> None:
    _done("unit", "add", "made-up-bureau", "--zh", "虚构局", "--en", "Made-up bureau")
    _done("user", "add", "made-up-clerk", "--role", "clerk", "--password", said=f"{STRONG}\n")
    token = _done("token", "made-up-clerk", "--scope", "read", "--label", "made-up program")
    _done("token", "made-up-clerk", "--revoke", "--label", "made-up program")
    _done("user", "change", "made-up-clerk", "--role", "handler", "--unit", "made-up-bureau")
    _done("user", "close", "made-up-clerk")
    found = [events.read(bytes(each.body)) for each in models.Event.objects.order_by("pk")]
    assert [each.kind for each in found] == [
        *("founded/1", "opened/1", "trusted/1", "distrusted/1", "entitled/1", "shut/1")
    ]
    assert {each.actor for each in found} == {"command line"}
    assert found[4].data == {"roles": ["handler"], "units": ["made-up-bureau"]}
    stored = b"".join(bytes(each.body) for each in models.Event.objects.all())
    assert token.encode() not in stored
    assert STRONG.encode() not in stored


def test_a_password_is_read_and_kept_as_its_hash() -> None:
    _done("user", "add", "made-up-clerk", "--role", "clerk", "--password", said=f"{STRONG}\n")
    user = User.objects.get()
    assert user.check_password(STRONG)
    assert STRONG not in user.password
    _done("user", "add", "made-up-program", "--role", "clerk")
    assert not User.objects.get(username="made-up-program").has_usable_password()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("user", "add", "made-up", "--role", "clark"), None, "AC051 no role «clark».*did you mean «clerk»"),
        (("user", "add", "made-up", "--role", "clerk", "--unit", "nowhere"), None, "AC051 no unit «nowhere»"),
        (("user", "add", "made up", "--role", "clerk"), None, "AC052 the account «made up»"),
        (("user", "add", "there", "--role", "clerk"), None, "AC052 the account «there», which is there already"),
        (("user", "add", "made-up", "--role", "clerk", "--password"), "short\n", "AC053 .*at least 12 signs"),
        (("user", "add", "made-up", "--role", "clerk", "--password"), "password1234\n", "AC053 .*no common password"),
        (("user", "change", "thera", "--role", "clerk"), None, "AC054 no account «thera».*did you mean «there»"),
        (("user", "close", "nobody"), None, "AC054 no account «nobody»"),
        (("token", "there", "--scope", "reads"), None, "AC051 no scope «reads».*did you mean «read»"),
        (("token", "there"), None, "AC055 a token «first» for 0 scopes"),
        (("token", "there", "--scope", "read", "--label", "old"), None, "AC055 a second token «old» of «there»"),
        (("token", "there", "--revoke", "--label", "olt"), None, "AC056 no token «olt».*did you mean «old»"),
        (("unit", "add", "Büro", "--zh", "局", "--en", "Bureau"), None, "AC050 the unit «Büro»"),
        (("unit", "add", "taken", "--zh", "局", "--en", "Bureau"), None, "AC050 the unit «taken», which is there"),
    ],
)
def test_what_is_refused_is_told_with_the_nearest_and_changes_nothing(
    arguments: tuple[str, ...], said: str | None, code: str
) -> None:
    _done("unit", "add", "taken", "--zh", "虚构局", "--en", "Made-up bureau")
    _done("user", "add", "there", "--role", "clerk")
    _done("token", "there", "--scope", "read", "--label", "old")
    before = _all()
    done = _run(*arguments, said=said)
    assert done.exit_code == 2, done.output
    assert _matches(code, done.stderr), done.stderr
    assert _all() == before


def _all() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (User, models.Event, models.Unit, models.Record)]


def _matches(code: str, said: str) -> bool:
    return re.search(code, said.replace("\n", " ")) is not None
