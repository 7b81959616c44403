"""Tree to Python function, in straight-line statements (Python itself cannot nest some 250 brackets).

Each construct is written as statements that leave its value in a variable or constant. There are two ways to write
one: in general, by a call of the operation that defines its meaning; and plainly, as the Python operator itself, where
both operands are certain to be values of one type. An expression over scalar fields gets a quick function as well: it
reads its fields plainly, and the moment one is absent, null or of another class it hands over to the general function.
"""

from collections.abc import Callable, Mapping

from bridgehead.feel import tree
from bridgehead.feel.compile import calls, fields, lists, membership, operators, tables
from bridgehead.feel.compile.tracing import Record, Tracer
from bridgehead.feel.compile.writer import SOMEWHERE, Compiled, Origin, Write, Writer
from bridgehead.feel.reasons import Reason, reason
from bridgehead.feel.types import Scope

_WRITE: Mapping[type[tree.Expression], Write] = {
    **fields.WRITE,
    **operators.WRITE,
    **membership.WRITE,
    **calls.WRITE,
    **lists.WRITE,
    **tables.WRITE,
}


def compile(expression: tree.Expression, scope: Scope, origin: Origin = SOMEWHERE) -> Compiled:
    """The expression as a function of the values in scope.

    Its argument maps each name of `scope` to a value (Decimal or int, str, bool, None, date, ..., list, mapping); a
    required one that is absent or None is UNKNOWN, an optional one null. `origin` says where it comes from. Raises
    BridgeheadError: FE411, the expression is too large; when called, FE4xx, where a limit is passed or a value is not
    one of FEEL.
    """
    general = Writer(_WRITE, scope, None, origin).function(expression)
    quick = Writer(_WRITE, scope, general, origin)
    function = quick.function(expression)
    return function if quick.fields else general


def trace(
    expression: tree.Expression, scope: Scope, text: str | None = None
) -> Callable[[Mapping[str, object]], tuple[object, tuple[Reason, ...]]]:
    """The expression as a function that gives, beside its value, why nulls were made on the way (FE5xx).

    The reasons are the causes alone, the innermost first, one a place and 100 at most; what is null because of another
    null is left out. `text` is that which the tree was read from, and gives places their lines. Slower than `compile`
    by a note for each construct, and made for one thread. Raises what the compiled expression raises.
    """
    record = Record()
    run = noting(expression, scope, record)

    def traced(context: Mapping[str, object]) -> tuple[object, tuple[Reason, ...]]:
        record.clear()
        value = run(context)
        return value, tuple(reason(cause, text) for cause in record.causes.values())

    return traced


def noting(expression: tree.Expression, scope: Scope, record: Record, origin: Origin = SOMEWHERE) -> Compiled:
    """The expression as a function that notes in `record` why nulls were made; functions that call one another share
    one. Raises what the compiled expression raises.
    """
    return Tracer(_WRITE, scope, record, origin).function(expression)
