"""Screen projects: lay them upon the zones that are kept, judge them by the rulebook in force, and write it down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register.state import fold
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ground import Ground, of_area, shared_controls
from bridgehead.instruments.screen.ledgered import MOST_BYTES, NO_PROJECTS, SCREENS, grounds
from bridgehead.instruments.screen.screened import Screened, screened
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be screened by, by whom and when."""

    matter: str
    screen: str
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a screening comes to before it is written down: by the `rulebook` in force, a `screen` of it, the `data` of
    its event, the zones and what becomes of each project; whether both files were `compared` by a control point, the
    mistakes of projects that are left out, and the head of the record as it was `before`.
    """

    rulebook: str
    screen: Screen
    data: Mapping[str, Any]
    zones: Ground
    projects: tuple[Screened, ...]
    compared: bool
    mistakes: tuple[Mistake, ...]
    before: bytes

    @property
    def mark(self) -> str:
        """By which whoever looked at it says what was seen: it is another where anything of it is."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()


def screen(step: Step, projects: bytes | None, zones: bytes | None, looked_at: str | None = None) -> models.Record:
    """The record of the screen after it; the same files by the same rules change nothing.

    Raises BridgeheadError as `outcome` does, with every mistake of either file: what is written down was read whole;
    and with AC143 where it comes to something else than what was looked at.
    """
    found = outcome(step, projects, zones)
    if found.mistakes:
        raise BridgeheadError(found.mistakes)
    if looked_at not in (None, found.mark):
        raise BridgeheadError([_changed()])
    with append.unit():
        held = _held(step)
        if bytes(held.head) != found.before:
            raise BridgeheadError([_changed()])
        if held.state != found.data:
            append.append(held, "screened/1", found.data, append.Author(step.actor, step.at, found.rulebook), fold)
    return held


def outcome(step: Step, projects: bytes | None, zones: bytes | None) -> Outcome:
    """What files of GeoJSON would come to; one that is not there is as it was screened last, and where nothing was
    there are no projects. Mistakes of single projects stand in it, and the others are judged.

    Raises BridgeheadError with AC001, AC111 for a screen that there is not, AC112 where the files are larger than an
    event carries, AC144 where there are no zones yet, and SC2xx with what is wrong with the zones or a whole file.
    """
    require(step.actor, "screen projects")
    by, rulebook = published.in_force(step.matter, step.at)
    part = screen_of(rulebook, step.screen)
    held = _last(step.matter, step.screen)
    handed = {name: _text(file, name) for name, file in (("projects", projects), ("zones", zones)) if file is not None}
    files = {"projects": NO_PROJECTS, **_kept(held), **handed}
    if "zones" not in files:
        raise BridgeheadError([Mistake("AC144", f"no zones of «{step.screen}»", None, "a file of zones")])
    size = sum(len(text.encode()) for text in files.values())
    if size > MOST_BYTES:
        raise too_large(size)
    of_projects, of_zones = grounds(files, part)
    found_of_each = tuple(screened(part, of_projects, of_zones))
    verdicts = {each.project.name: each.verdict.value for each in found_of_each}
    data = {"stage": "screened", "rulebook": by, **files, "verdicts": verdicts}
    compared = bool(shared_controls(of_projects, of_zones))
    before = bytes(held.head) if held else chain.START
    return Outcome(by, part, data, of_zones, found_of_each, compared, of_projects.mistakes, before)


def too_large(size: int) -> BridgeheadError:
    """AC112: files that no event carries."""
    expected = f"at most {MOST_BYTES:,}; larger ones by the command"
    return BridgeheadError([Mistake("AC112", f"files of {size:,} bytes", None, expected)])


def _kept(held: models.Record | None) -> Mapping[str, str]:
    return {name: held.state[name] for name in ("projects", "zones")} if held else {}


def _text(file: bytes, name: str) -> str:
    """Raises BridgeheadError with SC201 where it is none."""
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        found = f"byte {why.start} is not of a text in UTF-8"
        raise BridgeheadError([Mistake("SC201", found, Place.whole(name), "a file of GeoJSON in UTF-8")]) from why


def _changed() -> Mistake:
    return Mistake("AC143", "something else than what was looked at", None, "what it comes to now, looked at again")


def judged(
    matter: str, name: str, project: str, area: str, known: Mapping[str, object]
) -> tuple[Screen, Screened] | None:
    """What becomes of one project, whose area is WKT, upon the zones of the last screening and by its rules, for an
    action that lets none pass a line, and the screen with these rules; `known` are the fields by name. None where
    nothing was screened yet.
    """
    held = _last(matter, name)
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


def _last(matter: str, name: str) -> models.Record | None:
    return models.Record.objects.filter(matter=matter, register=SCREENS, number=name).first()


def _held(step: Step) -> models.Record:
    when = {"submitted_at": step.at, "updated_at": step.at}
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", **when}
    found, _ = models.Record.objects.get_or_create(
        matter=step.matter, register=SCREENS, number=step.screen, defaults=first
    )
    return append.hold(found.pk)
