"""The firms of a city's chains, as their register lists them."""

from bridgehead.instruments.chain import Chain, Firm
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.queries.chains import firms_of
from bridgehead.rulebook.rulebook import Rulebook


def listed_firms(matter: str, rulebook: Rulebook, chain: Chain) -> list[Firm]:
    """Those that stand in a stage that counts, the first that was listed first."""
    register = rulebook.instruments["register", chain.firms.register_]
    assert isinstance(register, Register)
    counting = [name for name, stage in register.stages.items() if stage.counts]
    found = models.Record.objects.filter(matter=matter, register=register.name, stage__in=counting).order_by("pk")
    states = found.values_list("state", flat=True).iterator(chunk_size=2_000)
    return [*firms_of(rulebook, chain, (each["fields"] for each in states if not each.get("merged into")))]
