"""What a record tells of itself beside its fields: columns that every register has, unless a field is called so.

`deadlines missed` is how many of its deadlines it missed of those that have ended; of a case that was taken over nobody
knows that.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import Phrase

PROVISIONAL = "due provisional"
"""Whether a deadline rests on a year whose calendar is not known yet; blank where there is no deadline."""


class OfRecord(NamedTuple):
    """The type of such a column, and what it is called."""

    type: FieldType
    label: Phrase


OF_THE_RECORD: Mapping[str, OfRecord] = {
    "stage": OfRecord(FieldType.TEXT, Phrase("环节", "Stage")),
    "received on": OfRecord(FieldType.DATE_TIME, Phrase("收到时间", "Received on")),
    "channel": OfRecord(FieldType.TEXT, Phrase("渠道", "Channel")),
    "due on": OfRecord(FieldType.DATE_TIME, Phrase("期限", "Due on")),
    PROVISIONAL: OfRecord(FieldType.BOOLEAN, Phrase("期限暂定", "Due date provisional")),
    "closed on": OfRecord(FieldType.DATE_TIME, Phrase("办结时间", "Closed on")),
    "unit of record": OfRecord(FieldType.TEXT, Phrase("承办单位", "Unit of record")),
    "deadlines missed": OfRecord(FieldType.INTEGER, Phrase("超期次数", "Deadlines missed")),
}
SEEN_BY_ALL = tuple(name for name in OF_THE_RECORD if name not in ("deadlines missed", "channel", PROVISIONAL))
"""What of it a register may make public."""
