"""A draft to an Excel workbook: a sheet a decision, and one each for the model, its types and its inputs.

Texts are never formulas. A number, a truth value or a day that Excel keeps exactly is one of Excel's own.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bridgehead.dmn.model import Decision, DecisionTable, Input, InputData, ItemDefinition, Literal, Tests
from bridgehead.dmn.plain.completing import Known
from bridgehead.dmn.plain.draft import Draft, policy_text
from bridgehead.dmn.plain.sheets import MOST_DIGITS
from bridgehead.dmn.plain.vocabulary import Vocabulary, short_values

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook says when it was made; the same model makes the same bytes
FIRST_DAY = date(1900, 3, 1)
LONGEST_TITLE = 31
WIDTH = 18

Value = str | date | Decimal | bool | None
Row = list[Value]


def write(draft: Draft, known: Known) -> bytes:
    """The workbook of a draft; `known` is what the model declares."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": MADE})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    titles: set[str] = set()
    for title, rows in _sheets(draft, known):
        sheet = book.add_worksheet(_title(title, titles))
        sheet.set_column(0, max(map(len, rows)), WIDTH)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, (number, column), value, bold if column == 0 and isinstance(value, str) else None, day)
    book.close()
    return file.getvalue()


def _write(sheet: Worksheet, at: tuple[int, int], value: Value, style: Format | None, day: Format) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*at, value)
        case Decimal():
            sheet.write_number(*at, value)
        case date():
            sheet.write_datetime(*at, value, day)
        case _:
            sheet.write_string(*at, value, style)


def _title(name: str, taken: set[str]) -> str:
    """A title that Excel takes, unlike the others."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:LONGEST_TITLE].strip(" '") or "sheet"
    plain = f"{plain} table" if plain.lower() == "history" else plain
    made, number = plain, 2
    while made.lower() in taken:
        made = f"{plain[: LONGEST_TITLE - 4]} {number}"
        number += 1
    taken.add(made.lower())
    return made


def _sheets(draft: Draft, known: Known) -> Iterator[tuple[str, list[Row]]]:
    about: list[Row] = [["model", draft.name], ["namespace", draft.namespace]]
    yield "model", about if draft.namespace is not None else about[:1]
    if draft.types:
        heading: Row = ["types", "type", "allowed", "constraint", "list", "label"]
        yield "types", [heading, *(row for one in draft.types for row in _type(one, ""))]
    if draft.inputs:
        yield "inputs", [["inputs", "type", "allowed", "label", "id"], *(_input(one, draft) for one in draft.inputs)]
    for one in draft.decisions:
        yield one.name, list(_decision(one, draft, known))


def _type(of: ItemDefinition, above: str) -> Iterator[Row]:
    name = f"{above}{of.name}"
    constraint = None if of.constraint is None else of.constraint.text
    yield [name, of.type_ref, _values(of.allowed), constraint, True if of.collection else None, of.label]
    for one in of.components:
        yield from _type(one, f"{name}.")


def _input(of: InputData, draft: Draft) -> Row:
    type_ref = None if of.variable is None else of.variable.type_ref
    return [of.name, type_ref, _values(draft.allowed.get(of.name)), of.label, of.id]


def _values(of: Tests | None) -> str | None:
    """Allowed values, strings among them without quotes."""
    return None if of is None else ", ".join(short_values(of.text))


def _decision(of: Decision, draft: Draft, known: Known) -> Iterator[Row]:
    yield ["decision", of.name]
    stated = None if of.variable is None else of.variable.type_ref
    for key, value in (("decision label", of.label), ("id", of.id), ("decision type", stated)):
        if value is not None:
            yield [key, value]
    if isinstance(of.expression, Literal):
        yield ["expression", _native(of.expression.text)]
    elif isinstance(of.expression, DecisionTable):
        yield from _table(of, of.expression, draft, known)


def _table(decision: Decision, of: DecisionTable, draft: Draft, known: Known) -> Iterator[Row]:
    def stated(one: Input, at: int) -> bool:
        return (decision.name, at) not in draft.short

    tests, conclusions = known.vocabularies(decision, of)
    notes = [None] * len(of.annotations)
    numbered = list(enumerate(of.inputs))
    yield ["hit policy", policy_text(of.hit_policy, of.aggregation)]
    yield ["columns", *["input"] * len(of.inputs), *["output"] * len(of.outputs), *["annotation"] * len(notes)]
    yield [
        "name",
        *(one.expression.text for one in of.inputs),
        *(one.name for one in of.outputs),
        *(one.text for one in of.annotations),
    ]
    headings: list[Row] = [
        [
            "type",
            *(one.expression.type_ref if stated(one, at) else None for at, one in numbered),
            *(one.type_ref for one in of.outputs),
        ],
        [
            "allowed",
            *(_values(one.allowed) if stated(one, at) else None for at, one in numbered),
            *(_values(one.allowed) for one in of.outputs),
        ],
        [
            "default",
            *[None] * len(of.inputs),
            *(
                None if one.default is None else _native(words.short(one.default.text))
                for one, words in zip(of.outputs, conclusions, strict=True)
            ),
        ],
        ["label", *(one.label for one in of.inputs), *(one.label for one in of.outputs)],
    ]
    yield from (row for row in headings if any(value is not None for value in row[1:]))
    for number, rule in enumerate(of.rules, 1):
        cells = [*zip(rule.tests, tests, strict=True), *zip(rule.outputs, conclusions, strict=True)]
        told = (_shown(one.text, words) for one, words in cells)
        yield [Decimal(number), *told, *(one.text for one in rule.annotations)]


def _shown(text: str, words: Vocabulary) -> Value:
    native = _native(text)
    return words.short(text) if isinstance(native, str) else native


def _native(text: str) -> Value:
    """A text of FEEL as a value of Excel's own that is read back as the same text; or else the text."""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", text) and text != "-0":
        number = Decimal(text)
        return number if len(number.as_tuple().digits) <= MOST_DIGITS else text
    if found := re.fullmatch(r'date\("(\d{4}-\d\d-\d\d)"\)', text):
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            return text
        return day if day >= FIRST_DAY else text
    return text
