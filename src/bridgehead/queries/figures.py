"""What readers call a figure of an award that can be moved: by what it belongs to, and the text in which it stands."""

from dataclasses import dataclass

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.instruments.award.formulas import formulas
from bridgehead.instruments.award.literals import REACH, Literal, literals
from bridgehead.instruments.award.reasons.topics import field_subject, in_words, phrase
from bridgehead.instruments.award.reasons.wording import Subject
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms, terms
from bridgehead.primitives import words
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import NOTHING, Phrase, same
from bridgehead.queries.simulation import BUDGET, movable
from bridgehead.queries.variation import Value
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be moved: what readers call it, as it is now, and in what it is counted; a `share` is told in
    percent.
    """

    name: str
    label: Label | Phrase
    now: Value
    unit: Label | Phrase | None
    money: bool = False
    share: bool = False

    def say(self, currency: str) -> Phrase:
        """As it is now, in a reader's words."""
        kind = FieldType.MONEY if self.money else FieldType.PERCENT if self.share else None
        return words.value(self.now, kind, Phrase(self.unit.zh, self.unit.en) if self.unit else NOTHING, currency)


def figures(rulebook: Rulebook, award: Award) -> tuple[Figure, ...]:
    """What can be moved of an award, values of its conditions first."""
    found, about = movable(rulebook, award), terms(award, rulebook)
    written = {each.name: each for each in literals(about)}

    def figure(name: str) -> Figure:
        if (value := rulebook.values.get(name)) is not None:
            return Figure(name, value.label, found[name], value.unit)
        return _written(written[name], about) if name in written else _of_the_award(name, found[name], award)

    return tuple(sorted(map(figure, found), key=lambda each: each.name not in rulebook.values))


def _of_the_award(name: str, now: Value, award: Award) -> Figure:
    if name == BUDGET:
        return Figure(name, Phrase("预算", "Budget"), now, None, money=True)
    prize = name.removeprefix("first of ")
    title = award.prizes[prize].title or Label(zh=prize, en=prize)
    return Figure(name, Phrase(f"“{title.zh}”的名额", f"Places of “{title.en}”"), now, Phrase("个", "places"))


def _written(written: Literal, about: Terms) -> Figure:
    """A number that stands in a condition or a prize, by the title of that and the text around it."""
    title, text = _title(written, about), _text(written, about)
    label = Phrase(f"{title.zh}：{text.zh}", f"{title.en}: {text.en}") if text.zh else title
    beside = _subject(written, about)
    money = written.pays or beside.kind is FieldType.MONEY
    unit = None if money or not beside.unit.zh else beside.unit
    return Figure(written.name, label, written.now, unit, money, share=beside.kind is FieldType.PERCENT)


def _title(written: Literal, about: Terms) -> Phrase:
    if written.path == REACH:
        return Phrase("合计要求", "What is to be reached")
    where, name = written.path[0], str(written.path[1])
    if where == "conditions":
        titled = about.award.conditions[name].title
        return phrase(titled) if titled else same(name)
    title, rank = phrase(about.called(name)), about.award.prizes[name].rank
    if rank is not None:
        places = str(rank).replace("..", "–")
        title = Phrase(f"{title.zh}第 {places} 名", f"{title.en}, {'place' if rank.count == 1 else 'places'} {places}")
    if written.path[2] == "pay":
        return Phrase(f"“{title.zh}”的金额", f"Pay of “{title.en}”")
    return title


def _text(written: Literal, about: Terms) -> Phrase:
    """The text around a number, and which of its numbers it is where there are several; nothing around one alone."""
    if written.part is None or written.alone:
        return _part_of_pay(written)
    whole = next(each.text for each in formulas(about.award) if each.path == written.path)
    said = in_words(about, written.part, whole[slice(*written.part.span)], written.part.span[0])
    numbers = sorted(
        node.span
        for node in feel.walk(written.part)
        if isinstance(node, tree.Literal) and type(node.value) is type(written.now)
    )
    if len(numbers) == 1 or written.span is None:
        return said
    at, among = numbers.index(written.span) + 1, len(numbers)
    return Phrase(f"{said.zh}（第 {at} 个数字）", f"{said.en} (number {at} of {among})")


def _part_of_pay(written: Literal) -> Phrase:
    """Which figure of a payment it is, where no text stands around it."""
    match written.path[3:]:
        case ("tiers", int(at), "from"):
            return Phrase(f"第 {at + 1} 档的起点", f"where tier {at + 1} begins")
        case ("tiers", int(at), _):
            return Phrase(f"第 {at + 1} 档", f"tier {at + 1}")
        case ("bands", int(at), "above"):
            return Phrase(f"第 {at + 1} 段的起点", f"where band {at + 1} begins")
        case ("bands", int(at), _):
            return Phrase(f"第 {at + 1} 段的标准", f"rate of band {at + 1}")
        case ("at most",):
            return Phrase("最高额", "the most")
    return NOTHING


def _subject(written: Literal, about: Terms) -> Subject:
    """The field that a number is held against, or that a payment goes by; nothing is known of it where it is none."""
    name = written.beside
    if written.path[-1] in ("from", "above"):
        pay = about.award.prizes[str(written.path[1])].pay
        name = (pay.by or pay.of) if pay else None
    return field_subject(about, name) if name is not None and name in about.table.deciding else Subject(NOTHING)
