"""The mark that the sum of a party must pass, held against the sum so far."""

from dataclasses import dataclass
from decimal import Decimal

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.reasons.needs import FORMULA, Breach, Need, asked, breach, filled, named, written
from bridgehead.instruments.award.reasons.topics import field_subject, in_words, step
from bridgehead.instruments.award.reasons.wording import Subject
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.words import Phrase, same


@dataclass(frozen=True, slots=True)
class Mark:
    """`reach` of an award as a reader sees it: the sum in its unit, and what it must come to.

    `need` is a formula where it is no bound of one sum by a plain figure; then only `text` says it.
    """

    subject: Subject
    need: Need[object]
    text: Phrase
    step: Decimal

    def breach(self, so_far: Decimal) -> Breach | None:
        return breach(so_far, self.need, self.step)

    @property
    def needed(self) -> str:
        return written(self.need) or self.text.en

    def lack(self, so_far: Decimal) -> Phrase:
        """公告要求超过 1,000 人，差 2 人"""
        need, off = wording.needed(self.subject, self.need), self.breach(so_far)
        if need is None or off is None:
            return Phrase(f"未达到“{self.text.zh}”", f"“{self.text.en}” is not met")
        apart = wording.short(self.subject, off)
        zh = f"公告要求{wording.placed(need.zh, self.subject)}，{apart.zh}"
        return Phrase(zh, f"the notice asks for {need.en}; {apart.en}")


def mark(terms: Terms, reach: str) -> Mark:
    """What `reach` asks for."""
    parsed = feel.parse(reach, terms.names)
    about = asked(parsed, terms.table.deciding)
    text = in_words(terms, parsed, reach, 0)
    summed = aggregates.found(parsed)
    if about.subject not in summed or len(summed) > 1:
        return Mark(Subject(same("")), FORMULA, text, Decimal(0))
    need = filled(about.need, _figure)
    plain = all(isinstance(end, Decimal) for end in named(need))
    return Mark(_subject(terms, summed[0]), need if plain else FORMULA, text, step(about.subject))


def _figure(expression: tree.Expression) -> object:
    return expression.value if isinstance(expression, tree.Literal) else None


def _subject(terms: Terms, call: tree.Call) -> Subject:
    """The sum of a field is in its unit; a count has none."""
    (over,) = call.arguments
    counts = isinstance(call.function, tree.Name) and call.function.name == "count"
    if not counts and isinstance(over, tree.Name) and over.name in terms.table.deciding:
        return field_subject(terms, over.name)
    return Subject(same(""))
