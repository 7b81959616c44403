"""What an administrator does to accounts: open, change, close, and give and take tokens; each is an event."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bridgehead.actions.account import change_account, known_roles, require_known
from bridgehead.instruments.register.messages import Language
from bridgehead.ledger.models import Unit
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.web.accounts import tokens
from bridgehead.web.accounts.models import Token, User

LONGEST_NAME, LONGEST_LABEL = 80, 80


@dataclass(frozen=True, slots=True)
class Reached:
    """Where somebody is told of deadlines, and in which language; None leaves what there is. No event has it."""

    e_mail: str | None = None
    language: Language | None = None


NOWHERE = Reached()


def open_account(
    name: str,
    roles: Collection[str],
    units: Collection[str],
    password: str | None,
    actor: Actor,
    at: datetime,
    reached: Reached = NOWHERE,
) -> User:
    """A new account, without a password where none is given: it is used by tokens or single sign-on alone.

    Raises BridgeheadError with AC001, AC051 for a role or unit that is not known, AC052 for a name that is none or is
    taken, AC053 for a password that is too weak, AC057 for what is no address.
    """
    user = User(username=name)
    _require_name(user)
    _reach(user, reached)
    found = _units(roles, units)
    if password is not None:
        _require_strong(password, user)
    user.set_password(password)

    def change() -> User:
        if User.objects.filter(username=name).exists():
            raise BridgeheadError([Mistake("AC052", f"the account «{name}», which is there already", None, "another")])
        return _given(user, roles, found)

    return change_account(name, "opened/1", _may(roles, units), actor, at, change)


def change_rights(
    name: str,
    roles: Collection[str],
    units: Collection[str],
    actor: Actor,
    at: datetime,
    reached: Reached = NOWHERE,
) -> User:
    """The account with these roles and units instead of those before. Raises as `open_account`; AC054."""
    user, found = account(name), _units(roles, units)
    _reach(user, reached)
    return change_account(name, "entitled/1", _may(roles, units), actor, at, lambda: _given(user, roles, found))


def close_account(name: str, actor: Actor, at: datetime) -> User:
    """The account, which nobody can use any more; its tokens are gone. Raises BridgeheadError with AC001 and AC054."""
    user = account(name)

    def change() -> User:
        user.is_active = False
        user.save(update_fields=("is_active",))
        user.tokens.all().delete()
        return user

    return change_account(name, "shut/1", {"active": False}, actor, at, change)


def give_token(name: str, label: str, scopes: Collection[str], expires_at: datetime, actor: Actor, at: datetime) -> str:
    """A new token of an account, which stands nowhere else. Raises BridgeheadError with AC001, AC051, AC054, and AC055
    where the account has a token of that label, or the label is none.
    """
    user = account(name)
    require_known("scope", scopes, tokens.SCOPES)
    if not scopes or not label.strip() or len(label) > LONGEST_LABEL:
        raise BridgeheadError([Mistake("AC055", f"a token «{label}» for {len(scopes)} scopes", None, "both")])

    def change() -> str:
        if user.tokens.filter(label=label).exists():
            raise BridgeheadError([Mistake("AC055", f"a second token «{label}» of «{name}»", None, "another label")])
        return tokens.issue(user, label, scopes, expires_at)

    data = {"token": {"label": label, "scopes": sorted({*scopes}), "until": expires_at.isoformat()}}
    return change_account(name, "trusted/1", data, actor, at, change)


def take_token(name: str, label: str, actor: Actor, at: datetime) -> None:
    """A token is good for nothing from now on. Raises BridgeheadError with AC001, AC054, AC056 where there is none."""
    user = account(name)

    def change() -> None:
        if not user.tokens.filter(label=label).delete()[0]:
            known = sorted(Token.objects.filter(user=user).values_list("label", flat=True))
            expected = f"one of {', '.join(known)}" if known else "one of an account that has tokens"
            raise BridgeheadError([Mistake("AC056", f"no token «{label}»", None, expected, nearest(label, known))])

    change_account(name, "distrusted/1", {"token": {"label": label}}, actor, at, change)


def account(name: str) -> User:
    """An account that is open; raises BridgeheadError with AC054."""
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        known = list(User.objects.filter(is_active=True).values_list("username", flat=True))
        raise BridgeheadError(
            [Mistake("AC054", f"no account «{name}»", None, "one that is open", nearest(name, known))]
        )
    return found


def _require_name(user: User) -> None:
    try:
        User.username_validator(user.username)
        if len(user.username) <= LONGEST_NAME:
            return
    except ValidationError:
        pass
    expected = f"up to {LONGEST_NAME} letters, figures and @ . + - _"
    raise BridgeheadError([Mistake("AC052", f"the account «{user.username}»", None, expected)])


def _reach(user: User, reached: Reached) -> None:
    if reached.language is not None:
        user.language = reached.language
    if reached.e_mail is not None:
        try:
            validate_email(reached.e_mail)
        except ValidationError:
            expected = "one as in name@example.org"
            raise BridgeheadError([Mistake("AC057", "this is no e-mail address", None, expected)]) from None
        user.email = reached.e_mail


def _require_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError:
        expected = "at least 12 signs that are no common password and not like the account's name"
        raise BridgeheadError([Mistake("AC053", "a password that is easily guessed", None, expected)]) from None


def _units(roles: Collection[str], units: Collection[str]) -> list[Unit]:
    """The units by their slugs; whatever is not known is refused."""
    require_known("role", roles, known_roles())
    require_known("unit", units, sorted(Unit.objects.values_list("slug", flat=True)))
    return list(Unit.objects.filter(slug__in=units))


def _given(user: User, roles: Collection[str], units: list[Unit]) -> User:
    user.roles = sorted({*roles})
    user.save()
    user.units.set(units)
    return user


def _may(roles: Collection[str], units: Collection[str]) -> dict[str, Any]:
    return {"roles": sorted({*roles}), "units": sorted({*units})}
