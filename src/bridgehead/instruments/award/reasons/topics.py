"""What each atom of an award is about: which value is looked at, and what is asked of it, in a reader's words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.feel.types import NumberType
from bridgehead.instruments.award.atoms import Atom
from bridgehead.instruments.award.case import Case, Claim
from bridgehead.instruments.award.reasons.needs import FORMULA, Asked, Need, asked, filled, named, reads
from bridgehead.instruments.award.reasons.ruled import Ruled, by_no_table, by_table
from bridgehead.instruments.award.reasons.wording import Subject
from bridgehead.instruments.award.terms import Terms
from bridgehead.instruments.award.version import Version, columns
from bridgehead.primitives.words import NOTHING, Phrase, inside, same
from bridgehead.rulebook.schema import Label


@dataclass(frozen=True, slots=True)
class Topic:
    """An atom as a reader sees it.

    `seen` and `need` give its two sides for a claim; where the need is a formula, `text` says it and the `fields` are
    seen. An atom that only asks that its fields are known has no sides. `step` is the least difference between two
    values of the subject, zero where that is not known. `day` is the field on which the figures of the need depend.
    `optional` are the columns in which a blank is a value. `ruled` says of a decision table which of its rules matched.
    """

    atom: Atom
    fields: tuple[Subject, ...]
    columns: tuple[str, ...]
    text: Phrase
    subject: Subject
    seen: Callable[[Claim], object]
    need: Callable[[Claim], Need[object]]
    step: Decimal = Decimal(0)
    day: tuple[Subject, str] | None = None
    optional: frozenset[str] = frozenset()
    ruled: Ruled = by_no_table


def topics(terms: Terms, version: Version) -> tuple[Topic, ...]:
    """One topic for each atom, by its bit."""
    return tuple(_topic(terms, version, atom) for atom in terms.atoms.all)


Topics = Mapping[date | None, tuple[Topic, ...]]
"""The topics of every version of an award, by its first day: to make them takes far longer than to use them."""


def every(case: Case) -> Topics:
    return {version.first: topics(case.terms, version) for version in case.versions}


def field_subject(terms: Terms, field: str) -> Subject:
    """A field of the register, in a reader's words."""
    unit = terms.table.units.get(field)
    return Subject(
        label=_field_label(terms, field),
        kind=terms.table.column(field).type,
        unit=phrase(unit) if unit else NOTHING,
        choices={name: phrase(each) for name, each in terms.table.choices.get(field, {}).items()},
        currency=terms.currency,
    )


def phrase(label: Label) -> Phrase:
    return Phrase(label.zh, label.en)


def _topic(terms: Terms, version: Version, atom: Atom) -> Topic:
    fields = tuple(field_subject(terms, name) for name in atom.needs)
    over = tuple(terms.table.deciding[name] for name in atom.needs)
    if atom.test is None:
        return Topic(atom, fields, over, same(atom.text), Subject(same("")), _unseen, _formula)
    about = asked(version.shown[atom.bit], {*terms.table.deciding, *terms.derived})
    text = in_words(terms, atom.test, atom.text, atom.test.span[0])
    return Topic(
        atom=atom,
        fields=fields,
        columns=over,
        text=text,
        subject=_subject(terms, about.subject, atom),
        seen=_evaluator(terms, version, about.subject),
        need=_need(terms, version, about),
        step=step(about.subject),
        day=_day(terms, atom.test),
        optional=frozenset(terms.table.deciding[name] for name in atom.needs if terms.table.column(name).optional),
        ruled=_ruled(terms, version, about.subject),
    )


def _subject(terms: Terms, subject: tree.Expression, atom: Atom) -> Subject:
    if isinstance(subject, tree.Name) and subject.name in terms.table.deciding:
        return field_subject(terms, subject.name)
    if isinstance(subject, tree.Name) and subject.name in terms.derived:
        condition = terms.award.conditions.get(atom.condition)
        if condition and condition.decide and condition.title:
            return Subject(phrase(condition.title))
    start = atom.test.span[0] if atom.test else 0
    text = atom.text[subject.span[0] - start : subject.span[1] - start]
    return Subject(in_words(terms, subject, text, subject.span[0]))


def _ruled(terms: Terms, version: Version, subject: tree.Expression) -> Ruled:
    """By which rule what is looked at, if that is a decision table, has its value."""
    table = tree.bare(terms.derived.get(subject.name, subject)) if isinstance(subject, tree.Name) else None
    if not isinstance(table, tree.Table):
        return by_no_table
    subjects = [
        field_subject(terms, each.name)
        if isinstance(each, tree.Name) and each.name in terms.table.deciding
        else Subject(same(head))
        for each, head in zip(map(tree.bare, table.inputs), table.heads, strict=True)
    ]
    return by_table(subjects, _evaluator(terms, version, subject))


def step(subject: tree.Expression) -> Decimal:
    scale = subject.type.scale if isinstance(subject.type, NumberType) else None
    return Decimal(0) if scale is None else Decimal(1).scaleb(-scale)


def _day(terms: Terms, test: tree.Expression) -> tuple[Subject, str] | None:
    as_of = terms.award.as_of
    if as_of is None or "values" not in reads(substitute(test, terms.derived), {"values"}):
        return None
    return field_subject(terms, as_of), terms.table.deciding[as_of]


def _evaluator(terms: Terms, version: Version, expression: tree.Expression) -> Callable[[Claim], object]:
    return feel.compile(version.over_columns(expression), columns(terms))


def _need(terms: Terms, version: Version, about: Asked) -> Callable[[Claim], Need[object]]:
    sides = filled(about.need, lambda side: _evaluator(terms, version, side))

    def need(claim: Claim) -> Need[object]:
        found = filled(sides, lambda side: side(claim))
        return FORMULA if any(value is None or value is feel.UNKNOWN for value in named(found)) else found

    return need


def _unseen(claim: Claim) -> object:
    return feel.UNKNOWN


def _formula(claim: Claim) -> Need[object]:
    return FORMULA


JOINED = {">=": same("≥"), "<=": same("≤"), "!=": same("≠"), "and": Phrase("且", "and"), "or": Phrase("或", "or")}
"""What a reader calls the signs and words that stand between two expressions."""


def in_words(terms: Terms, expression: tree.Expression, text: str, start: int) -> Phrase:
    """The text of an expression, which begins at `start` of its source, with labels in the place of names, and the
    signs and words of a reader in the place of those of FEEL."""
    zh = en = ""
    at = 0
    said = [*_labelled(terms, expression), *_joined(expression, text, start)]
    for (begin, end), label in sorted(said, key=lambda each: each[0]):
        first, last = begin - start, end - start
        if at <= first:
            zh, en, at = zh + text[at:first] + label.zh, en + text[at:first] + label.en, last
    before, after = _lost_brackets(text)
    return Phrase(before + zh + text[at:] + after, before + en + text[at:] + after)


def _lost_brackets(text: str) -> tuple[str, str]:
    """The brackets at the ends of a part of an expression, which belong to no node of it: (a + b) * 2."""
    depths = [0, *accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in re.sub(r'"[^"]*"', "", text))]
    before = -min(depths)
    return "(" * before, ")" * (depths[-1] + before)


def _labelled(terms: Terms, expression: tree.Expression) -> Iterator[tuple[tree.Span, Phrase]]:
    """Where the names of fields, values and choices stand in an expression, with their labels."""
    chosen = dict(_chosen(terms, expression))
    for node in feel.walk(expression):
        match node:
            case tree.Literal(span=span) if span in chosen:
                yield span, inside(chosen[span])
            case tree.Path(base=tree.Name(name="values"), member=member):
                yield node.span, inside(phrase(terms.values[member].label))
            case tree.Name(name=name) if name in terms.table.deciding:
                yield node.span, inside(_field_label(terms, name))


def _joined(expression: tree.Expression, text: str, start: int) -> Iterator[tuple[tree.Span, Phrase]]:
    """Where the signs and words of FEEL stand between two expressions, and those that a reader knows."""
    parts: tuple[tree.Expression, ...]
    for node in feel.walk(expression):
        match node:
            case tree.Comparison(operator=operator, left=left, right=right):
                sign, parts = str(operator), (left, right)
            case tree.And(operands=operands):
                sign, parts = "and", operands
            case tree.Or(operands=operands):
                sign, parts = "or", operands
            case _:
                continue
        for one, other in pairwise(parts) if sign in JOINED else ():
            at = text.find(sign, one.span[1] - start, other.span[0] - start)  # brackets may stand beside it
            if at >= 0:
                yield (start + at, start + at + len(sign)), JOINED[sign]


def _chosen(terms: Terms, expression: tree.Expression) -> Iterator[tuple[tree.Span, Phrase]]:
    """Where the texts stand that are held against a field of choices, and what the register calls them."""
    for node in feel.walk(expression):
        match node:
            case tree.Comparison(left=tree.Name(name=name), right=right):
                texts: tuple[tree.Expression, ...] = (right,)
            case tree.In(value=tree.Name(name=name), tests=texts):
                pass
            case _:
                continue
        labels = terms.table.choices.get(name, {})
        for text in texts:
            if isinstance(text, tree.Literal) and isinstance(text.value, str) and text.value in labels:
                yield text.span, phrase(labels[text.value])


def _field_label(terms: Terms, field: str) -> Phrase:
    return phrase(terms.table.labels[field]) if field in terms.table.labels else same(field)
