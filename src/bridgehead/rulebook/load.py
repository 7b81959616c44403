"""Load a rulebook, or tell every mistake of its folder.

1. Read `about.yaml`, `notice.md`, `values.yaml`, `examples.yaml`, one file an instrument and one a year in `calendars`;
   each against its schema.
   Of a file with mistakes go on with what is left without them (`mending.py`), so that all are told at once.
2. Check what needs more than one file: citations, then each instrument against the whole rulebook, then the examples.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bridgehead.documents.document import Document, Step
from bridgehead.documents.read import read
from bridgehead.documents.source import decode, opened
from bridgehead.primitives.calendar import Calendar
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.rulebook import notice as notices
from bridgehead.rulebook.about import About
from bridgehead.rulebook.calendars import read_calendar
from bridgehead.rulebook.examples import OF_WHAT_IS_NOT_THERE, Examples, check_example, check_outcomes, unused_bases
from bridgehead.rulebook.headline import unknown_figures
from bridgehead.rulebook.kind import Kind
from bridgehead.rulebook.mending import mend
from bridgehead.rulebook.notice import Notice, heading
from bridgehead.rulebook.rulebook import Key, Rulebook, Table
from bridgehead.rulebook.schema import Part, clause_number
from bridgehead.rulebook.tiles import unknown_parts
from bridgehead.rulebook.validation import validate
from bridgehead.rulebook.values import Values

Kinds = Mapping[str, Kind[Any]]

_VALUE = re.compile(r"\bvalues\.[\w ]+")

FIXED: Mapping[str, Any] = {"about.yaml": About, "values.yaml": Values, "examples.yaml": Examples}
"""The files whose name says what they hold."""


def load(path: Path, kinds: Kinds) -> Rulebook:
    """The rulebook in a folder. Raises BridgeheadError with all its mistakes."""
    rulebook, mistakes = inspect(path, kinds)
    if rulebook is None or not all(mistake.warning for mistake in mistakes):
        raise BridgeheadError(mistakes)
    return replace(rulebook, warnings=mistakes)


def inspect(path: Path, kinds: Kinds) -> tuple[Rulebook | None, tuple[Mistake, ...]]:
    """The rulebook in a folder as far as it can be read (None where even its base cannot), and all its mistakes."""
    if not (path / "about.yaml").is_file():
        return None, (_no_rulebook(path),)
    reading = _Reading(path)
    _read_files(reading, kinds)
    rulebook = _rulebook(reading, kinds)
    mistakes = [*reading.mistakes, *_unknown_clauses(reading)]
    for key, part in rulebook.instruments.items():
        document = rulebook.documents[rulebook.files[key]]
        register = kinds[key[0]].claims(part)
        unknown = rulebook.unknown("register", register, document, "claims") if register else None
        mistakes += [unknown] if unknown else []
        meant = part.model_copy(update={"claims": unknown.nearest}) if unknown else part
        if unknown is None or unknown.nearest:
            mistakes += kinds[key[0]].check(meant, rulebook, document)
    mistakes += _example_mistakes(rulebook, kinds)
    if rulebook.about:
        mistakes += [*unknown_parts(rulebook), *unknown_figures(rulebook)]
    return rulebook, tuple(sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.place or Place()))


def _no_rulebook(path: Path) -> Mistake:
    """It is the folder that is absent, or only its base."""
    near = None
    if path.is_dir():
        found = "a folder without about.yaml"
    elif path.exists():
        found = "a file"
        near = str(path.parent) if (path.parent / "about.yaml").is_file() else None
    else:
        found = "there is no such folder"
        siblings = [each.name for each in path.parent.iterdir() if each.is_dir()] if path.parent.is_dir() else []
        near = nearest(path.name, siblings)
    return Mistake("RB001", found, Place.whole(str(path)), "the folder of a rulebook, which has an about.yaml", near)


@dataclass(slots=True)
class _Reading:
    """What is gathered while a folder is read."""

    path: Path
    fixed: dict[str, Any] = field(default_factory=dict)
    notice: Notice | None = None
    calendar: Calendar | None = None
    instruments: dict[Key, Part] = field(default_factory=dict)
    files: dict[Key, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    mended: dict[str, Document] = field(default_factory=dict)
    models: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def _read_files(reading: _Reading, kinds: Kinds) -> None:
    """Read every file of the folder (step 1)."""
    for file in sorted(reading.path.glob("*.y*ml")):
        document = read(file, str(file))
        if _holds_decisions(document, kinds):
            continue
        reading.documents[file.name] = document
        reading.mistakes += document.mistakes
        if file.suffix == ".yml":
            reading.mistakes.append(
                document.mistake("RB002", f"the file name {file.name}", expected=f"{file.stem}.yaml")
            )
        elif file.name in FIXED:
            reading.fixed[file.name] = _part(FIXED[file.name], document, reading)
        else:
            _read_instrument(file.name, document, reading, kinds)
    _read_models(reading)
    reading.calendar, mistakes = read_calendar(reading.path)
    reading.mistakes += mistakes
    _note_no_values(reading)
    notice = reading.path / "notice.md"
    if not notice.is_file():
        reading.mistakes.append(
            Mistake("RB003", "the notice is missing", Place.whole(str(notice)), "the published text in notice.md")
        )
        return
    try:
        reading.notice = notices.parse(decode(opened(notice, str(notice)), str(notice)), str(notice))
    except BridgeheadError as error:
        reading.mistakes += error.mistakes


def _note_no_values(reading: _Reading) -> None:
    """Note that there is no file of values, where rules name some."""
    values = str(reading.path / "values.yaml")
    if "values.yaml" not in reading.documents and (named := _first_value(reading)):
        found = f"there is no values.yaml, and a rule names {named}"
        reading.mistakes.append(Mistake("RB005", found, Place.whole(values), "the values that the rules name"))
        reading.documents["values.yaml"] = Document(values, "", {}, {}, holes=frozenset({()}), incomplete=True)


def _first_value(reading: _Reading) -> str | None:
    texts = (text for document in reading.documents.values() for _, text in document.walk() if isinstance(text, str))
    return next((f"«{found.group().strip()}»" for text in texts if (found := _VALUE.search(text))), None)


def _holds_decisions(document: Document, kinds: Kinds) -> bool:
    """Whether a file is a model of decisions (see `dmn.plain`), and no part of the rulebook."""
    data = document.data if isinstance(document.data, dict) else {}
    return "decisions" in data and next(iter(data)) not in kinds


def _read_models(reading: _Reading) -> None:
    """The decisions that lie beside the rulebook: DMN, decision tables in YAML or in Excel."""
    files = [*reading.path.glob("*.dmn"), *reading.path.glob("*.xlsx")]
    files += [file for file in reading.path.glob("*.yaml") if file.name not in {*FIXED, *reading.documents}]
    for file in sorted(files):
        from bridgehead import dmn  # most rulebooks have none

        try:
            reading.models[file.name] = dmn.load(file)
        except BridgeheadError as error:
            reading.mistakes += error.mistakes


def _read_instrument(file: str, document: Document, reading: _Reading, kinds: Kinds) -> None:
    kind = next(iter(document.data), None) if isinstance(document.data, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        if () not in document.holes:
            reading.mistakes.append(_unknown_kind(kind, document, kinds))
        return
    if not isinstance(document.data[kind], str) or (kind,) in document.spoiled:
        reading.mistakes += validate(kinds[kind].schema, document)[1]
        return  # what it declares is not known
    key = (kind, document.data[kind])
    if key in reading.files:
        other = reading.files[key]
        reading.mistakes.append(
            document.mistake(
                "RB302", f"the {kind} «{key[1]}» again", kind, expected=f"a name of its own; {other} has it"
            )
        )
        return
    reading.files[key] = file
    if (part := _part(kinds[kind].schema, document, reading)) is not None:
        reading.instruments[key] = part


def _part(schema: Any, document: Document, reading: _Reading) -> Any:
    """What a file holds; where it has mistakes, as far as it can be told without them, or None."""
    part, mistakes = validate(schema, document)
    reading.mistakes += mistakes
    if not mistakes and not document.mistakes:
        return part
    part, reading.mended[Path(document.file).name] = mend(schema, document)
    return part


def _unknown_kind(kind: Step | None, document: Document, kinds: Kinds) -> Mistake:
    found = "a file without keys" if kind is None else f"the first key «{kind}»"
    path = () if kind is None else (kind,)
    expected = f"the kind of promise: one of {', '.join(kinds)}"
    return document.mistake("RB212", found, *path, expected=expected, nearest=nearest(str(kind), kinds), key=True)


def _rulebook(reading: _Reading, kinds: Kinds) -> Rulebook:
    tables: dict[str, Table] = {}
    for (kind, name), part in reading.instruments.items():
        mended = reading.mended.get(reading.files[kind, name])
        if mended and mended.incomplete:
            continue  # of fields that are not known no rule can be judged
        if (table := kinds[kind].table(part)) is not None:
            tables[name] = table
    return Rulebook(
        path=reading.path,
        about=reading.fixed.get("about.yaml"),
        notice=reading.notice,
        values=reading.fixed.get("values.yaml") or {},
        instruments=reading.instruments,
        tables=tables,
        examples=reading.fixed.get("examples.yaml"),
        documents={**reading.documents, **reading.mended},
        files=reading.files,
        declared=frozenset(reading.files),
        unplaced=frozenset(reading.documents) - set(FIXED) - set(reading.files.values()),
        models=reading.models,
        calendar=reading.calendar,
    )


def _unknown_clauses(reading: _Reading) -> Iterator[Mistake]:
    """Citations of clauses that the notice does not have."""
    if reading.notice is None:
        return
    known = reading.notice.numbers()
    for document in reading.documents.values():
        for path, cited in document.walk():
            if path[-1:] != ("cites",) or not isinstance(cited, str) or path in document.spoiled:
                continue
            number = clause_number(cited)
            if cited.startswith("notice.md#") and number not in known:
                expected, near = _clause_meant(number, known, reading.notice)
                message = f"the notice has no clause {number}"
                yield document.mistake("RB303", message, *path, expected=expected, nearest=near)


def _clause_meant(number: str, known: Sequence[str], notice: Notice) -> tuple[str, str | None]:
    """What is expected in the place of a clause that there is not, and the citation that was probably meant."""
    if line := notice.begins_with(number):
        return f"a heading «{heading(number)}»: a clause is one, and line {line} of the notice is not", None
    if not known:
        return f"a heading «{heading(number)}» in the notice, which has no clauses", None
    near = nearest(number, known)
    return ("", f"notice.md#{near}") if near else (f"one of {', '.join(known)}", None)


def _example_mistakes(rulebook: Rulebook, kinds: Kinds) -> Iterable[Mistake]:
    """Examples of unknown awards, claims that do not fit their register, and base claims that none uses."""
    if rulebook.examples is None:
        return
    document = rulebook.documents["examples.yaml"]
    found = [*unused_bases(rulebook.examples, document)]
    for index in range(len(rulebook.examples.examples)):
        found += mistakes_of_example(index, rulebook, kinds)
    yield from (each for each in found if not (document.incomplete and each.code in OF_WHAT_IS_NOT_THERE))


def mistakes_of_example(index: int, rulebook: Rulebook, kinds: Kinds) -> Iterator[Mistake]:
    """What is wrong with one example of a rulebook, by its position."""
    document, example = rulebook.documents["examples.yaml"], rulebook.examples.examples[index]
    unknown = rulebook.unknown("award", example.award, document, "examples", index, "award")
    if unknown:
        yield unknown
    name = unknown.nearest or "" if unknown else example.award
    part = rulebook.instruments.get(("award", name))
    register = kinds["award"].claims(part) if part is not None else None
    table = rulebook.tables.get(register or "")
    if table is not None:
        yield from check_example(example, index, rulebook.examples.base_claims, table, document)
    if part is not None and not rulebook.documents[rulebook.files["award", name]].incomplete:
        known = kinds["award"].touchable(part)
        yield from check_outcomes(example, index, known.prizes, known.told, document)
