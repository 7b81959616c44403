"""The mistakes of an operation that its file alone does not show: angles that do not make the whole, and live FEEL."""

from collections.abc import Iterator
from math import degrees

from bridgehead.documents.document import Document
from bridgehead.instruments.operation import live_check
from bridgehead.instruments.operation.planned import planned
from bridgehead.instruments.operation.schema import Operation
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.swing.plan import ImpossibleSplit


def check(operation: Operation, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    try:
        planned(operation)
    except ImpossibleSplit as error:
        found = f"windows of {degrees(error.found):.6g} deg together"
        yield document.mistake("OP105", found, "windows", expected=f"{operation.whole.angle.written}, the whole")
    if operation.live is not None:
        yield from live_check.check(operation.live, document)
