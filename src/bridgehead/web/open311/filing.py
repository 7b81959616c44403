"""File a request: what the standard's arguments and the attributes say, as the fields of a register.

1. Each attribute fills its field.
2. Each argument of the standard fills the first field of its type.
3. Arguments that no field takes are told in the notice, with the number and the code of the receipt.
"""

import re
from typing import Any

from django.conf import settings

from bridgehead.access import require
from bridgehead.actions.begin import Receipt
from bridgehead.actions.submit import submit
from bridgehead.instruments.register import Register
from bridgehead.ledger import keys, models
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.web.api.once import once_only
from bridgehead.web.open311.answers import RefusedError
from bridgehead.web.open311.asked import Asked
from bridgehead.web.open311.attributes import as_filled, asked_for, by_argument, is_required
from bridgehead.web.open311.services import service

ATTRIBUTE = re.compile(r"attribute\[([^\]]+)\](?:\[\])?")
LONGEST_DESCRIPTION = 4_000
NO_PLACE = Phrase(
    "没有写明 lat 和 long（这个服务需要地点）", "lat and long were not provided; this service asks for a place"
)
HALF_A_PLACE = Phrase("lat 和 long 缺一个（两个都要）", "one of lat and long was not provided; both are expected")
LOCATION = ("lat", "long", "address_string", "address_id")
CONTENT = (
    *LOCATION,
    "email",
    "device_id",
    "account_id",
    "first_name",
    "last_name",
    "phone",
    "description",
    "media_url",
)


def file_request(asked: Asked) -> list[dict[str, Any]]:
    """The request that was made, as the standard answers."""
    actor = asked.actor()
    require(actor, "submit")
    register = service(asked, asked.word("service_code"))
    matter = asked.matter[0]
    given = _attributes(asked, register)  # 1
    taken = _arguments(asked, register, given)  # 2
    unused = [name for name in CONTENT if asked.word(name) and name not in taken]

    def do() -> dict[str, Any]:
        receipt = submit(matter, register.name, given, actor, now(), anonymous=None, language=asked.language)
        record = models.Record.objects.get(matter=matter, register=register.name, number=receipt.number)
        return {
            "service_request_id": keys.alias(settings.MASTER_KEY, record.pk),
            "service_notice": _notice(asked, receipt, unused),  # 3
            "account_id": None,
        }

    asked.request.auth = actor  # type: ignore[attr-defined]  # whose the Idempotency-Key is
    return [dict(once_only(asked.request, do))]


def _attributes(asked: Asked, register: Register) -> dict[str, object]:
    fields, own = asked_for(register), {*by_argument(register).values()}
    found: dict[str, object] = {}
    for key, values in asked.arguments.lists():
        named = ATTRIBUTE.fullmatch(key)
        given = [value for value in values if value.strip()]
        if named is None or not given:
            continue
        name = named[1]
        if name not in fields or name in own:
            codes = ", ".join(each for each in fields if each not in own)
            said = Phrase(f"没有“{name}”这个 attribute（其中之一：{codes}）", f"no attribute «{name}»; one of {codes}")
            raise RefusedError(400, said)
        if fields[name].type == "choices":
            found[name] = given
        elif len(given) > 1:
            told = f"attribute «{name}» has {len(given)} values; one is expected"
            raise RefusedError(400, Phrase(f"attribute“{name}”有 {len(given)} 个值（只能有一个）", told))
        else:
            found[name] = as_filled(fields[name], given[0], asked.matter[1].about.zone)
    return found


def _arguments(asked: Asked, register: Register, given: dict[str, object]) -> set[str]:
    """Fill in what the standard's arguments say; the arguments that found a place."""
    places = by_argument(register)
    taken: set[str] = set()
    for argument, field in places.items():
        names = {"first_name": ("last_name", "first_name"), "lat": ("lat", "long")}.get(argument, (argument,))
        if any(asked.word(name) for name in names):
            given[field] = _value(asked, argument)
            taken |= {*names}
    description = places.get("description")
    address = asked.word("address_string")
    if description and address:
        given[description] = "\n".join(filter(None, (asked.word("description"), address)))
        taken.add("address_string")
    if "lat" in places and is_required(register, register.fields[places["lat"]]) and places["lat"] not in given:
        raise RefusedError(400, NO_PLACE)
    return taken


def _value(asked: Asked, argument: str) -> str:
    if argument == "lat":
        if not (asked.word("lat") and asked.word("long")):
            raise RefusedError(400, HALF_A_PLACE)
        return f"POINT ({asked.word('long')} {asked.word('lat')})"
    if argument == "first_name":
        last, first = asked.word("last_name") or "", asked.word("first_name") or ""
        return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"
    found = asked.word(argument) or ""
    if argument == "description" and len(found) > LONGEST_DESCRIPTION:
        told = f"description has {len(found)} signs; at most {LONGEST_DESCRIPTION} are expected"
        said = Phrase(f"description 有 {len(found)} 个字符（最多 {LONGEST_DESCRIPTION} 个）", told)
        raise RefusedError(400, said)
    return found


def _notice(asked: Asked, receipt: Receipt, unused: list[str]) -> str:
    number, code = receipt.number, receipt.code
    late = "".join(f" {each.says.en}" if asked.language == "en" else each.says.zh for each in receipt.late)
    if asked.language == "en":
        left = f" Not kept, since nothing here asks for it: {', '.join(unused)}." if unused else ""
        return f"Number {number}, code {code}: with both you see what becomes of it.{late}{left}"
    left = f"以下内容此处不收集，未保存：{'、'.join(unused)}。" if unused else ""
    return f"编号 {number}，查询码 {code}，凭二者可查询办理情况。{late}{left}"
