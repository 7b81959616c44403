"""How the ledger stood at a moment: now as it is kept, before as the fold of the events until then."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import events, models

State = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AsOf:
    """What the ledger knew before a moment; None is now, which is counted by indexes and not folded."""

    past: datetime | None

    def stages(self, matter: str, register: str) -> Counter[str]:
        """How many records stood in each stage."""
        if self.past is not None:
            return Counter(str(state.get("stage", "")) for state in self.states(matter, register))
        found = models.Record.objects.filter(matter=matter, register=register).order_by()
        return Counter(dict(found.values_list("stage").annotate(Count("pk"))))

    def late(self, matter: str, register: str, at: datetime) -> int:
        """How many had a deadline that was over."""
        if self.past is None:
            return models.Record.objects.filter(matter=matter, register=register, due_at__lt=at).count()
        due = (state.get("due") for state in self.states(matter, register))
        return sum(datetime.fromisoformat(each) < self.past for each in due if each)

    def award(self, matter: str, name: str) -> State:
        """The state of an award; empty where nothing was settled."""
        if self.past is not None:
            return next(self.states(matter, AWARDS, name), {})
        found = models.Record.objects.filter(matter=matter, register=AWARDS, number=name).first()
        return found.state if found else {}

    def states(self, matter: str, register: str, number: str | None = None) -> Iterator[State]:
        """The state of each record, in the order in which they came in."""
        known = models.Record.objects.filter(matter=matter, register=register)
        if number is not None:
            known = known.filter(number=number)
        if self.past is None:
            yield from known.order_by("pk").values_list("state", flat=True).iterator(chunk_size=2_000)
            return
        found = models.Event.objects.filter(record__in=known, at__lt=self.past).order_by("record_id", "n")
        last, state = None, None
        for record, kind, body in found.values_list("record_id", "kind", "body").iterator(chunk_size=2_000):
            if record != last:
                if state is not None:
                    yield state
                last, state = record, None
            state = fold(state, kind, events.facts(bytes(body))["data"])
        if state is not None:
            yield state


NOW = AsOf(None)
