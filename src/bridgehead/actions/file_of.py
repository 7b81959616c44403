"""A file that a record has, by the hash of what is stored."""

from bridgehead.documents.evidence import MEDIA_TYPES
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError, Mistake

ENDINGS = {MEDIA_TYPES["csv"]: ".csv", MEDIA_TYPES["xlsx"]: ".xlsx"}
"""Of files that can be lists, by their media types."""


def file_of(record: models.Record, file: str) -> models.Attachment:
    """Raises BridgeheadError with AC068 for a hash that is none of the record's files."""
    kept = record.attachments.filter(hash=file).first()
    if kept is None:
        expected = "the hash of one of its files, as the record shows them"
        raise BridgeheadError([Mistake("AC068", f"{record.number} has no file «{file}»", None, expected)])
    return kept
