"""The one instrument of a kind that a command is about: by its name, or the only one of the rulebook."""

from typing import TypeVar

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Part

P = TypeVar("P", bound=Part)


def chosen(rulebook: Rulebook, schema: type[P], name: str | None, kind: str, code: str) -> P:
    """Raises BridgeheadError with the code where none has the name, or several could be meant; `kind` is the option
    that names one.
    """
    known = rulebook.of(schema)
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name is not None and name in known:
        return known[name]
    article = "an" if kind[0] in "aeiou" else "a"
    expected = f"--{kind} with one of {', '.join(known)}" if known else f"a rulebook with {article} {kind}"
    found = f"no {kind} «{name}»" if name else f"{len(known) or 'no'} {kind}s"
    near = nearest(name, known) if name else None
    raise BridgeheadError([Mistake(code, found, Place.whole(str(rulebook.path)), expected, near)])
