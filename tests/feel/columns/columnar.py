"""How much of the compatibility kit is columnar: `python -m tests.feel.columns.columnar KIT [FILE]`.

Each decision of the kit that takes input data of scalars, lists or contexts is translated over empty columns of their
types, numbers with 18 digits, 4 of them after the point; so are those that take none. Prints how many are columnar,
and the rest by reason; with FILE, writes the same as Markdown.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis

from bridgehead.dmn.columnar import decided, schema_of
from bridgehead.dmn.load import load
from bridgehead.dmn.model import Decision
from bridgehead.dmn.run import Decisions
from bridgehead.feel.columns import NotColumnar
from bridgehead.primitives.errors import BridgeheadError


@dataclass(frozen=True)
class Outcome:
    """`reason` None is that of a decision that is columnar."""

    takes_input: bool
    reason: str | None


def outcomes(folder: Path) -> Iterator[Outcome]:
    """One outcome for each decision of a kit that runs."""
    for path in sorted(folder.rglob("*.dmn")):
        try:
            decisions = load(path, lenient=True)
        except BridgeheadError:
            continue
        for key, node in decisions.graph.nodes.items():
            if isinstance(node, Decision) and key.namespace == decisions.graph.main.namespace:
                yield _outcome(decisions, key.name)


def _outcome(decisions: Decisions, name: str) -> Outcome:
    inputs = decisions.inputs(name)
    schema = schema_of(inputs)
    if schema is None:
        return Outcome(True, "an input is a duration, a function or of no declared type")
    try:
        decided(decisions, name, ibis.table({**schema, "case": "int64"}, name="cases"))
    except NotColumnar as refusal:
        return Outcome(bool(inputs), _kind(refusal))
    return Outcome(bool(inputs), None)


def _kind(refusal: NotColumnar) -> str:
    """The reason without the names of the decision and its values."""
    reason = re.sub(r"^(«[^»]*»:? )+", "", refusal.reason)
    return re.sub(
        r"constant like .*", "constant of another kind has no columnar form", f"{refusal.mistakes[0].code} {reason}"
    )


def told(found: list[Outcome]) -> list[str]:
    lines = []
    for heading, takes in (("that take input data", True), ("that take none", False)):
        group = [one for one in found if one.takes_input is takes]
        columnar = sum(one.reason is None for one in group)
        lines.append(f"decisions {heading}: {columnar} of {len(group)} columnar")
        reasons = Counter(one.reason for one in group if one.reason is not None)
        lines += [f"  {times:5} {reason}" for reason, times in reasons.most_common()]
    return lines


def main() -> None:
    lines = told(list(outcomes(Path(sys.argv[1]))))
    print(*lines, sep="\n")
    if len(sys.argv) > 2:
        body = "\n".join(["# What of the compatibility kit is columnar", "", __doc__ or "", "```", *lines, "```", ""])
        Path(sys.argv[2]).write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
