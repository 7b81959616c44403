"""How the runs of an operation stand in the ledger, and in the home of the service beside it.

A run is a record of the register OPERATIONS. Its state: `stage` (the phase, `open` before any, `closed`), `operation`
and `window`, `opened` and `started` (moments of the run, in s since 1970), `signed` (who signed each check of a phase,
and when), `alarms` (by their number) and `segments` (of its recording, by file, with their hashes).

In its folder stand the recording, the journal of its alarms, and what it shows now.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridgehead.instruments.operation.live import Command, Live, Phase

OPERATIONS = "operations"
"""The register, of every matter, in which runs of its operations stand by their numbers."""
JOURNAL, NOW = "journal.jsonl", "now.json"
OPEN, CLOSED = "open", "closed"
FRESH = 2.0
"""Seconds after which what a run shows is no more what is: its process is gone or held up."""

ORDER: tuple[Phase, ...] = ("inspect", "trial", "turn", "inch", "fix")
IN_PHASES: Mapping[Command, frozenset[str]] = {
    "open window": frozenset((OPEN, "inspect", "trial", "turn")),
    "start": frozenset(("trial", "turn")),
    "faster": frozenset(("trial", "turn", "inch")),
    "slower": frozenset(("trial", "turn", "inch")),
    "inch": frozenset(("inch",)),
    "stop": frozenset(("trial", "turn", "inch", "fix")),
    "dump pressure": frozenset(("trial", "turn", "inch", "fix")),
}
"""In which phases a command is given."""
MOVING: frozenset[Command] = frozenset(("start", "faster", "inch"))


def folder_of(home: Path, matter: str, number: str) -> Path:
    return home / OPERATIONS / matter / number


def next_phases(live: Live, stage: str) -> list[Phase]:
    """The phases that can be entered: the ones that come later, and from inching back to turning."""
    if stage == CLOSED:
        return []
    at = ORDER.index(stage) if stage in ORDER else -1
    later = [each for each in ORDER[at + 1 :] if each in live.phases]
    return [*later, *(["turn"] if stage == "inch" and "turn" in live.phases else [])]  # type: ignore[list-item]


def unsigned(live: Live, phase: Phase, signed: Mapping[str, Any]) -> list[str]:
    """The checks of a phase that nobody has signed yet."""
    return [name for name in live.phases[phase].checks if f"{phase}/{name}" not in signed]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run shows, and the moment on the machine's clock when it was written, in s since 1970."""

    written: float
    told: Mapping[str, Any]

    def is_fresh(self, now: float) -> bool:
        return now - self.written <= FRESH


def shown(folder: Path) -> Shown | None:
    """None where nothing was shown yet."""
    try:
        found = json.loads((folder / NOW).read_text())
    except FileNotFoundError:
        return None
    return Shown(found["written"], found)
