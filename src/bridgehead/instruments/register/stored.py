"""Values as the ledger keeps them: what is exact, and times, as text. `filled.read` reads them back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal


def stored(values: Mapping[str, object]) -> dict[str, object]:
    """Values by their fields, as JSON holds them."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: object) -> object:
    match value:
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case list() | tuple():
            return [_stored(each) for each in value]
    raise TypeError(f"no form in the ledger for {type(value).__name__}")
