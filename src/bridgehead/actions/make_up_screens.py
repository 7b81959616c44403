"""Screen the made-up projects of a rulebook's samples upon their made-up zones, as a made-up clerk."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions.screen import Step, screen
from bridgehead.instruments.screen import Screen
from bridgehead.primitives.actor import Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))
PROJECTS, ZONES = (Path("samples", f"made-up-{each}.geojson") for each in ("projects", "zones"))


def screen_samples(matter: str, folder: Path, actor: Actor, at: datetime) -> Iterator[tuple[Screen, int]]:
    """Each screen of a matter, and how many projects were screened, where its folder has samples of both files."""
    require(actor, "make up records")
    if not (folder / PROJECTS).is_file() or not (folder / ZONES).is_file():
        return
    for (kind, name), part in published.in_force(matter, at)[1].instruments.items():
        if kind == "screen" and isinstance(part, Screen):
            files = (folder / PROJECTS).read_bytes(), (folder / ZONES).read_bytes()
            yield part, len(screen(Step(matter, name, CLERK, at), *files).state["verdicts"])
