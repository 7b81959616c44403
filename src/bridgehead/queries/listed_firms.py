"""The firms of a city's chains, as their register lists them at a moment."""

from bridgehead.instruments.chain import Chain, Firm
from bridgehead.instruments.register import Register
from bridgehead.queries.as_of import NOW, AsOf
from bridgehead.queries.chains import firms_of
from bridgehead.rulebook.rulebook import Rulebook


def listed_firms(matter: str, rulebook: Rulebook, chain: Chain, ledger: AsOf = NOW) -> list[Firm]:
    """Those that stand in a stage that counts, the first that came in first."""
    register = rulebook.instruments["register", chain.firms.register_]
    assert isinstance(register, Register)
    counting = {name for name, stage in register.stages.items() if stage.counts}
    states = ledger.states(matter, register.name)
    listed = (each["fields"] for each in states if each.get("stage") in counting and not each.get("merged into"))
    return [*firms_of(rulebook, chain, listed)]
