"""Who stands in the lists of two records of a register: told of beside both, without a word of who it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from bridgehead.ledger import keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import visible

PAIRS = """
    SELECT mine.record_id, other.record_id, count(*) FROM ledger_blindindex mine
    JOIN ledger_blindindex other ON other.digest = mine.digest AND other.field = mine.field
        AND other.record_id <> mine.record_id
    WHERE mine.field = %s AND mine.record_id IN ({})
    GROUP BY mine.record_id, other.record_id
"""


def shared(records: Sequence[models.Record], actor: Actor) -> Mapping[int, list[Mapping[str, Any]]]:
    """Of records of one register, by their keys: which others the actor may see list some of the same, and how many."""
    if not records:
        return {}
    wanted = [each.pk for each in records]
    with connection.cursor() as cursor:
        cursor.execute(PAIRS.format(", ".join(["%s"] * len(wanted))), [keys.LISTED, *wanted])
        pairs = cursor.fetchall()
    matter, register = records[0].matter, records[0].register
    others = models.Record.objects.filter(pk__in={other for _, other, _ in pairs}, matter=matter, register=register)
    seen = {each.pk: each for each in visible(others, matter, register, actor)}
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for mine, other, count in sorted(pairs):
        if other in seen:
            found[mine].append({"number": seen[other].number, "stage": seen[other].stage, "count": count})
    return found
