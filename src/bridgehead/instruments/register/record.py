"""Where a record stands, and what can be done to it there: pure functions over a register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bridgehead.feel.names import may_stand_in
from bridgehead.instruments.register.facts import VERIFIED, holds
from bridgehead.instruments.register.schema import Register
from bridgehead.instruments.register.stages import Move, Who
from bridgehead.instruments.register.verbs import REPORTER, STAFF, VERBS, Verb


@dataclass(frozen=True, slots=True)
class State:
    """Where a record stands: its stage, the unit that it was assigned to, and what is filled in, as `read` gives it.

    `extended` counts the extensions of the deadline that runs, `returned` how often units have returned the record. One
    that is `merged` goes where another goes.
    """

    stage: str
    unit: str | None = None
    filled: Mapping[str, object] = field(default_factory=dict)
    extended: int = 0
    returned: int = 0
    merged: bool = False


ALONE = frozenset[Verb](("split", "note"))
"""What is done to a record that is merged."""


def verbs_in(register: Register, state: State, roles: Collection[str], units: Collection[str]) -> tuple[Verb, ...]:
    """What somebody with these roles, acting for these units, can do to a record, in the order of the list of verbs.

    Whoever filed the record has the role `reporter`. Nobody of a unit that the record is kept from acts on it, but as
    its reporter. A register without stages has no verbs. Raises KeyError for a stage that it does not have.
    """
    if not register.stages:
        return ()
    stage = register.stages[state.stage]
    kept = any(not may_hold(register, state.filled, unit) for unit in units)
    acting = {STAFF} if not kept and _acts(stage.who, state, roles, units) else set()
    acting |= {REPORTER} & {*roles}
    offered = {*stage.next, *stage.may} - {"extend"}
    if stage.due and stage.due.extend and state.extended < stage.due.extend.times:
        offered.add("extend")
    if stage.returns and state.returned >= stage.returns.at_most:
        offered.discard("return")
    if state.merged:
        joins = any("merge" in each.may and each.who and each.who.role in roles for each in register.stages.values())
        offered, acting = {*ALONE}, {STAFF} if joins and not kept else set()
    return tuple(verb for verb in VERBS if verb in offered and VERBS[verb].by & acting)


RECEIVED = "submitted at"
"""The field with the moment at which a record came in, which nobody fills in but the service."""


def intake(register: Register) -> frozenset[str]:
    """The fields that whoever files a record fills in."""
    return frozenset(register.fields) - register.later - {register.number, RECEIVED}


def fillable(register: Register, stage: str, verb: Verb, *, reporter: bool) -> frozenset[str]:
    """The fields that a verb fills in; nobody but staff says what stages ask for, nor what was verified. Of a record
    that counts what decides stays: there alone what is personal can be put right.
    """
    here = register.stages[stage]
    match verb:
        case "correct" if here.counts:
            personal = intake(register) & register.table.personal
            return frozenset(name for name in personal if not _derived(register, name))
        case "correct":
            asked = () if reporter else (name for each in register.stages.values() for name in each.fills)
            return intake(register) | {*asked}
        case "submit":
            return intake(register) | {*here.fills}
        case "rate":
            return frozenset(here.rates)
        case "verify":
            return frozenset(f"{name} {VERIFIED}" for name, field in register.fields.items() if field.verified)
        case "withdraw" | "reopen" | "merge" | "split":
            return frozenset()
    return frozenset(here.fills)


def outlived(register: Register, stage: str, verb: str | None, to: str) -> frozenset[str]:
    """The ratings that are over when a record goes from a stage `to` another, by a verb or by itself. A rating is of
    one answer: it ends where the record is opened again, and where another answer comes to be rated.
    """
    if verb in ("answer", "reopen"):
        return frozenset(name for each in register.stages.values() for name in each.rates)
    here = register.stages[stage]
    return frozenset() if here.rates or here.stops_the_clock else frozenset(register.stages[to].rates)


def _derived(register: Register, name: str) -> bool:
    """Whether facts are derived of a field, which rules may read."""
    return any(may_stand_in(name, fact.is_) for fact in register.derives.values())


def may_hold(register: Register, filled: Mapping[str, object], unit: str) -> bool:
    """Whether a record may be given to a unit, and seen by it: not where it complains about that unit."""
    return register.never_shown_to is None or filled.get(register.never_shown_to) != unit


def next_stage(register: Register, stage: str, verb: Verb) -> str | None:
    """Where a verb moves a record, which may be where it stands; None where the stage does not have that verb."""
    here = register.stages[stage]
    extends = verb == "extend" and here.due is not None and here.due.extend is not None
    return here.next.get(verb) or (stage if extends or verb in here.may else None)


def unverified(register: Register, stage: str, filled: Mapping[str, object]) -> tuple[str, ...]:
    """The figures without which a record does not come into a stage whose records count: declared, or asked of
    everybody, and verified by nobody.
    """
    if not register.stages[stage].counts:
        return ()
    return tuple(
        name
        for name, field in register.fields.items()
        if field.verified and f"{name} {VERIFIED}" not in filled and (name in filled or not field.can_be_blank)
    )


def moves(register: Register, state: State, values: Mapping[str, object]) -> tuple[Move, ...]:
    """The moves that nobody makes and whose condition holds, or that have none; those with `after` wait for it.

    `values` are those of the rulebook on the day. What a move's condition does not know yet holds it back, and so do
    figures that nobody has verified, where the records of the next stage count.
    """
    return tuple(
        move
        for move in register.stages[state.stage].moves
        if (move.when is None or holds(move.when, register, state.filled, values) is True)
        and not unverified(register, move.to, state.filled)
    )


def _acts(who: Who | None, state: State, roles: Collection[str], units: Collection[str]) -> bool:
    return who is not None and who.role in roles and (who.unit == "any" or state.unit in units)
