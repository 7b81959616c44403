"""A long form in steps: what the matter is, a handful at a time; who files it; and the files, which go with the last.

What stands in other steps goes along in the form itself, so that nothing is stored between them and it works without a
script.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridgehead.instruments.register import Field, Register, intake
from bridgehead.instruments.register.filled import OF_WHO_REPORTS
from bridgehead.primitives.words import Phrase

HANDFUL = 8
"""Questions that are asked on one page."""

MATTER, WHO, FILES = Phrase("事项", "The matter"), Phrase("申报人", "Who files it"), Phrase("材料", "Files")


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked together, under which heading."""

    title: Phrase
    names: tuple[str, ...]
    asks_who: bool = False


def steps(register: Register) -> tuple[Step, ...]:
    """All that is asked at intake, whether it is to be seen or not, so that steps do not move while somebody types."""
    asked = [name for name in register.fields if name in intake(register)]
    if len(asked) <= HANDFUL:
        return (Step(MATTER, tuple(asked)),)
    parts: dict[Phrase, list[str]] = {MATTER: [], WHO: [], FILES: []}
    for name in asked:
        parts[_part(register.fields[name])].append(name)
    return tuple(step for title, found in parts.items() for step in _handfuls(title, found))


def _part(field: Field) -> Phrase:
    if field.type == "files":
        return FILES
    return WHO if field.personal and field.type in OF_WHO_REPORTS else MATTER


def _handfuls(title: Phrase, names: Sequence[str]) -> Iterator[Step]:
    """As few as will do, of about one size, and counted where there are several."""
    many = -(-len(names) // HANDFUL)
    for at in range(many):
        size = -(-len(names) // many)
        called = Phrase(f"{title.zh}（{at + 1}）", f"{title.en} ({at + 1})") if many > 1 else title
        yield Step(called, tuple(names[at * size : (at + 1) * size]), title is WHO)
