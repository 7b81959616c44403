"""A draft to YAML: rows in brackets, quotes only where YAML or FEEL would take a text for something else."""

import re
from collections.abc import Iterable, Iterator

from bridgehead.dmn.model import Decision, DecisionTable, Input, InputData, ItemDefinition, Literal, Output, Rule, Tests
from bridgehead.dmn.plain.completing import Known, spelled_values
from bridgehead.dmn.plain.draft import Draft, policy_text
from bridgehead.dmn.plain.vocabulary import Vocabulary, short_values
from bridgehead.documents.scalars import resolve
from bridgehead.primitives.errors import Mistake, Place

_PLAIN = re.compile(r"(?:[^\W_]|<)[\w .<=/+*()-]*(?<! )|-?\d+(?:\.\d+)?")
_SINGLE = re.compile(r"[ -~\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufefe\uff00-\uffef\U00010000-\U0010ffff]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

Pairs = Iterable[tuple[str, str | None]]


def write(draft: Draft, known: Known) -> bytes:
    """The file of a draft, in UTF-8; `known` is what the model declares."""
    lines = [f"name: {word(draft.name)}"]
    lines += [f"namespace: {word(draft.namespace)}"] if draft.namespace is not None else []
    if draft.types:
        lines += ["types:", *(f"  {word(one.name)}: {_type(one, known)}" for one in draft.types)]
    if draft.inputs:
        lines += ["inputs:", *(f"  {word(one.name)}: {_input(one, draft, known)}" for one in draft.inputs)]
    lines.append("decisions:" if draft.decisions else "decisions: {}")
    for one in draft.decisions:
        lines += [f"  {word(one.name)}:", *(f"    {line}" for line in _decision(one, draft, known))]
    return ("\n".join(lines) + "\n").encode()


def word(text: str) -> str:
    """A text that is no FEEL: a name, a type, a label."""
    return text if _PLAIN.fullmatch(text) and resolve(text, Place()) == text else _quoted(text)


def cell(text: str, words: Vocabulary | None = None) -> str:
    """A text of FEEL; what YAML makes of a number, a date or a truth value is taken back when it is read."""
    dated = re.fullmatch(r'date\("(\d{4}-\d\d-\d\d)"\)', text)
    if dated and not isinstance(resolve(dated[1], Place()), Mistake):
        return dated[1]
    short = text if words is None else words.short(text)
    if _PLAIN.fullmatch(short) and not isinstance(resolve(short, Place()), Mistake):
        return short
    return _quoted(short)


def _quoted(text: str) -> str:
    if _SINGLE.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(sign) or _sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    return sign if _SINGLE.fullmatch(sign) else f"\\U{ord(sign):08X}"


def _mapping(pairs: Pairs) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs if value is not None) + "}"


def _worded(text: str | None) -> str | None:
    return None if text is None else word(text)


def _values(of: Tests | None, type_ref: str | None, known: Known) -> str | None:
    """Allowed values: a list where they are one, its strings without quotes; or else as text."""
    if of is None:
        return None
    types = list(known.types.values())
    parts = short_values(of.text)
    listed = Tests(text=", ".join(parts))
    again = spelled_values(listed, type_ref, types)
    if again is not None and again.text == of.text and (len(parts) > 1 or parts != [of.text]):
        return "[" + ", ".join(map(cell, parts)) + "]"
    return cell(of.text)


def _type(of: ItemDefinition, known: Known) -> str:
    pairs = (
        ("type", _worded(of.type_ref)),
        ("allowed", _values(of.allowed, of.type_ref, known)),
        ("constraint", None if of.constraint is None else cell(of.constraint.text)),
        ("list", "true" if of.collection else None),
        ("fields", _mapping((word(one.name), _type(one, known)) for one in of.components) if of.components else None),
        ("label", _worded(of.label)),
    )
    return _short(pairs)


def _input(of: InputData, draft: Draft, known: Known) -> str:
    type_ref = None if of.variable is None else of.variable.type_ref
    allowed = _values(draft.allowed.get(of.name), type_ref, known)
    return _short(
        (("type", _worded(type_ref)), ("allowed", allowed), ("label", _worded(of.label)), ("id", _worded(of.id)))
    )


def _short(pairs: Pairs) -> str:
    """A type alone, or a mapping where there is more to say."""
    said = [(key, value) for key, value in pairs if value is not None]
    return said[0][1] if [key for key, _ in said] == ["type"] else _mapping(said)


def _decision(of: Decision, draft: Draft, known: Known) -> Iterator[str]:
    stated = None if of.variable is None else of.variable.type_ref
    for key, value in (("label", of.label), ("id", of.id), ("type", stated)):
        if value is not None:
            yield f"{key}: {word(value)}"
    if isinstance(of.expression, Literal):
        yield f"expression: {cell(of.expression.text)}"
    elif isinstance(of.expression, DecisionTable):
        yield from _table(of, of.expression, draft, known)


def _table(decision: Decision, of: DecisionTable, draft: Draft, known: Known) -> Iterator[str]:
    yield f"hit policy: {policy_text(of.hit_policy, of.aggregation)}"
    inputs = [_column(one, (decision.name, at) in draft.short, known) for at, one in enumerate(of.inputs)]
    yield from _listed("inputs", inputs)
    yield from _listed("outputs", [_output(one, decision, known) for one in of.outputs])
    yield from _listed("annotations", [word(one.text) for one in of.annotations])
    tests, conclusions = known.vocabularies(decision, of)
    yield "rules:" if of.rules else "rules: []"
    for rule in of.rules:
        yield f"  - [{', '.join(_row(rule, tests, conclusions))}]"


def _row(of: Rule, tests: list[Vocabulary], conclusions: list[Vocabulary]) -> Iterator[str]:
    cells = [*zip(of.tests, tests, strict=True), *zip(of.outputs, conclusions, strict=True)]
    yield from ("-" if one.text == "-" else cell(one.text, words) for one, words in cells)
    yield from (word(one.text) for one in of.annotations)


def _listed(key: str, items: list[str]) -> Iterator[str]:
    """A list in one line where each item is a word; or else an item a line."""
    if items and all(not one.startswith("{") for one in items):
        yield f"{key}: [{', '.join(items)}]"
    elif items:
        yield f"{key}:"
        yield from (f"  - {one}" for one in items)


def _column(of: Input, short: bool, known: Known) -> str:
    if short and of.label is None:
        return cell(of.expression.text)
    pairs = (
        ("expression", cell(of.expression.text)),
        ("type", None if short else _worded(of.expression.type_ref)),
        ("allowed", None if short else _values(of.allowed, of.expression.type_ref, known)),
        ("label", _worded(of.label)),
    )
    return _mapping(pairs)


def _output(of: Output, decision: Decision, known: Known) -> str:
    default = None if of.default is None else cell(of.default.text, known.of_output(of, decision))
    pairs = [
        ("name", _worded(of.name)),
        ("type", _worded(of.type_ref)),
        ("allowed", _values(of.allowed, of.type_ref, known)),
        ("default", default),
        ("label", _worded(of.label)),
    ]
    said = [key for key, value in pairs if value is not None]
    return word(of.name) if said == ["name"] and of.name is not None else _mapping(pairs)
