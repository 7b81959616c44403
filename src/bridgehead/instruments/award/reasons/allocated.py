"""Why allocation ended a claim as it did, as values beside the sentence."""

from decimal import Decimal

from bridgehead.instruments.award.reasons.mark import mark
from bridgehead.instruments.award.reasons.sentences import (
    Decided,
    Repeated,
    allocation_sentence,
    by_number,
    cited,
    places,
)
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.decision import Outcome, Reason


def allocation_reason(terms: Terms, decided: Decided, repeated: Repeated | None = None) -> Reason:
    """The rule's word for it (`because`, see `award.allocation.Because`), what was seen, needed and lacking.

    Of places `seen` is the place, of money and ceilings what was left, of a sum what it came to so far; `reference` is
    the other claim, of money the one that ended the payments. Where all share what there is, `distance` is
    what a claim gets less than is due. What a ceiling cuts has the clause of the ceiling, all else that of the prize. A
    claim that simply got its prize has the clause and the sentence alone, and where a bonus stands open, how far the
    party is from its mark.
    """
    said = allocation_sentence(terms, decided, repeated)
    seen, needed, distance = _values(terms, decided)
    return Reason(
        condition=None,
        holds=decided["outcome"] == Outcome.GRANTED,
        seen=seen,
        needed=needed,
        distance=distance,
        clause=cited(terms, decided, by_ceiling=decided["because"] == "ceiling"),
        zh=said.zh,
        en=said.en,
        because=decided["because"],
        reference=decided["reference"],
    )


def _values(terms: Terms, decided: Decided) -> tuple[object, str | None, Decimal | int | None]:
    award, figure, asked = terms.award, decided["figure"], decided["asked"]
    match decided["because"]:
        case "quota":
            place, last = decided["place"], places(terms, decided["prize"])
            return place, f"<= {last}", place - last if place and last else None
        case "budget" if decided["reference"]:
            return _plain(figure), None, None
        case "budget" if award.when_short == "share":
            return _plain(figure), None, _plain(asked - decided["amount"])
        case "ceiling":
            lack = asked - decided["amount"]
            return _plain(figure), f">= {_plain(figure + lack):f}", _plain(lack)
        case "budget":
            return _plain(figure), f">= {_plain(asked):f}", _plain(asked - figure)
        case "below" if award.reach and figure is not None:
            return _from_the_mark(terms, award.reach, figure)
        case None if decided["short"] is not None:
            return _from_the_mark(terms, tuple(award.bonuses.values())[decided["short"]].reach, figure)
        case "sum":
            return None, award.reach, None
        case "duplicate":
            fields = (terms.number,) if by_number(terms, decided) else award.once_per
            return None, f"once per {', '.join(fields)}", None
        case "excluded" if award.one_of:
            return None, f"one of {', '.join(award.one_of.prizes)}", None
    return None, None, None


def _from_the_mark(terms: Terms, reach: str, so_far: Decimal) -> tuple[Decimal, str, Decimal | None]:
    need = mark(terms, reach)
    off = need.breach(so_far)
    lack = off.distance if off else None
    return _plain(so_far), need.needed, _plain(lack) if isinstance(lack, Decimal) else None


def _plain(figure: Decimal) -> Decimal:
    """Without zeros at its end."""
    return Decimal(f"{figure.normalize():f}")
