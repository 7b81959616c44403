"""Screen projects: lay them upon the zones that are kept, judge them by the rulebook in force, and write it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register.state import fold
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ground import of_area
from bridgehead.instruments.screen.ledgered import MOST_BYTES, SCREENS, grounds
from bridgehead.instruments.screen.screened import Screened, screened
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be screened by, by whom and when."""

    matter: str
    screen: str
    actor: Actor
    at: datetime


def screen(step: Step, projects: bytes, zones: bytes) -> models.Record:
    """The record of the screen after it; the same files by the same rules change nothing.

    Raises BridgeheadError with AC001, AC111 for a screen that there is not, AC112 where the files are larger than an
    event carries, and SC2xx with every mistake of either file: what is written down was read whole.
    """
    require(step.actor, "screen projects")
    if len(projects) + len(zones) > MOST_BYTES:
        found = f"files of {len(projects) + len(zones):,} bytes"
        raise BridgeheadError([Mistake("AC112", found, None, f"at most {MOST_BYTES:,}; larger ones by the command")])
    by, rulebook = published.in_force(step.matter, step.at)
    part = screen_of(rulebook, step.screen)
    files = {"projects": projects.decode("utf-8-sig"), "zones": zones.decode("utf-8-sig")}
    of_projects, of_zones = grounds(files, part)
    if of_projects.mistakes:
        raise BridgeheadError(of_projects.mistakes)
    verdicts = {each.project.name: each.verdict.value for each in screened(part, of_projects, of_zones)}
    data = {"stage": "screened", "rulebook": by, **files, "verdicts": verdicts}
    with append.unit():
        held = _held(step)
        if held.state != data:
            append.append(held, "screened/1", data, append.Author(step.actor, step.at, by), fold)
    return held


def judged(
    matter: str, name: str, project: str, area: str, known: Mapping[str, object]
) -> tuple[Screen, Screened] | None:
    """What becomes of one project, whose area is WKT, upon the zones of the last screening and by its rules, for an
    action that lets none pass a line, and the screen with these rules; `known` are the fields by name. None where
    nothing was screened yet.
    """
    held = models.Record.objects.filter(matter=matter, register=SCREENS, number=name).first()
    if held is None:
        return None
    part = screen_of(published.by_hash(held.state["rulebook"]), name)
    _, of_zones = grounds(held.state, part)
    return part, next(screened(part, of_area(project, area, known, of_zones), of_zones))


def screen_of(rulebook: Rulebook, name: str) -> Screen:
    """Raises BridgeheadError with AC111."""
    part = rulebook.instruments.get(("screen", name))
    if not isinstance(part, Screen):
        known = [each for kind, each in rulebook.instruments if kind == "screen"]
        expected = f"one of {', '.join(known)}" if known else "a rulebook with a screen"
        raise BridgeheadError([Mistake("AC111", f"no screen «{name}»", None, expected, nearest(name, known))])
    return part


def _held(step: Step) -> models.Record:
    when = {"submitted_at": step.at, "updated_at": step.at}
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", **when}
    found, _ = models.Record.objects.get_or_create(
        matter=step.matter, register=SCREENS, number=step.screen, defaults=first
    )
    return append.hold(found.pk)
