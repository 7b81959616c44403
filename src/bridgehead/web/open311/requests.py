"""Requests as everybody sees them: one, several by their names, or those of some days."""

from datetime import date, datetime, time, timedelta
from typing import Any

from bridgehead.access import require
from bridgehead.ledger.models import Record
from bridgehead.primitives import words
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.moment import now
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.queries.public_records import Public, between, by_alias, open_registers
from bridgehead.rulebook.schema import Label
from bridgehead.web.open311.answers import RefusedError
from bridgehead.web.open311.asked import Asked
from bridgehead.web.open311.services import service

LONGEST = timedelta(days=90)
MOST = 1_000
MAY_MOVE = Label(
    zh="expected_datetime 是暂定的：该年的节假日安排尚未公布。",
    en="expected_datetime is provisional: the holidays of that year are not published yet.",
)
TOO_LONG = Phrase(
    "start_date 和 end_date 的先后或者间隔不对（最多相隔 90 天）",
    "start_date and end_date; at most 90 days from the first to the second are expected",
)
OUT_OF_TIME = Phrase(
    "start_date 或 end_date 太早或者太晚（当代的日期）", "start_date or end_date; a year of this age is expected"
)
STATUSES = {"open": False, "closed": True}


def request_list(asked: Asked) -> list[dict[str, Any]]:
    """What `service_request_id` names, which overrides all else; or the newest of the days that are asked for."""
    require(PUBLIC, "see what is public")
    if named := asked.words("service_request_id"):
        return _named(asked, named)
    matter, rulebook = asked.matter
    codes = asked.words("service_code") or list(open_registers(rulebook))
    for code in codes:
        service(asked, code)
    ended = {_status(word) for word in asked.words("status")}
    found = between(matter, rulebook, codes, _days(asked), ended.pop() if len(ended) == 1 else None, MOST)
    return [_shown(asked, each) for each in found]


def one_request(asked: Asked, name: str) -> list[dict[str, Any]]:
    require(PUBLIC, "see what is public")
    return _named(asked, [name])


def _named(asked: Asked, names: list[str]) -> list[dict[str, Any]]:
    if len(names) > MOST:
        found = f"{len(names)} values of service_request_id; at most {MOST} are expected"
        raise RefusedError(400, Phrase(f"service_request_id 有 {len(names)} 个（最多 {MOST} 个）", found))
    try:
        return [_shown(asked, each) for each in by_alias(*asked.matter, names)]
    except Record.DoesNotExist:
        raise RefusedError(404, Phrase("没有这个 service_request_id", "service_request_id was not found")) from None


def _status(word: str) -> bool:
    if word not in STATUSES:
        found = f"status «{word}»; open or closed is expected"
        raise RefusedError(400, Phrase(f"没有“{word}”这个 status（open 或 closed）", found))
    return STATUSES[word]


def _days(asked: Asked) -> tuple[date, date]:
    """The days from and to which is searched: 90 days back from the end, or on from the start, where one is missing."""
    start, end = (_moment(asked, name) for name in ("start_date", "end_date"))
    try:
        if end is None:
            end = start + LONGEST if start else now()
        start = start or end - LONGEST
        if not timedelta() <= end - start <= LONGEST:
            raise RefusedError(400, TOO_LONG)
        zone = asked.matter[1].about.zone
        days = start.astimezone(zone).date(), end.astimezone(zone).date()
        _ = days[1] + timedelta(days=2)
    except OverflowError:
        raise RefusedError(400, OUT_OF_TIME) from None
    return days


def _moment(asked: Asked, name: str) -> datetime | None:
    given = asked.word(name)
    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError:
        found = None
    if given and (found is None or found.tzinfo is None):
        expected = "2010-01-01T00:00:00Z"
        said = Phrase(
            f"{name} 写成“{given}”（带时区的时间，例如 {expected}）",
            f"{name} «{given}»; a moment with its zone is expected, as in {expected}",
        )
        raise RefusedError(400, said)
    return found


def _shown(asked: Asked, seen: Public) -> dict[str, Any]:
    zone = asked.matter[1].about.zone

    def moment(day: date | None) -> str | None:
        return datetime.combine(day, time(), zone).isoformat() if day else None

    status = ("closed" if seen.stage.final else "open") if seen.stage else None
    return {
        "service_request_id": seen.alias,
        "status": status,
        "status_notes": asked.said(seen.stage.label) if seen.stage else None,
        "service_name": asked.said(seen.register.title),
        "service_code": seen.register.name,
        "description": _described(asked, seen),
        "agency_responsible": asked.said(Label(**seen.unit)) if seen.unit else None,
        "service_notice": asked.said(MAY_MOVE) if seen.due_on and seen.provisional else None,
        "requested_datetime": moment(seen.received_on),
        "updated_datetime": moment(seen.closed_on) if status == "closed" else None,
        "expected_datetime": moment(seen.due_on),
        "address": None,
        "address_id": None,
        "zipcode": None,
        **_place(seen),
        "media_url": None,
    }


def _described(asked: Asked, seen: Public) -> str | None:
    """The fields that are public, a line each, in the language of the request."""
    lines = []
    for name, value in seen.fields.items():
        if value is None:
            continue
        part = seen.register.fields.get(name) or seen.register.derives[name]
        lines.append(
            f"{asked.said(part.label)}{': ' if asked.language == 'en' else '：'}{_worded(asked, seen, name, value)}"
        )
    return "\n".join(lines) or None


def _worded(asked: Asked, seen: Public, name: str, value: object) -> str:
    field = seen.register.fields.get(name)
    if field and isinstance(field.choices, dict):
        chosen = value if isinstance(value, list) else [value]
        between_them = ", " if asked.language == "en" else "、"
        return between_them.join(
            asked.said(field.choices[each]) if each in field.choices else str(each) for each in chosen
        )
    unit = words.Phrase(field.unit.zh, field.unit.en) if field and field.unit else words.NOTHING
    kind = FieldType(field.type) if field else None
    said = words.value(value, kind, unit, asked.matter[1].about.currency)
    return said.en if asked.language == "en" else said.zh


def _place(seen: Public) -> dict[str, str | None]:
    """The first public field that is a point on the ground."""
    for name, value in seen.fields.items():
        field = seen.register.fields.get(name)
        if field and field.type == "place" and isinstance(value, str):
            east, north = value.removeprefix("POINT (").removesuffix(")").split()
            return {"lat": north, "long": east}
    return {"lat": None, "long": None}
