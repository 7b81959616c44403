"""Make the moves that nobody makes: where a condition holds, or a time in a stage is over."""

from datetime import datetime

from bridgehead import published
from bridgehead.actions.boxed import open_box
from bridgehead.actions.case import case_of
from bridgehead.actions.fill import rid_of
from bridgehead.actions.follow import follow
from bridgehead.actions.office import going_on
from bridgehead.actions.standing import missed, standing
from bridgehead.actions.tell import facts, tell
from bridgehead.instruments.register import Register, moves, outlived
from bridgehead.instruments.register.clock import Clock, entered
from bridgehead.instruments.register.stages import Move
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.primitives.actor import SERVICE
from bridgehead.primitives.deadline import deadline
from bridgehead.rulebook.rulebook import Rulebook

AT_ONCE = 200
"""Records a round, each in a unit of its own, so that nobody waits for long."""


def move_due(at: datetime, matter: str | None = None) -> int:
    """How many records have moved whose time was over, of one matter where it is named."""
    due = models.Record.objects.filter(move_at__lte=at, **({"matter": matter} if matter else {}))
    moved = 0
    for record in due.order_by("move_at").values_list("pk", flat=True)[:AT_ONCE]:
        with append.unit():
            held = append.hold(record)
            moved += move_on(held, at, published.current(held.matter))
    return moved


def move_on(record: models.Record, at: datetime, in_force: tuple[str, Rulebook]) -> bool:
    """Move a held record as far as it goes by itself: into each stage once. Whether it has moved. `in_force` is the
    rulebook with its hash before it.

    Whoever filed it is told where it stands then, if a time was over: of what an act brings at once the act tells.
    A move whose condition does not hold when its time is over waits until something is done to the record.
    """
    by, rulebook = in_force
    register = rulebook.instruments["register", record.register]
    assert isinstance(register, Register)
    moved, timed, been = False, False, {record.stage}
    while (found := _next(record, register, rulebook, at)) is not None and found.to not in been:
        to = found.to
        why = f"{found.when or ''} {f'after {found.after}' if found.after else ''}".strip()
        kept = record.state.get("clock")
        clock = entered(Clock.read(kept) if kept else None, to, register.stages[to], at)
        over = outlived(register, record.stage, None, to)
        data = rid_of(case_of(record), over) if over else {}
        data |= {**standing(register, rulebook, to, clock, at), **missed(record, clock, at)}
        data |= {"reason": why, "entered": at.isoformat()}
        append.append(record, "moved/1", data, append.Author(SERVICE, at, by), fold)
        moved, timed, been = True, timed or found.after is not None, been | {to}
    if moved:
        if timed and "forgotten" not in record.state:
            tell(record, "move", register, open_box(record), facts(record, register, "", rulebook.about.zone), at)
        follow(record, "move" if timed else None, at)
    if not moved and record.move_at is not None and record.move_at <= at:
        data = {"move": None}
        append.append(record, "waited/1", data, append.Author(SERVICE, at, by), fold)
    return moved


def _next(record: models.Record, register: Register, rulebook: Rulebook, at: datetime) -> Move | None:
    """The move that a record makes now."""
    if not register.stages or not register.stages[record.state["stage"]].moves:
        return None
    since = datetime.fromisoformat(record.state["entered"])
    for move in moves(register, case_of(record).state, rulebook.values_on(at.astimezone(rulebook.about.zone).date())):
        if move.after is None or deadline(since, move.after, going_on(rulebook)).at <= at:
            return move
    return None
