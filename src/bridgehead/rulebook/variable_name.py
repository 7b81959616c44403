"""Names by which FEEL can speak of a field or a value."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from bridgehead.rulebook.schema import Name, wrong

TAKEN = {
    "values": "means the values of the rulebook",
    "like": "means the base claim of an example",
    **dict.fromkeys(
        ("and", "or", "not", "in", "between", "if", "for", "some", "every", "function"), "is a word of FEEL"
    ),
    **dict.fromkeys(("true", "false", "null"), "is a constant of FEEL"),
}
"""Names that mean something else already."""

READABLE = r"(?=.*[^\W\d_])\w[\w %'-]*"
"""Letters and Chinese signs, digits, blanks, and what stands inside words; at least one letter."""


def _readable(name: str) -> str:
    if name in TAKEN:
        raise wrong("RB235", f"the name «{name}», which {TAKEN[name]}", "another name")
    if not re.fullmatch(READABLE, name):
        raise wrong("RB236", f"the name «{name}», which FEEL cannot read", "letters, Chinese signs, digits and blanks")
    return name


VariableName = Annotated[Name, AfterValidator(_readable), WithJsonSchema({"type": "string", "pattern": r"^\S(.*\S)?$"})]
"""What a field or a value is called: a name that FEEL can read, and that means nothing else."""
