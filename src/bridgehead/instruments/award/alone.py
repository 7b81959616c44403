"""What one claim gives by itself, whatever the others are: a key of an order, or an amount."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.instruments.award.terms import Terms
from bridgehead.instruments.award.version import columns


def worked_out(terms: Terms, text: str) -> Callable[[Mapping[str, object]], object]:
    """A figure, in FEEL, of a claim by its columns; None where it is null or unknown."""
    places: dict[str, tree.Expression] = {name: tree.Name(column) for name, column in terms.table.deciding.items()}
    places |= {f"values.{name}": tree.Name(f"values.{name}") for name in terms.values}
    work_out = feel.compile(substitute(terms.inline(feel.parse(text, terms.names)), places), columns(terms))

    def figure(claim: Mapping[str, object]) -> object:
        value = work_out({**claim, **_in_force(terms, claim)})
        return None if value is feel.UNKNOWN else value

    return figure


def _in_force(terms: Terms, claim: Mapping[str, object]) -> dict[str, object]:
    """The values as they hold on the day of a claim."""
    day = claim.get(terms.table.deciding[terms.award.as_of]) if terms.award.as_of else None
    if not isinstance(day, date):
        return {}
    on = day.date() if isinstance(day, datetime) else day
    return {f"values.{name}": value.on(on) for name, value in terms.values.items()}
