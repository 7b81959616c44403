"""Who acts: a person of the public, a member of staff, or the service itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with the roles that rulebooks name and the units (by their slugs) for which they act.

    `name` stands in events: of staff the account's name, of the public nothing that is personal.
    """

    kind: ActorKind
    name: str
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


PUBLIC = Actor(ActorKind.PUBLIC, "public")
SERVICE = Actor(ActorKind.SERVICE, "service")
