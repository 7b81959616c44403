"""A chain tells who supplies whom: the products of a city's chains, the firms that make them, and what is missing."""

from bridgehead.instruments.chain.check import check
from bridgehead.instruments.chain.gaps import Firm, Link, State, links
from bridgehead.instruments.chain.schema import Chain
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Chain, check=check)

__all__ = ["KIND", "Chain", "Firm", "Link", "State", "check", "links"]
