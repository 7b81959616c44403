"""Keep a Parquet copy of each register in the home: each round adds what has changed. Nothing personal is in it.

1. How far the ledger is: the last event under a seal, and how many stand after it. Read before the rows, so that what
   comes meanwhile is of the next round. What no seal closes yet is counted and not remembered by its last number, since
   an event may still come that has a smaller one.
2. The records with events beyond the seal to which the copy goes, where these are more than it has seen.
3. All records anew, where there is no copy, where it has other columns or counts otherwise, where another version of
   the program wrote it, where it is damaged, or of another ledger.
4. The copy of a register that is not in force any more goes.

Beside how far it goes a copy tells how the awards of its claims stand: which places are confirmed, and which revoked.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from bridgehead import __version__, published
from bridgehead.instruments.award.ledgered import AWARDS, STANDING, STANDS, Standing
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.register import Register
from bridgehead.ledger import chain, models
from bridgehead.ledger.sealing import as_chain
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.register_table import versions
from bridgehead.rulebook.schema import Part
from bridgehead.tables import copies
from bridgehead.tables.copies import COPIES

log = logging.getLogger(__name__)


def copy_registers(home: Path, at: datetime) -> int:
    """How many copies have changed. One that cannot be written is told in the log, and does not keep others back."""
    changed, in_force = 0, set()
    for matter in published.matters():
        _, rulebook = published.current(matter)
        for part in rulebook.instruments.values():
            if isinstance(part, Register):
                folder = home / COPIES / matter / part.name
                in_force.add(folder)
                awards = [name for (_, name), each in rulebook.instruments.items() if _pays(each, part)]
                changed += _done(folder, matter, part, rulebook.about.zone, at, awards)
    for manifest in [*(home / COPIES).rglob(copies.MANIFEST)]:  # 4
        if manifest.parent not in in_force:
            with copies.writing(manifest.parent) as alone:
                if alone:
                    copies.end(manifest.parent)
    return changed


def _pays(part: Part, register: Register) -> bool:
    return isinstance(part, Award) and part.claims == register.name


def _done(folder: Path, matter: str, register: Register, zone: ZoneInfo, at: datetime, awards: Sequence[str]) -> bool:
    try:
        with copies.writing(folder) as alone:
            return alone and _copied(folder, matter, register, zone, at, awards)
    except (BridgeheadError, OSError):
        log.exception("the copy of a register was not written")
        return False


def _copied(folder: Path, matter: str, register: Register, zone: ZoneInfo, at: datetime, awards: Sequence[str]) -> bool:
    """Whether rows were written."""
    layout, (event, seal), standing = _layout(register, zone), _sealed(), _standing(matter, awards)  # 1
    records = models.Record.objects.filter(matter=matter, register=register.name)
    events = models.Event.objects.filter(record__matter=matter, record__register=register.name)
    copy = _kept(folder, layout)
    if copy is not None:
        beyond = events.filter(pk__gt=copy.position["event"])
        found = beyond.aggregate(all=Count("pk"), unsealed=Count("pk", filter=Q(pk__gt=event)))
        position = {"event": event, "seal": seal, "unsealed": found["unsealed"], **standing}
        new: bool = found["all"] > copy.position["unsealed"]
        if not new and position == copy.position:
            return False
        changed = records.filter(pk__in=beyond.values("record"))
        try:
            copies.go_on(copy, versions(register, changed, zone) if new else None, position, at)  # 2
        except BridgeheadError as error:
            if error.mistakes[0].code != copies.DAMAGED:
                raise
        else:
            return new
    position = {"event": event, "seal": seal, "unsealed": events.filter(pk__gt=event).count(), **standing}
    copies.begin(folder, layout, versions(register, records, zone), position, at)  # 3
    return True


def _standing(matter: str, awards: Sequence[str]) -> Mapping[str, Mapping[str, Standing]]:
    """How each award stands, of those that were settled."""
    records = models.Record.objects.filter(matter=matter, register=AWARDS, number__in=awards).order_by("number")
    kept = {each.number: {name: each.state[name] for name in STANDS if name in each.state} for each in records}
    return {STANDING: kept}


def _sealed() -> tuple[int, str | None]:
    """The last event under a seal, and that seal in one line; nought before the first."""
    last = models.Seal.objects.order_by("-number").first()
    if last is None:
        return 0, None
    leaf = models.Leaf.objects.get(position=last.first + last.count - 1)
    return leaf.event, as_chain(last).line


def _kept(folder: Path, layout: str) -> copies.Copy | None:
    """The copy that can go on, if there is one."""
    try:
        copy = copies.Copy.read(folder)
    except BridgeheadError:
        return None
    return copy if copy.of == layout and _of_this_ledger(copy.position["seal"]) else None


def _of_this_ledger(line: str | None) -> bool:
    if line is None:
        return True
    seal = models.Seal.objects.filter(number=chain.printed(line).number).first()
    return seal is not None and as_chain(seal).line == line


def _layout(register: Register, zone: ZoneInfo) -> str:
    """What the rows hang on beside the ledger, by its digest."""
    columns = versions(register, models.Record.objects.none(), zone).schema.to_string()
    counting = sorted(name for name, stage in register.stages.items() if stage.counts)
    return hashlib.sha256(repr((__version__, columns, counting, zone.key)).encode()).hexdigest()
