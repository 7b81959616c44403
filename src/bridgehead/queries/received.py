"""From when a record counts as received: later than it came in where its channel was closed."""

from datetime import UTC, datetime

from bridgehead.ledger import models


def received_at(record: models.Record) -> datetime:
    kept = record.state.get("received")
    return datetime.fromisoformat(kept).astimezone(UTC) if kept else record.submitted_at
