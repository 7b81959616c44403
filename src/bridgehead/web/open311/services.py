"""The services: which there are, and what each asks for."""

from typing import Any

from bridgehead.instruments.register import Register
from bridgehead.queries.public_records import open_registers
from bridgehead.web.open311.answers import RefusedError
from bridgehead.web.open311.asked import Asked, not_found, not_provided
from bridgehead.web.open311.attributes import attributes


def service_list(asked: Asked) -> list[dict[str, Any]]:
    _, rulebook = asked.matter
    return [
        {
            "service_code": name,
            "service_name": asked.said(register.title),
            "description": asked.said(register.title),
            "metadata": bool(attributes(register, asked.said)),
            "type": "realtime",
            "keywords": ", ".join(asked.said(channel.label) for channel in register.channels.values()),
            "group": asked.said(rulebook.about.title),
        }
        for name, register in open_registers(rulebook).items()
    ]


def service_definition(asked: Asked, code: str) -> dict[str, Any]:
    return {"service_code": code, "attributes": attributes(service(asked, code), asked.said)}


def service(asked: Asked, code: str | None) -> Register:
    """The register that a code names."""
    known = open_registers(asked.matter[1])
    if code is None:
        raise RefusedError(400, not_provided("service_code", known))
    if code not in known:
        raise RefusedError(404, not_found("service_code", code, known))
    return known[code]
