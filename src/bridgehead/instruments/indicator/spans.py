"""The span of time that a figure tells of, as YAML writes it: `2023`, `2023-H1`, `2023-Q1`, `2023-03`; and how far in
it time and task are to be.
"""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from bridgehead.primitives.period import NotAPeriod, Period
from bridgehead.rulebook.schema import Part, Share, shown, wrong


def _period(value: object) -> Period:
    try:
        return value if isinstance(value, Period) else Period.read(str(value))
    except NotAPeriod:
        found = f"the period {shown(value)}"
        raise wrong(
            "IN101", found, "a year, half-year, quarter or month, as in 2023, 2023-H1, 2023-Q1, 2023-03"
        ) from None


PERIOD = r"^[12]\d{3}(-([HQ][1-4]|0[1-9]|1[0-2]))?$"
Span = Annotated[
    Period,
    BeforeValidator(_period),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "integer"], "pattern": PERIOD}),
]


class Halves(Part):
    """The parts of the time and of the task that are to be passed."""

    time: Share
    task: Share
