"""YAML into plain values with the place of each: the one part that knows the YAML library.

1. The characters: UTF-8, no tabs and no wide blanks in indentations, no control signs (`source.py`); where blanks in
   their place make sense, the rest is read so; else their block ends before them.
2. The events of the library. Where it stops, the mistake is explained (`syntax.py`), the block of that key is left out
   and the rest is read again, so that all mistakes of a file are found.
3. The values: mappings, tuples and exact scalars (`scalars.py`), each with its path and spot. Anchors, aliases, merge
   keys, tags, several documents, duplicate keys and too deep a nesting are mistakes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path as FilePath
from typing import Any

import yaml

from bridgehead.documents.document import Document, Path, Spot, Step
from bridgehead.documents.scalars import DATES, resolve
from bridgehead.documents.source import decode, hidden_signs, made_visible, opened
from bridgehead.documents.syntax import Trouble, colon_mistake, explain, row_mistake, without_row
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_LEVELS = 20
HOPELESS_LEVELS = 500
MOST_SIGNS = 10_000
MOST_BROKEN_BLOCKS = 50

Event = Any
"""An event of the library: the types that come with it leave marks and anchors open."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: FilePath, file: str) -> Document:
    """The YAML file at `path`, called `file` in mistakes; those of reading stand in the document, none is raised."""
    try:
        octets = opened(path, file)
    except BridgeheadError as error:
        return _unread(file, "", error.mistakes)
    return read_bytes(octets, file)


def read_bytes(octets: bytes, file: str = "") -> Document:
    """The bytes of a YAML file, called `file` in mistakes."""
    try:
        source = decode(octets, file)
    except BridgeheadError as error:
        return _unread(file, "", error.mistakes)
    return read_text(source, file)


def read_text(source: str, file: str = "") -> Document:
    """YAML text, called `file` in mistakes."""
    hidden = tuple(hidden_signs(source, file))
    return _read_visibly(source, file, hidden) if hidden else _read_text(source, file)


def _read_visibly(source: str, file: str, hidden: tuple[Mistake, ...]) -> Document:
    """What a text with hidden signs says where blanks stand for them, if their blocks can be read so.

    Else the blocks end before their first hidden sign, and are not judged, or they are left out, if that cannot be read
    either. Places in a line that has a tab count the blanks that stand for it.
    """
    hiding = {each.place.line for each in hidden if each.place}
    lines = source.split("\n")
    blocks = {_first_line(lines, number) for number in hiding}
    for visible in made_visible(source):
        read = _read_text(visible, file)
        if not read.holes or blocks - hiding == blocks <= {place.line for place in _first_keys(read).values()}:
            return replace(read, mistakes=(*hidden, *read.mistakes))
    for left_out in (hiding, blocks):
        rest = lines.copy()
        for number in left_out:
            _blank(rest, number)
        read = _read_text("\n".join(rest), file)
        keys = _first_keys(read)
        if read.data and blocks - left_out <= {place.line for place in keys.values()}:
            cut = {path for path, place in keys.items() if place.line in blocks}
            mistakes, spoiled, holes = (*hidden, *read.mistakes), read.spoiled | cut, read.holes | {()}
            return replace(read, source=source, mistakes=mistakes, spoiled=spoiled, holes=holes)
    return _unread(file, source, hidden)


def _first_keys(document: Document) -> dict[Path, Place]:
    """The places of the keys of the file itself."""
    return {path: spot.key for path, spot in document.spots.items() if len(path) == 1}


def _read_text(source: str, file: str) -> Document:
    reading = _Reading(file, source)
    events = _events(source, reading)
    if not reading.mistakes and not any(isinstance(event, yaml.NodeEvent) for event in events):
        reading.add("RB130", "an empty file", Place(file), "keys and values, each as «key: value»")
        reading.holes.add(())
    data = _document(iter(events), reading)
    mistakes = tuple(sorted(reading.mistakes, key=lambda mistake: mistake.place or Place(file)))
    return Document(file, source, data, reading.spots, mistakes, frozenset(reading.spoiled), frozenset(reading.holes))


def _unread(file: str, source: str, mistakes: tuple[Mistake, ...]) -> Document:
    return Document(file, source, {}, {}, mistakes, holes=frozenset({()}))


@dataclass(slots=True)
class _Reading:
    """What is gathered while a file is read."""

    file: str
    source: str
    spots: dict[Path, Spot] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    spoiled: set[Path] = field(default_factory=set)
    holes: set[Path] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)

    def add(self, code: str, message: str, place: Place, expected: str) -> None:
        self.mistakes.append(Mistake(code, message, place, expected))

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)


def _events(source: str, reading: _Reading) -> list[Event]:
    """The library's events; a block that cannot be read is left out, its mistake noted (step 2)."""
    lines = source.split("\n")
    for _ in range(MOST_BROKEN_BLOCKS):
        try:
            events, deep = _flat_events("\n".join(lines))
            if deep is None:
                return events
            _too_deep(reading.place(deep), reading)
            _leave_out(lines, deep.line + 1)
            reading.holes.add(())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            trouble = Trouble(
                problem=error.problem or "",
                context=error.context or "",
                at=reading.place(mark),
                begun=reading.place(error.context_mark) if error.context_mark else None,
            )
            if not _row_left_out(trouble, lines, reading):
                found = explain(trouble, lines)
                reading.mistakes.append(found)
                for line in {trouble.block_line, found.place.line if found.place else trouble.block_line}:
                    _leave_out(lines, min(line, len(lines)))
                reading.holes.add(())
    return []


def _row_left_out(trouble: Trouble, lines: list[str], reading: _Reading) -> bool:
    """Whether the fault lies in a row of cells in brackets, which alone is left out then."""
    for number in {trouble.at.line, trouble.block_line} - reading.rows:
        found = row_mistake(lines[number - 1], Place(reading.file, number)) if number <= len(lines) else None
        if found is not None:
            reading.mistakes.append(found)
            reading.rows.add(number)
            lines[number - 1] = without_row(lines[number - 1])
            return True
    return False


def _too_deep(place: Place, reading: _Reading) -> None:
    reading.add("RB117", f"more than {MOST_LEVELS} levels", place, "a flatter structure")


def _flat_events(source: str) -> tuple[list[Event], Any]:
    """The library's events up to the first that lies hopelessly deep, and the mark of that one.

    The library's time grows with the square of the depth, so a text of brackets alone must not be read to its end.
    """
    events: list[Event] = []
    depth = 0
    for event in yaml.parse(source, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > HOPELESS_LEVELS:
            return events, event.start_mark
        events.append(event)
    return events, None


def _leave_out(lines: list[str], number: int) -> None:
    """Blank the block that holds line `number`; every other sign stays in its place."""
    _blank(lines, _first_line(lines, number), number)


def _first_line(lines: list[str], number: int) -> int:
    """The line of the key in the first column whose block holds line `number`."""
    while number > 1 and not re.match(r"[^\s#]", lines[number - 1]):
        number -= 1
    return number


def _blank(lines: list[str], first: int, number: int = 0) -> None:
    """Blank a block from line `first` on, to `number` at least."""
    last = max(first, number)
    while last < len(lines) and not re.match(r"[^\s#\-\]}]", lines[last]):
        last += 1
    lines[first - 1 : last] = [" " * len(line) for line in lines[first - 1 : last]]


def _document(events: Iterator[Event], reading: _Reading) -> Any:
    data: Any = {}
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                place = reading.place(event.start_mark)
                reading.add("RB116", "a second document in one file", place, "one; put it into a file of its own")
        elif isinstance(event, yaml.NodeEvent):
            value = _value(event, events, (), reading.place(event.start_mark), reading)
            data = value if documents == 1 else data
            if documents > 1:
                break
    return data


def _value(event: Event, events: Iterator[Event], path: Path, key: Place, reading: _Reading) -> Any:
    """The value that `event` begins (step 3). `key` is the place of the key that leads to it."""
    place = reading.place(event.start_mark)
    quote = (event.style or "") if isinstance(event, yaml.ScalarEvent) else ""
    reading.spots[path] = Spot(place, key, event.start_mark.index, event.end_mark.index, quote)
    _refuse_references(event, place, path, reading)
    if place.line in reading.rows and isinstance(event, yaml.ScalarEvent):
        reading.spoiled.add(path)
    match event:
        case yaml.AliasEvent():
            return None
        case yaml.ScalarEvent():
            return _scalar(event, place, path, reading)
        case _ if len(path) >= MOST_LEVELS:
            _too_deep(place, reading)
            reading.spoiled.add(path)
            _skip(events)
            return None
        case yaml.SequenceStartEvent():
            return _sequence(events, path, reading)
        case _:
            return _mapping(events, path, reading)


def _refuse_references(event: Event, place: Place, path: Path, reading: _Reading) -> None:
    """Note an alias, an anchor or a tag, which make one value out of another."""
    text = _rest_of_line(reading.source, event.start_mark.index)
    if isinstance(event, yaml.AliasEvent) and event.anchor:
        if event.anchor not in reading.aliases:
            reading.add("RB113", f"the alias «*{event.anchor}»", place, "the value itself")
        reading.aliases.add(event.anchor)
    elif event.anchor:
        reading.add("RB113", f"the anchor «&{event.anchor}»", place, "the value alone")
    elif event.tag:
        reading.add("RB115", f"the tag «{text.split()[0]}»", place, f"no tag, or quotes: '{text}'")
    else:
        return
    reading.spoiled.add(path)


def _rest_of_line(source: str, index: int) -> str:
    end = source.find("\n", index)
    return source[index : end if end >= 0 else None].strip()


def _sequence(events: Iterator[Event], path: Path, reading: _Reading) -> tuple[Any, ...]:
    items: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_value(event, events, (*path, len(items)), reading.place(event.start_mark), reading))
    return tuple(items)


def _mapping(events: Iterator[Event], path: Path, reading: _Reading) -> dict[Step, Any]:
    entries: dict[Step, Any] = {}
    first: dict[Step, Place] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        place = reading.place(event.start_mark)
        key = _key(event, events, place, path, reading)
        begin = next(events)
        again = key in entries
        step = f"{key}\0{place.line}" if again or key is None else key  # kept apart: to be read, but not judged
        value = _value(begin, events, (*path, step), place, reading)
        if again:
            reading.add("RB106", f"the key «{key}» again", place, f"each key once; it stands in line {first[key].line}")
        elif key is None or _is_cut_by_comma(event, begin, reading):
            reading.holes.add(path)
        else:
            entries[key], first[key] = value, place
    return entries


def _is_cut_by_comma(key: Event, value: Event, reading: _Reading) -> bool:
    """Whether a key in braces is the rest of a text, as in `{en: City, notice and claims}`; noted if so."""
    end = value.end_mark.index
    empty = isinstance(value, yaml.ScalarEvent) and not value.value and not value.style
    if not empty or ":" in reading.source[key.end_mark.index : end + 1]:
        return False
    place = reading.place(key.start_mark)
    reading.add(
        "RB133", f"«{key.value}» without a value; a comma in braces ends a text", place, "quotes around the text"
    )
    return True


def _key(event: Event, events: Iterator[Event], place: Place, path: Path, reading: _Reading) -> Any:
    """The key that `event` begins; None where it cannot be one, which is noted."""
    _refuse_references(event, place, path, reading)
    if not isinstance(event, yaml.ScalarEvent):
        if not isinstance(event, yaml.AliasEvent):
            _skip(events)
            reading.add("RB132", "a key that is not a text", place, "a text, or quotes around FEEL")
        return None
    if event.value == "<<" and not event.style:
        reading.add("RB114", "the merge key «<<»", place, "the keys themselves")
        return None
    key = event.value if event.style else resolve(event.value, place)
    if isinstance(key, Mistake):
        reading.mistakes.append(key if key.code in DATES else replace(key, expected=f"'{event.value}'"))
        return None
    if isinstance(key, str | int | date) and not isinstance(key, bool):
        return key
    reading.add("RB132", f"the key «{event.value}» is not a text", place, f"quotes: '{event.value}'")
    return None


def _scalar(event: Event, place: Place, path: Path, reading: _Reading) -> Any:
    text: str = event.value
    if len(text) > MOST_SIGNS:
        reading.add("RB103", f"a text of {len(text):,} signs", place, f"at most {MOST_SIGNS:,}")
        reading.spoiled.add(path)
    elif event.style in ("|", ">"):
        header = reading.source[event.start_mark.index + 1 :].split("\n", 1)[0]
        if found := re.match(r"[-+]?\d", header):
            sign = event.style + found.group()
            reading.add("RB121", f"«{sign}» begins a block of text in YAML", place, f"quotes around FEEL: '{sign}'")
            reading.spoiled.add(path)
    elif not event.style:
        return _plain(event, place, path, reading)
    return text


def _plain(event: Event, place: Place, path: Path, reading: _Reading) -> Any:
    """A scalar without quotes: exact, or a trap; cut by a comment or run into the next line it is a mistake."""
    value = resolve(event.value, place)
    mistake = value if isinstance(value, Mistake) else _cut(event, place, reading) or _run_on(event, place, reading)
    if mistake is not None:
        reading.mistakes.append(mistake)
        reading.spoiled.add(path)
        return event.value
    return value


def _cut(event: Event, place: Place, reading: _Reading) -> Mistake | None:
    """A text that a comment cuts while brackets or double quotes are open, or by a sign with a text right behind it:
    «40 #00» and «nights >= 2 #and people > 3» are hardly meant as they are read.
    """
    text = event.value
    is_open = text.count('"') % 2 == 1 or any(text.count(pair[0]) > text.count(pair[1]) for pair in ("()", "[]", "{}"))
    behind = _rest_of_line(reading.source, event.end_mark.index)
    if not re.match("#" if is_open else r"#[^\s#]", behind):
        return None
    whole = _rest_of_line(reading.source, event.start_mark.index)
    expected = f"quotes around it: '{whole}'" + ("" if is_open else ", or a blank behind «#»")
    return Mistake("RB118", f"«{text}» is cut by a comment", place, expected)


def _run_on(event: Event, place: Place, reading: _Reading) -> Mistake | None:
    """A text over several lines, one of which was meant for a key."""
    first, *more = reading.source[event.start_mark.index : event.end_mark.index].split("\n")
    if not more:
        return None
    for number, line in enumerate((" " * (place.column - 1) + first, *more)):
        if found := colon_mistake(line, Place(reading.file, place.line + number)):
            return found
    return None


def _skip(events: Iterator[Event]) -> None:
    """Pass over the rest of a collection whose first event was taken."""
    depth = 1
    while depth:
        event = next(events)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
