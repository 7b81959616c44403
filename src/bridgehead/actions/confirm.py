"""Confirm a settlement: a second person says that it is right, and its places stay from then on."""

from collections.abc import Mapping
from datetime import date

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.settle import run
from bridgehead.claimed import as_read
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake


def confirm(step: Step, version: int) -> models.Record:
    """The record of the award after it; `version` is the one that was seen.

    Raises BridgeheadError with AC001, AC002 for another version, AC020 for an award that was not settled, AC022 for
    whoever settled it, AC023 where claims, places or rulebook are others by now, AC024 while places are provisional,
    AC048 for a settlement as on a day that is to come.
    """
    require(step.actor, "confirm")
    held = award_record.seen(step.matter, step.award)
    if held is None or "preview" not in held.state:
        found, expected = f"the award {step.award} was never settled", "a settlement before"
        raise BridgeheadError([Mistake("AC020", found, None, expected, values={"stands": ""})])
    on = date.fromisoformat(held.state["preview"]["on"])
    settled = run(step, on)
    again = settled.preview()
    with append.unit():
        held = award_record.held(step)
        award_record.require_version(held, version, step)
        require_confirmable(held, step)
        preview = held.state["preview"]
        same = {name: again[name] for name in preview} == preview  # one of an earlier version tells less
        if not (same and as_read(step.matter, settled.register, settled.claims)):
            found = f"the claims of {step.award} are others than those that were settled"
            raise BridgeheadError([Mistake("AC023", found, None, "a new settlement, which shows the change")])
        run_number = held.state.get("run", 0) + 1
        none: dict[str, object] = {"freed": [], "reconsidered": []}
        data = {"stage": "confirmed", **_standing(held, preview), "run": run_number, **none}
        award_record.note(held, "confirmed/1", data, step, preview["rulebook"])
    return held


def require_confirmable(held: models.Record, step: Step) -> None:
    """Raise BridgeheadError for a settlement that stands unchanged, and is not to be confirmed by the actor, or now:
    with AC020, AC022, AC024 and AC048 as `confirm` does.
    """
    award_record.require_stage(held, "previewed")
    if held.state["settled by"] == step.actor.name:
        found = f"«{step.actor.name}» settled {held.number}"
        raise BridgeheadError([Mistake("AC022", found, None, "a second person, who confirms")])
    on = date.fromisoformat(held.state["preview"]["on"])
    today = step.at.astimezone(published.in_force(step.matter, step.at)[1].about.zone).date()
    if on > today:
        found = f"{step.award} was settled as on {on}, and it is {today}: claims can still arrive"
        raise BridgeheadError([Mistake("AC048", found, None, "a settlement as on a day that has come", str(today))])
    if held.state["preview"]["provisional"]:
        found = f"places of {step.award} are provisional: an earlier claim can still arrive"
        raise BridgeheadError([Mistake("AC024", found, None, "a settlement after the last day for claims")])


def _standing(held: models.Record, preview: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    """What the event says of places: those that stood before as they were, or as they stand now who moved up, and the
    new ones. Who moved up is published anew.
    """
    before, after = held.state.get("places", []), {each["number"]: each for each in preview["places"]}
    now = [after.pop(each["number"], each) for each in before]
    stands = [one if _is_the_same(one, other) else other for one, other in zip(before, now, strict=True)]
    told: dict[str, object] = {"places": [*stands, *after.values()]}
    if moved := {one["number"] for one, other in zip(before, stands, strict=True) if one is not other}:
        told["published"] = [each for each in held.state.get("published", ()) if each not in moved]
    return told


def _is_the_same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """A place that stays has the day from which its instalments count."""
    return all(one[name] == other[name] for name in ("prize", "place", "amount"))
