"""The one table: who may do what, beyond what a register says of its own stages.

What is done to a record in its stage is allowed by the register (`register.verbs_in`). Everything else that changes or
shows something has its line here; what has none is refused.
"""

from collections.abc import Mapping

from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake

EVERYBODY = frozenset(("public", "staff", "service"))
STAFF = frozenset(("staff", "service"))

ALLOWED: Mapping[str, frozenset[str]] = {
    "submit": EVERYBODY,
    "take in": frozenset(("clerk", "handler", "supervisor")),
    "track": EVERYBODY,
    "see what is public": EVERYBODY,
    "publish a rulebook": frozenset(("administrator", "service")),
    "see records": frozenset(("clerk", "handler", "supervisor", "administrator", "service")),
    "see awards": frozenset(("clerk", "handler", "supervisor", "cashier", "administrator", "service")),
    "see counts": frozenset(("clerk", "supervisor", "administrator", "service")),
    "see personal fields": frozenset(("clerk", "handler", "supervisor")),
    "forget": frozenset(("administrator", "service")),
    "settle": frozenset(("clerk", "supervisor")),
    "confirm": frozenset(("supervisor",)),
    "object": EVERYBODY,
    "revoke": frozenset(("supervisor",)),
    "reinstate": frozenset(("supervisor",)),
    "pay": frozenset(("cashier", "supervisor")),
    "recover": frozenset(("supervisor",)),
    "withdraw a demand": frozenset(("supervisor",)),
    "note what came back": frozenset(("cashier", "supervisor")),
    "see what does not fit": frozenset(("administrator", "service")),
    "seal": frozenset(("service", "administrator")),
    "see operations": frozenset(("clerk", "handler", "supervisor", "administrator", "service")),
    "watch an operation": frozenset(("service",)),
    "command an operation": frozenset(("handler", "supervisor")),
    "sign a check": frozenset(("handler", "supervisor")),
    "acknowledge an alarm": frozenset(("handler", "supervisor")),
    "close a run": frozenset(("supervisor",)),
    "see metrics": frozenset(("administrator", "service")),
    "take over old cases": frozenset(("administrator", "service")),
    "screen projects": frozenset(("clerk", "supervisor")),
    "make up records": frozenset(("service",)),
    "manage accounts": frozenset(("administrator", "service")),
    "export": frozenset(("supervisor", "administrator")),
}
"""What is done, and the roles or kinds of actors that may do it."""


def may(actor: Actor, what: str) -> bool:
    """Whether an actor may do something; KeyError for what has no line in the table."""
    return bool(ALLOWED[what] & {*actor.roles, actor.kind.value})


def require(actor: Actor, what: str) -> None:
    """Raise BridgeheadError with AC001 where an actor may not do something."""
    if not may(actor, what):
        who = "nobody who is not signed in" if actor.kind is ActorKind.PUBLIC else f"«{actor.name}»"
        expected = f"one of the roles {', '.join(sorted(ALLOWED[what]))}"
        raise BridgeheadError([Mistake("AC001", f"{who} may not {what}", None, expected)])
