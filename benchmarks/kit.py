"""The literal expressions of the standard's compatibility kit, in the words of each engine that takes them.

The kit is test data that may not be passed on: it is looked for in `shared/dmn-tck` beside a folder above. An engine
takes part with those expressions for which it gives FEEL's value, and only where that is not null, since failing is
quick. Each compiles once where it can; pySFeel reads its text at each call, as it has no other way.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import cel
import pySFeel
import zen

from bridgehead import feel
from bridgehead.dmn.model import Decision, Literal
from bridgehead.dmn.read import read
from bridgehead.primitives.errors import BridgeheadError

Evaluate = Callable[[], Any]
_CEL = ((" and ", " && "), (" or ", " || "), ("not(", "!("), (" = ", " == "))


def folder() -> Path | None:
    """Where the kit is; None where there is none."""
    above = Path(__file__).resolve().parents
    return next((one / "shared" / "dmn-tck" for one in above if (one / "shared" / "dmn-tck").is_dir()), None)


def literals(folder: Path) -> Iterator[str]:
    """The texts of decisions that need nothing, each once."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.dmn")):
        try:
            nodes = read(path).nodes
        except BridgeheadError:
            continue
        for node in nodes:
            if isinstance(node, Decision) and not node.requirements and isinstance(node.expression, Literal):
                text = node.expression.text.strip()
                if text and text not in seen:
                    seen.add(text)
                    yield text


def ours(text: str) -> tuple[Evaluate, Any] | None:
    """An expression, compiled, and its value; None where it has none."""
    try:
        function = feel.compile(feel.parse(text, {}), {})
        value = function({})
    except BridgeheadError:
        return None
    return None if value is None or value is feel.UNKNOWN else (lambda: function({}), value)


def in_zen(text: str) -> Evaluate:
    expression = zen.compile_expression(text)
    return lambda: expression.evaluate({})


def in_cel(text: str) -> Evaluate:
    for word, other in _CEL:
        text = text.replace(word, other)
    program = cel.compile(text)
    return lambda: program.execute({})


def in_pysfeel(text: str) -> Evaluate:
    parser = pySFeel.SFeelParser()
    return lambda: parser.sFeelParse(text)[1]


PEERS: Mapping[str, Callable[[str], Evaluate]] = {
    "zen-engine": in_zen,
    "common-expression-language": in_cel,
    "pySFeel": in_pysfeel,
}


def taken_by(peer: Callable[[str], Evaluate], text: str, value: Any) -> Evaluate | None:
    """The expression in a peer that gives the same value; None where it does not take it."""
    try:
        evaluate = peer(text)
        return evaluate if _same(value, evaluate()) else None
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return None


def _same(value: Any, other: Any) -> bool:
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    if isinstance(value, Decimal) and isinstance(other, (int, float, Decimal)):
        return abs(float(value) - float(other)) <= 1e-9 * max(1.0, abs(float(value)))
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return type(value) is type(other) and value == other
