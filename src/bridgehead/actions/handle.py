"""Handle a record in its stage: every verb that a register offers there, from accepting to closing.

All go one way, so that none forgets a step; what a verb adds stands in `OWN`.

1. The record as it stands, for this action alone; not another than the actor saw.
2. The register says whether the actor may do this in this stage.
3. What the stage wants filled in, and what the verb itself wants.
4. The next stage, or where its record stops that may not come into it, and the deadline there.
5. One event says what was decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bridgehead.actions.boxed import open_box
from bridgehead.actions.case import Case, case_of, not_here, offered
from bridgehead.actions.changed import require_seen
from bridgehead.actions.file_of import ENDINGS, file_of
from bridgehead.actions.fill import Filling, fill
from bridgehead.actions.follow import follow, followers, let_go
from bridgehead.actions.join import merge, part, split
from bridgehead.actions.move import move_on
from bridgehead.actions.placed import require_unplaced
from bridgehead.actions.plain import plain, reasoned
from bridgehead.actions.standing import missed, standing
from bridgehead.actions.stopped import stopped
from bridgehead.actions.tell import facts, tell
from bridgehead.instruments.register import REPORTER, Verb, may_hold, next_stage, unverified
from bridgehead.instruments.register.clock import Clock, entered, extended
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.messages import TOLD, Told
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.published import kept_from

REASONED = frozenset(("return", "refuse", "extend", "reopen", "ask", "suspend"))
"""The verbs that are not done without a reason."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to do to a record. `version` is the one that they saw; None takes it as it stands. What is
    verified is so by the files of `evidence`, by their hashes; without it by all that are there but those of `without`.
    `listed` is what the event says of who stands in a list of them, in which the figures were `counted`.
    """

    verb: Verb
    version: int | None = None
    filled: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    unit: str | None = None
    into: str | None = None
    evidence: tuple[str, ...] = ()
    listed: Mapping[str, Any] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    counted: bool = False


def handle(record: int, wanted: Wanted, actor: Actor, at: datetime) -> models.Record:
    """The record after it. Raises BridgeheadError with AC002 for a record that has changed meanwhile, AC003 for what
    cannot be done here, AC004 for an absent reason, AC005 for a unit that it cannot go to, AC006 for personal fields of
    what was forgotten, AC007 for a record that it cannot be merged into, AC068 for evidence that is no file of the
    record, AC069 for what is verified without evidence, AC082 for a claim whose place stands, AC090 for numbers of
    somebody in the reason, AC095 for figures that would count and nobody has verified, AC117 while somebody else is
    changing a record that goes with it, AC131 for figures that are verified otherwise than their list gives, without a
    reason, AC140 to AC142 where it cannot be laid upon the zones at which its next stage stops; RefusedFields for what
    is wrong in what was filled in; Record.DoesNotExist, also where it is kept from the actor.
    """
    with append.unit():
        held = append.hold(record)
        case = case_of(held)
        require_offered(case, wanted, actor)  # 1, 2
        data = _decided(case, wanted, actor, at)  # 3, 4
        done: Told = "stop" if "stopped" in data else wanted.verb
        append.append(held, f"{PAST[done]}/1", data, append.Author(actor, at, case.by), fold)  # 5
        if done in TOLD and "forgotten" not in held.state:
            told = facts(held, case.register, wanted.reason, case.rulebook.about.zone)
            tell(held, done, case.register, open_box(held), told, at)
        follow(held, done, at)
        move_on(held, at, (case.by, case.rulebook))
    return held


PAST: Mapping[Told, str] = {
    "submit": "supplemented",
    "correct": "corrected",
    "withdraw": "withdrawn",
    "accept": "accepted",
    "return": "returned",
    "refuse": "refused",
    "assign": "assigned",
    "answer": "answered",
    "extend": "extended",
    "suspend": "suspended",
    "resume": "resumed",
    "close": "closed",
    "reopen": "reopened",
    "merge": "merged",
    "split": "split",
    "note": "noted",
    "verify": "verified",
    "ask": "asked",
    "rate": "rated",
    "stop": "stopped",
}
"""What an event is called that a verb made, or a line."""


def require_offered(case: Case, wanted: Wanted, actor: Actor) -> None:
    """Raise as `handle` does where the record is not the one seen, or the actor may not do this here; first of all
    where it is kept from them, since not even its being there is told then.
    """
    can = offered(case, actor)
    if wanted.version is not None:
        require_seen(case.record, wanted.version, actor, case.rulebook.about.zone)
    _is_offered(case, wanted, actor, can)


def _is_offered(case: Case, wanted: Wanted, actor: Actor, can: tuple[Verb, ...]) -> None:
    if wanted.verb in can:
        return
    public = "whoever filed it" if REPORTER in actor.roles else "who is not signed in"
    who = public if actor.kind is ActorKind.PUBLIC else f"«{actor.name}»"
    expected = f"one of {', '.join(can)}" if can else "another role or unit, or another stage"
    found = f"{who} cannot {wanted.verb} {case.record.number}"
    raise not_here(case, wanted.verb, found, expected, nearest(wanted.verb, can))


def _decided(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    """What the event says: what was filled in, where the record stands then, by when, and what the verb adds."""
    reason = reasoned(wanted.reason, wanted.verb) if wanted.verb in REASONED else plain(wanted.reason)
    stage = case.state.stage
    to = stage if case.state.merged else next_stage(case.register, stage, wanted.verb)
    assert to is not None, "a verb that is offered leads somewhere"
    require_unplaced(case, wanted.verb, to)
    if to != stage:
        _is_verified(case, to)
    given = {} if wanted.verb == "split" else wanted.filled  # they are another record's
    data = fill(case, Filling(wanted.verb, given, to, at), actor)
    if reason:
        data["reason"] = reason
    line = case.register.stages[to].stops_at if to != stage else None
    if line and (stop := stopped(case, line, {**case.state.filled, **data["fields"]})):
        data["stopped"], to = stop, line.to
    data |= _standing(case, to, wanted.verb, at)
    data |= OWN.get(wanted.verb, _nothing)(case, wanted, actor, at)
    return _beside_lists(case, wanted, data) if wanted.verb == "verify" else data


def _beside_lists(case: Case, wanted: Wanted, data: dict[str, Any]) -> dict[str, Any]:
    """What a list gives of a figure stays beside it, also where it is verified by hand as something else, or though
    nobody has counted the list: for a reason, which stays while the figure does.
    """
    before, how, unlike = case.record.state.get("verified", {}), dict(data["verified"]), []
    for name in how:
        found = data["fields"][f"{name} {VERIFIED}"]
        was = before.get(name, {})
        derived = found if wanted.counted else was.get("derived")
        told = {} if derived is None else {"derived": derived}
        if found != derived and (told or _has_list(case, name)):
            stays = found == case.record.state["fields"].get(f"{name} {VERIFIED}")
            told["because"] = (stays and was.get("because")) or data.get("reason", "")
            unlike += [] if told["because"] else [name]
        how[name] = {**how[name], **told}
    if unlike:
        named = ", ".join(f"«{name}»" for name in unlike)
        titles = "、".join(f"“{case.register.fields[name].label.zh}”" for name in unlike)
        found, expected = f"{named} verified by hand otherwise than by its list", "a reason, or the list counted"
        raise BridgeheadError([Mistake("AC131", found, None, expected, values={"named": named, "named zh": titles})])
    return {**data, "verified": how}


def _has_list(case: Case, name: str) -> bool:
    """Whether a list was handed in which gives a figure."""
    field = case.register.fields[name]
    files = case.record.state.get("files", {}).values()
    return field.from_rows is not None and any(
        each["field"] == field.evidence and each["type"] in ENDINGS for each in files
    )


def _is_verified(case: Case, to: str) -> None:
    """Where records count, so that money may hang on their figures."""
    if open_yet := unverified(case.register, to, case.state.filled):
        found = f"figures of {case.record.number} that nobody has verified: {', '.join(open_yet)}"
        labels = [case.register.fields[name].label for name in open_yet]
        zh, en = "、".join(each.zh for each in labels), ", ".join(each.en for each in labels)
        expected = "each of them verified before"
        raise BridgeheadError(
            [Mistake("AC095", found, None, expected, values={"figures": en, "figures zh": zh})],
        )


def _standing(case: Case, to: str, verb: Verb, at: datetime) -> dict[str, Any]:
    """The stage, its clock and the deadline. A record that stays where it is keeps its clock."""
    kept = case.record.state.get("clock")
    clock = Clock.read(kept) if kept else None
    stage = case.register.stages[to]
    if verb == "extend":
        assert clock is not None
        assert stage.due is not None
        assert stage.due.extend is not None
        clock = extended(clock, stage.due.extend.by)
    elif to != case.state.stage:
        clock = entered(clock, to, stage, at)
    else:
        return {}
    since = at if to != case.state.stage else datetime.fromisoformat(case.record.state["entered"])
    now = standing(case.register, case.rulebook, to, clock, since)
    return {**now, **missed(case.record, clock, at), "entered": since.isoformat()}


def _assigned(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    """A unit that is known, and that the record may be shown to."""
    known = list(models.Unit.objects.values_list("slug", flat=True))
    if wanted.unit not in known:
        found = f"no unit «{wanted.unit}»" if wanted.unit else "assigned to no unit"
        near = nearest(wanted.unit or "", known)
        raise BridgeheadError([Mistake("AC005", found, None, f"one of {', '.join(sorted(known))}", near)])
    if not may_hold(case.register, case.state.filled, wanted.unit):
        found = f"{case.record.number} complains about «{wanted.unit}»"
        raise BridgeheadError([Mistake("AC005", found, None, "another unit")])
    for each in followers(case.record):
        if not may_hold(each.register, each.state.filled, wanted.unit):
            told = "a record" if kept_from(each.record, actor) else each.record.number
            found = f"{told}, which is merged into {case.record.number}, complains about «{wanted.unit}»"
            raise BridgeheadError([Mistake("AC005", found, None, "another unit")])
    return {"unit": wanted.unit}


def _returned(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    return {"unit": None, "returned": case.state.returned + 1}


def _withdrawn(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    let_go(case.record, at)
    return {"joined": []} if case.record.state.get("joined") else {}


def _merged(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    return merge(case, wanted.into, actor, at)


def _split(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    return part(case, actor, at) if case.state.merged else split(case, wanted.filled, actor, at)


def _verified(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    """By what and by whom each figure was verified."""
    files = case.record.state.get("files", {})
    for file in wanted.evidence:
        file_of(case.record, file)
    found: dict[str, Any] = {}
    for name in (name.removesuffix(f" {VERIFIED}") for name in wanted.filled):
        by = case.register.fields[name].evidence
        there = [each for each, about in files.items() if about["field"] == by and each not in wanted.without]
        evidence = [*wanted.evidence] or there
        if by is not None and not evidence:
            said, expected = f"«{name}» is verified without evidence", f"a file in «{by}»"
            raise BridgeheadError([Mistake("AC069", said, None, expected)])
        found[name] = {"by": actor.name, "evidence": evidence}
    return {"verified": found, **wanted.listed}


def _nothing(case: Case, wanted: Wanted, actor: Actor, at: datetime) -> dict[str, Any]:
    return {}


OWN: Mapping[Verb, Callable[[Case, Wanted, Actor, datetime], dict[str, Any]]] = {
    "assign": _assigned,
    "return": _returned,
    "withdraw": _withdrawn,
    "merge": _merged,
    "split": _split,
    "verify": _verified,
}
"""What a verb adds to its event."""
