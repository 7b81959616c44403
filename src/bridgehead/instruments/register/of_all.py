"""What somebody says that all cases of a file have where a row does not say it: judged once, and not by row."""

from collections.abc import Callable, Collection, Mapping

from bridgehead.instruments.register.filled import Filled, NotAsked
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.primitives.words import Phrase

OF_THE_RECORD = ("stage", "unit of record", "channel")
"""What it may be of the record, beside its fields."""


def of_all(
    register: Register,
    said: Mapping[str, str],
    fields: Mapping[str, str],
    choices: Mapping[str, Mapping[str, Collection[str]]],
    judge: Callable[[Mapping[str, object]], Filled],
) -> dict[str, str]:
    """The same, choices by their names. `fields` are those of the columns, `choices` their other words by column.

    Raises BridgeheadError with RG022 for what cannot be said of all, RG029 for a stage that there is not, RG033 for a
    value that its field does not take.
    """
    wrong: list[Mistake] = []
    found: dict[str, str] = {}
    known = [*OF_THE_RECORD, *(column for column in fields if column != register.number)]
    for column, value in said.items():
        words = {word: name for name, others in choices.get(column, {}).items() for word in (name, *others)}
        found[column] = words.get(value, value)
        if column not in known:
            expected, near = f"one of {', '.join(known)}", nearest(column, known)
            wrong.append(Mistake("RG022", f"no column «{column}» that all cases can have", None, expected, near))
        elif column == "stage" and value not in words:
            expected, near = f"one of {', '.join(register.stages)}", nearest(value, register.stages)
            wrong.append(Mistake("RG029", f"no stage «{value}»", None, expected, near, values={"value": value}))
        elif column in fields and (refused := _refused(judge, fields[column], found[column])):
            told = f"«{value}» in «{column}», which all cases would have"
            expected = " ".join(each.en for each in refused)
            wrong.append(Mistake("RG033", told, None, expected, values={"column": column, "value": value}))
    if wrong:
        raise BridgeheadError(wrong)
    return found


def _refused(judge: Callable[[Mapping[str, object]], Filled], field: str, value: str) -> tuple[Phrase, ...]:
    """Whether it is asked for hangs on the rest of a row, with which it is judged again."""
    said = judge({field: value}).mistakes.get(field, ())
    return tuple(each for each in said if not isinstance(each, NotAsked))
