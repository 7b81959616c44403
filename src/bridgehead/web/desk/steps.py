"""The steps of an award as forms send them, each by its name in the address."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.object import decide_objection
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish
from bridgehead.actions.recover import Demand, Repayment, note_repayment, recover
from bridgehead.actions.reinstate import reinstate
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.actions.withdraw_demand import withdraw_demand
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError, Mistake


def whole(typed: QueryDict, name: str) -> int:
    """A whole number of nought or more; -1 for anything else, which every action refuses."""
    value = typed.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _day(typed: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(typed.get(name, ""))
    except ValueError as none:
        raise BridgeheadError([Mistake("RG010", "no day", None, "a day, such as 2023-10-16")]) from none


def _money(typed: QueryDict) -> Decimal:
    try:
        return Decimal(typed.get("amount", "").replace(",", "").replace("，", ""))
    except InvalidOperation as none:
        raise BridgeheadError([Mistake("RG010", "no amount", None, "an amount, such as 100000.00")]) from none


def _term(typed: QueryDict) -> Term:
    return Term.read(f"{whole(typed, 'days')} working days")


def _settle(step: Step, typed: QueryDict) -> None:
    settle(step, _day(typed, "on"))


def _confirm(step: Step, typed: QueryDict) -> None:
    confirm(step, whole(typed, "version"))


def _publish(step: Step, typed: QueryDict) -> None:
    publish(step, _term(typed))


def _decide(step: Step, typed: QueryDict) -> None:
    decide_objection(step, whole(typed, "index"), typed.get("reason", ""), upheld=typed.get("upheld") == "yes")


def _pay(step: Step, typed: QueryDict) -> None:
    pay(step)


def _revoke(step: Step, typed: QueryDict) -> None:
    revoke(step, _number(typed), typed.get("reason", ""))


def _reinstate(step: Step, typed: QueryDict) -> None:
    reinstate(step, _number(typed), typed.get("reason", ""), whole(typed, "version"))


def _recover(step: Step, typed: QueryDict) -> None:
    demand = Demand(_number(typed), _money(typed), typed.get("reason", ""), _term(typed))
    recover(step, demand, whole(typed, "version"))


def _repaid(step: Step, typed: QueryDict) -> None:
    back = Repayment(_money(typed), _day(typed, "on"))
    note_repayment(step, whole(typed, "index"), back, whole(typed, "version"))


def _withdraw(step: Step, typed: QueryDict) -> None:
    withdraw_demand(step, whole(typed, "index"), typed.get("reason", ""), whole(typed, "version"))


def _number(typed: QueryDict) -> str:
    return typed.get("number", "").strip()


STEPS: Mapping[str, Callable[[Step, QueryDict], None]] = {
    "settle": _settle,
    "confirm": _confirm,
    "publish": _publish,
    "decide": _decide,
    "pay": _pay,
    "revoke": _revoke,
    "reinstate": _reinstate,
    "recover": _recover,
    "repaid": _repaid,
    "withdraw": _withdraw,
}
"""Each raises BridgeheadError as its action does, and with RG010 for what cannot be read."""
