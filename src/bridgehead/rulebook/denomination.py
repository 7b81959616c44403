"""What the unit of a field or a value says: what it counts, and by how many: 万人 are people, by ten thousand."""

from dataclasses import dataclass
from fractions import Fraction

from bridgehead.rulebook.figures import Kind, currencies, find
from bridgehead.rulebook.schema import Label

_TWO = 2


@dataclass(frozen=True, slots=True)
class Denomination:
    """How it is `said`, and what that means.

    `words` are those in which a notice may count, `kind` is what they make of a figure (none where there is no unit),
    `worth` what one is worth, and `currency` what foreign money may be called.
    """

    words: frozenset[str] = frozenset()
    kind: Kind | None = None
    worth: Fraction = Fraction(1)
    currency: frozenset[str] = frozenset()
    said: str = ""


NO_UNIT = Denomination()


def denomination(label: Label | None) -> Denomination:
    """Read a unit as the figures of a notice are read: as that of a number before it."""
    if label is None:
        return NO_UNIT
    words = frozenset({label.zh, label.en})
    found = find(f"{_TWO}{label.zh}").figures
    figure = found[0] if len(found) == 1 else None
    if figure is None or not isinstance(figure.value, Fraction) or figure.kind is Kind.TIME:
        return Denomination(words, Kind.COUNT, said=label.zh)
    if figure.kind is Kind.SHARE:
        return Denomination(words, Kind.SHARE, said=label.zh)
    worth = figure.value / _TWO
    if figure.kind is Kind.MONEY:
        own = figure.unit in (currencies.OWN, "")
        return Denomination(
            words, Kind.MONEY, worth, frozenset() if own else currencies.called(figure.unit, ""), label.zh
        )
    if worth != 1:
        words = frozenset({figure.unit} - {""})
    return Denomination(words, Kind.COUNT if figure.kind is Kind.NUMBER else figure.kind, worth, said=label.zh)
