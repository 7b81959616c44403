"""A page of Python statements in the making: lines, blocks, variables and constants by number."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bridgehead.feel.mistakes import mistake
from bridgehead.primitives.errors import BridgeheadError

MAX_LINES = 100_000

# The class that holds every value of a type, and so lets Python's own operators stand for FEEL's. Of moments only those
# without a zone are so held, for FEEL never compares them to one with a zone, and by whole seconds (see `ordered`).
MOMENT = "date and time"
PLAIN: dict[str, type] = {"number": Decimal, "string": str, "boolean": bool, "date": dt.date, MOMENT: dt.datetime}


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that the page has made: Python text that gives it.

    `sure` names its type where it is certain to be a value of that class, so neither null nor UNKNOWN; `atom` says
    that the text may be repeated; `constant` that `value` is known already.
    """

    text: str
    sure: str | None = None
    atom: bool = True
    constant: bool = False
    value: Any = None


@dataclass(slots=True)
class Page:
    """`names` is what the statements may refer to: the operations, and the constants as they are met."""

    names: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    count: int = 0

    def line(self, text: str) -> None:
        """Raises BridgeheadError: FE411, the page is full; Python takes some 5 kB of memory for each of its lines."""
        if len(self.lines) >= MAX_LINES:
            raise BridgeheadError([mistake("FE411", None, limit=MAX_LINES)])
        self.lines.append("    " * self.indent + text)

    def fresh(self, letter: str = "v") -> str:
        self.count += 1
        return f"{letter}{self.count}"

    @contextmanager
    def block(self, opening: str) -> Iterator[None]:
        self.line(opening)
        self.indent += 1
        yield
        self.indent -= 1

    def let(self, text: str, sure: str | None = None) -> Operand:
        """A new variable that holds the value of `text`."""
        name = self.fresh()
        self.line(f"{name} = {text}")
        return Operand(name, sure)

    def atom(self, operand: Operand) -> Operand:
        """`operand`, in a variable if its text may not be repeated."""
        return operand if operand.atom else self.let(operand.text, operand.sure)

    def constant(self, value: Any) -> Operand:
        sure = next((name for name, plain in PLAIN.items() if type(value) is plain), None)
        sure = None if sure == MOMENT and value.tzinfo else sure
        if value is None or value is True or value is False:
            return Operand(repr(value), sure, constant=True, value=value)
        name = self.fresh("k")
        self.names[name] = value
        return Operand(name, sure, constant=True, value=value)

    def ordered(self, operand: Operand) -> str:
        """The text by which a value is compared to others of its class: a moment without what is beyond its second."""
        if operand.sure != MOMENT:
            return operand.text
        if operand.constant:
            return self.constant(operand.value.replace(microsecond=0)).text
        return f"({operand.text}.replace(microsecond=0) if {operand.text}.microsecond else {operand.text})"

    def finish(self, head: str, catches: Mapping[str, str], filename: str, *, counts: bool) -> Any:
        """The function whose body is this page; `catches` maps exceptions to what is done about them.

        One that `counts` has its steps counted, and those of what it calls.
        """
        body = [f"def {head}:", *(["    steps = begin()"] if counts else []), "    try:"]
        body += [f"    {line}" for line in self.lines]
        for exception, then in catches.items():
            body += [f"    except {exception}:", f"        {then}"]
        if counts:
            body += ["    finally:", "        steps.leave()"]
        exec(compile("\n".join(body), filename, "exec"), self.names)
        return self.names[head.partition("(")[0]]
