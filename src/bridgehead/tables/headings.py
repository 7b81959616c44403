"""Find the columns of a file by the names in its header: a field's name, or one of its labels."""

from collections.abc import Collection, Mapping, Sequence

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column
from bridgehead.tables.cells import folded
from bridgehead.tables.rows import Labels


def known_words(columns: Sequence[Column], labels: Labels) -> Mapping[str, str]:
    """Every word that may stand in a header, as compared, and the column that it names; a name goes before a label."""
    words = {compared(column.name, labels): column.name for column in columns}
    for column in columns:
        for label in labels.columns.get(column.name, ()):
            words.setdefault(compared(label, labels), column.name)
    return words


def compared(heading: str, labels: Labels) -> str:
    """A heading as it is compared."""
    return heading.strip() if labels.exact else folded(heading)


def positions(
    header: Sequence[str], columns: Sequence[Column], labels: Labels, file: str
) -> tuple[Mapping[str, int], tuple[Mistake, ...]]:
    """Where each column stands in the file, from 0, and the warnings.

    Raises BridgeheadError with every column that stands twice and every required one that is missing. An unknown
    heading is a warning, and so is an optional column that is absent. A place's column is the heading's position.
    """
    words = known_words(columns, labels)
    known = f"one of {', '.join(column.name for column in columns)}, or a label"
    found: dict[str, int] = {}
    notes: list[Mistake] = []
    for position, heading in enumerate(header):
        place = Place(file, 1, position + 1)
        name = words.get(compared(heading, labels))
        if name is None:
            if heading.strip() and heading not in labels.beside:
                near = words.get(nearest(compared(heading, labels), words) or "")
                unknown = f"unknown column «{heading}»"
                notes.append(Mistake("TB012", unknown, place, known, near, warning=True, values={"heading": heading}))
        elif name in found:
            first = f"column {found[name] + 1} is it already"
            twice, once = f"the column «{heading}» stands twice", f"it once; {first}"
            notes.append(Mistake("TB010", twice, place, once, values={"heading": heading}))
        else:
            found[name] = position
    missing = _missing(header, columns, labels, found, Place(file))
    wrong = [note for note in (*notes, *missing) if not note.warning]
    # An unknown heading may be the one that is missing; an optional column that is absent is beside the point.
    if wrong:
        raise BridgeheadError([*(note for note in notes if note.warning), *wrong])
    return found, (*notes, *missing)


def require(named: Collection[str], header: Sequence[str], file: str) -> None:
    """Raise BridgeheadError with TB019 for each heading that somebody names and the file does not have."""
    known = {folded(heading) for heading in header}
    if absent := [heading for heading in named if folded(heading) not in known]:
        expected = f"one of {', '.join(heading for heading in header if heading.strip())}"
        raise BridgeheadError(
            Mistake(
                "TB019",
                f"no heading «{heading}»",
                Place(file),
                expected,
                nearest(heading, header),
                values={"heading": heading},
            )
            for heading in absent
        )


def _missing(
    header: Sequence[str], columns: Sequence[Column], labels: Labels, found: Mapping[str, int], place: Place
) -> list[Mistake]:
    missing = []
    unused = [heading for position, heading in enumerate(header) if position not in found.values() and heading.strip()]
    for column in columns:
        if column.name not in found and not column.beside:
            others = " or ".join(f"«{word}»" for word in labels.columns.get(column.name, ()))
            expected = f"it in the header{f', also as {others}' if others else ''}"
            near = nearest(column.name, unused)
            missing.append(
                Mistake(
                    "TB011",
                    f"no column «{column.name}»",
                    place,
                    expected,
                    near,
                    warning=column.optional,
                    values={"column": column.name},
                )
            )
    return missing
