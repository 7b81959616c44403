"""Decision tables in an Excel workbook to a draft of their model, one sheet a table; `docs/authors/decisions.md` has
the form.

The first cell of a sheet says what it holds: a decision, or the inputs, the types or the name of the whole model.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import (
    Annotation,
    Decision,
    DecisionTable,
    Input,
    InputData,
    Item,
    ItemDefinition,
    Literal,
    Output,
    Rule,
    Tests,
)
from bridgehead.dmn.names import written
from bridgehead.dmn.plain.draft import Draft
from bridgehead.dmn.plain.sheets import Cell, Sheet, sheets
from bridgehead.primitives.errors import Place, nearest

ABOUT = ("decision", "hit policy", "expression", "decision type", "decision label", "id")
HEADINGS = ("columns", "name", "type", "allowed", "default", "label")
ROLES = ("input", "output", "annotation")
INPUTS = ("inputs", "type", "allowed", "label", "id")
_TRUTHS = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}
TYPES = ("types", "type", "allowed", "constraint", "list", "label")
MODEL = ("model", "namespace")


def read(data: bytes, file: str) -> Draft:
    """The draft of a workbook, with the mistakes of reading it.

    Raises BridgeheadError where it cannot be opened: TB003, TB005, TB014, TB015, DM019 (macros).
    """
    draft = Draft(file)
    for sheet in sheets(data, draft):
        if not sheet.rows:
            continue
        first = min(sheet.rows)
        kind = sheet.word(first)
        if kind in _READ:
            _READ[kind](sheet, draft)
        elif nearest(kind, _READ):
            draft.unknown(kind, sheet.cell(first, 0).place, _READ, "the first cell of a sheet")
        else:
            place = sheet.cell(first, 0).place
            draft.mistakes.append(mistake("DM022", place, found=sheet.title, expected=", ".join(_READ)))
    if not draft.decisions and all(one.warning for one in draft.mistakes):
        draft.wrong("DM007", Place.whole(file), element="the workbook", found="decision")
    return draft


def _rest(sheet: Sheet) -> list[int]:
    return sorted(sheet.rows)[1:]


def _listed(sheet: Sheet, words: tuple[str, ...], draft: Draft) -> Iterator[tuple[Cell, dict[str, Cell]]]:
    """The rows of a sheet under headings of its own: the name in the first column, and what is said by heading."""
    first = min(sheet.rows)
    places: dict[str, int] = {}
    for column, heading in enumerate(sheet.rows[first]):
        word = " ".join(heading.text.lower().split())
        if word in words:
            places[word] = column
        elif word:
            draft.unknown(word, heading.place, words, f"the sheet «{words[0]}»")
    for row in _rest(sheet):
        yield sheet.cell(row, 0), {word: sheet.cell(row, column) for word, column in places.items()}


def _said(said: Mapping[str, Cell], word: str) -> str | None:
    return (said[word].text or None) if word in said else None


def _values(said: Mapping[str, Cell], word: str) -> Tests | None:
    return said[word].feel(Tests) if _said(said, word) is not None else None


def _inputs(sheet: Sheet, draft: Draft) -> None:
    for cell, said in _listed(sheet, INPUTS, draft):
        name = written(cell.text)
        variable = Item(
            name=name, type_ref=_said(said, "type"), place=said["type"].place if "type" in said else cell.place
        )
        one = InputData(
            name=name, variable=variable, label=_said(said, "label"), id=_said(said, "id"), place=cell.place
        )
        draft.inputs.append(one)
        if (allowed := _values(said, "allowed")) is not None:
            draft.allowed[name] = allowed


def _types(sheet: Sheet, draft: Draft) -> None:
    """Types; a part of one that is a context stands below it, as `house.rooms`."""
    rows = [(written(cell.text).split("."), cell, said) for cell, said in _listed(sheet, TYPES, draft)]
    draft.types += _types_under((), rows, draft)


def _types_under(
    above: tuple[str, ...], rows: list[tuple[list[str], Cell, dict[str, Cell]]], draft: Draft
) -> Iterator[ItemDefinition]:
    for path, cell, said in rows:
        if tuple(path[:-1]) == above:
            yield ItemDefinition(
                name=path[-1],
                type_ref=_said(said, "type"),
                allowed=_values(said, "allowed"),
                constraint=_values(said, "constraint"),
                components=tuple(_types_under(tuple(path), rows, draft)),
                collection=_is_list(said, draft),
                label=_said(said, "label"),
                place=cell.place,
            )


def _is_list(said: dict[str, Cell], draft: Draft) -> bool:
    word = _said(said, "list")
    if word is None:
        return False
    truth = _TRUTHS.get(word.strip().lower())
    if truth is None:
        draft.wrong("DM013", said["list"].place, found=word, expected="是 or 否, true or false, yes or no")
    return truth is True


def _model(sheet: Sheet, draft: Draft) -> None:
    for row in sorted(sheet.rows):
        word, said = sheet.word(row), sheet.cell(row, 1).text
        if word == "model":
            draft.name = said
        elif word == "namespace":
            draft.namespace = said or None
        else:
            draft.unknown(word, sheet.cell(row, 0).place, MODEL, "the sheet «model»")


def _decision(sheet: Sheet, draft: Draft) -> None:
    """A decision: what is said of it, the headings of its columns, then a rule a row, with its number or none."""
    said: dict[str, int] = {}
    rules = []
    for row in sorted(sheet.rows):
        word = sheet.word(row)
        if word == "decision" and said:
            draft.wrong("DM030", sheet.cell(row, 0).place, found=sheet.cell(row, 1).text)
            break
        if word in (*ABOUT, *HEADINGS):
            if word in said:
                draft.wrong("DM107", sheet.cell(row, 0).place, found=word, element="rows")
            said[word] = row
        elif not word or re.fullmatch(r"\d+\.?", word):
            rules.append(row)
            number = word.rstrip(".")
            if number and (len(number) > 9 or int(number) != len(rules)):
                draft.wrong("DM028", sheet.cell(row, 0).place, found=number, expected=len(rules))
        else:
            draft.unknown(word, sheet.cell(row, 0).place, (*ABOUT, *HEADINGS), "the first column")
    about = {word: sheet.cell(row, 1) for word, row in said.items() if word in ABOUT}
    named = about["decision"]
    name = written(named.text)
    expression: Literal | DecisionTable
    if "expression" in about:
        expression = about["expression"].feel(Literal)
        for word in (one for one in said if one in (*HEADINGS, "hit policy")):
            draft.wrong("DM018", sheet.cell(said[word], 0).place, found=word)
    else:
        expression = _table(sheet, name, said, rules, draft)
    draft.decisions.append(
        Decision(
            name=name,
            variable=Item(name=name, type_ref=_said(about, "decision type"), place=named.place),
            label=_said(about, "decision label"),
            id=_said(about, "id"),
            expression=expression,
            place=named.place,
        )
    )


def _table(sheet: Sheet, decision: str, said: dict[str, int], rules: list[int], draft: Draft) -> DecisionTable:
    for word in ("columns", "name"):
        if word not in said:
            draft.wrong("DM007", sheet.cell(min(sheet.rows), 0).place, element="the sheet", found=word)
    roles = _roles(sheet, said["columns"], draft) if "columns" in said else {}
    by_role = {role: [column for column, one in roles.items() if one == role] for role in ROLES}

    def heading(word: str, column: int) -> Cell:
        row = said.get(word)
        return Cell("", sheet.cell(min(sheet.rows), 0).place) if row is None else sheet.cell(row, column)

    inputs = tuple(_input(column, heading) for column in by_role["input"])
    for one in inputs if "name" in said else ():
        if not one.expression.text.strip():
            draft.wrong("DM007", one.place, element="the column", found="name")
    for position, one in enumerate(inputs):
        if one.expression.type_ref is None and one.allowed is None:
            draft.short.add((decision, position))
    if not by_role["output"] and "columns" in said:
        draft.wrong("DM007", sheet.cell(said["columns"], 0).place, element="the sheet", found="output")
    if "columns" in said:
        _check_headings(sheet, said["columns"], rules, draft)
    policy = sheet.cell(said["hit policy"], 1) if "hit policy" in said else Cell("", sheet.place)
    hit_policy, aggregation = draft.policy(policy.text or "unique", policy.place)
    return DecisionTable(
        inputs=inputs,
        outputs=tuple(_output(column, heading) for column in by_role["output"]),
        annotations=tuple(Annotation(text=heading("name", column).text) for column in by_role["annotation"]),
        rules=tuple(_rule(sheet, row, by_role) for row in rules),
        hit_policy=hit_policy,
        aggregation=aggregation,
        place=sheet.cell(min(sheet.rows), 0).place,
    )


def _roles(sheet: Sheet, row: int, draft: Draft) -> dict[int, str]:
    """What each column is, by its number from 0."""
    roles = {}
    for column, cell in enumerate(sheet.rows[row][1:], 1):
        word = cell.text.lower()
        if word in ROLES:
            roles[column] = word
        elif word:
            draft.unknown(word, cell.place, ROLES, "the row «columns»")
    return roles


Heading = Callable[[str, int], Cell]


def _input(column: int, heading: Heading) -> Input:
    tested = heading("name", column)
    return Input(
        expression=tested.feel(Literal, heading("type", column).text or None),
        allowed=heading("allowed", column).feel(Tests) if heading("allowed", column).text else None,
        label=heading("label", column).text or None,
        place=tested.place,
    )


def _output(column: int, heading: Heading) -> Output:
    named, default = heading("name", column), heading("default", column)
    return Output(
        name=written(named.text) or None,
        type_ref=heading("type", column).text or None,
        allowed=heading("allowed", column).feel(Tests) if heading("allowed", column).text else None,
        default=default.feel(Literal) if default.text else None,
        label=heading("label", column).text or None,
        place=named.place,
    )


def _check_headings(sheet: Sheet, headings: int, rules: list[int], draft: Draft) -> None:
    """Tells of what stands in a rule under no heading."""
    for row in rules:
        for column, cell in enumerate(sheet.rows[row][1:], 1):
            if cell.text and not sheet.cell(headings, column).text:
                draft.wrong("DM023", cell.place, found=cell.text)


def _rule(sheet: Sheet, row: int, by_role: dict[str, list[int]]) -> Rule:
    return Rule(
        tests=tuple(sheet.cell(row, column).feel(Tests) for column in by_role["input"]),
        outputs=tuple(sheet.cell(row, column).feel(Literal) for column in by_role["output"]),
        annotations=tuple(Annotation(text=sheet.cell(row, column).text) for column in by_role["annotation"]),
        place=sheet.cell(row, 0).place,
    )


_READ: Mapping[str, Callable[[Sheet, Draft], None]] = {
    "decision": _decision,
    "inputs": _inputs,
    "types": _types,
    "model": _model,
}
