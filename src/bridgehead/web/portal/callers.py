"""Who acts at the portal: the public, and whoever filed a record, who is known by its code."""

from bridgehead.instruments.register import REPORTER
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind

REPORTING = Actor(ActorKind.PUBLIC, PUBLIC.name, frozenset({REPORTER}))
