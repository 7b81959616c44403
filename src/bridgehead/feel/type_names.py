"""The names of types, as in `instance of` and in the parameters of functions (DMN 1.5, 10.3.1.2, rule 53)."""

from collections.abc import Mapping

from bridgehead.feel.cursor import Cursor
from bridgehead.feel.names import Frame
from bridgehead.feel.scan import Is, spelled
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    UNDEFINED,
    YEARS_MONTHS,
    ContextType,
    FunctionType,
    ListType,
    RangeType,
    Type,
    Variable,
)
from bridgehead.primitives.errors import nearest

MAX_NEST = 50

BUILT_IN: dict[str, Type] = {
    type.name: type for type in (ANY, NULL, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS)
} | {"list": ListType(), "range": RangeType(), "context": ContextType(), "function": FunctionType()}
BRACKETED = frozenset(("list", "range", "context", "function"))
_BUILT_IN_ALONE = Frame(BUILT_IN)


def read_type(cursor: Cursor, defined: Mapping[str, Type], nest: int = 0) -> Type:
    """The type at the cursor; one that is not known is noted as FE016 and read as undefined."""
    if nest > MAX_NEST:
        cursor.fail("FE008", limit=MAX_NEST)
    start = cursor.token.start
    frame = Frame({**BUILT_IN, **defined}) if defined else _BUILT_IN_ALONE
    found = frame.match(cursor.tokens, cursor.at)
    if found is None:
        first = cursor.at
        while cursor.token.kind is Is.WORD and not (cursor.at > first and cursor.sees("and", "or", "then", "else")):
            cursor.take()
        if cursor.at == first:
            cursor.fail("FE016", found=cursor.token.text)
        unknown = spelled(cursor.tokens[first : cursor.at])
        cursor.note("FE016", start, found=unknown, nearest=nearest(unknown, frame.types))
        return UNDEFINED
    cursor.at += found[0]
    if found[1] == "function" and cursor.token.text == "<>":  # read as one sign, the unequal of other languages
        cursor.at += 1
        return FunctionType(parameters=(), result=_result(cursor, defined, nest + 1))
    if found[1] in BRACKETED and cursor.token.text == "<>":
        cursor.note("FE016", start, found=f"{found[1]}<>", nearest=found[1])
        cursor.at += 1
        return UNDEFINED
    if found[1] in BRACKETED and cursor.sees("<"):
        return _parameters(cursor, found[1], defined, nest + 1)
    return frame.types[found[1]]


def _parameters(cursor: Cursor, name: str, defined: Mapping[str, Type], nest: int) -> Type:
    """What stands between `<` and `>`, and after `->` for a function."""
    cursor.take()
    if name == "context":
        return _context(cursor, defined, nest)
    if name == "function":
        parameters: list[Type] = []
        while not cursor.sees(">"):
            parameters.append(read_type(cursor, defined, nest))
            if not cursor.accept(","):
                break
        cursor.close(">")
        return FunctionType(parameters=tuple(parameters), result=_result(cursor, defined, nest))
    item = read_type(cursor, defined, nest)
    cursor.close(">")
    return ListType(item=item) if name == "list" else RangeType(item=item)


def _result(cursor: Cursor, defined: Mapping[str, Type], nest: int) -> Type:
    cursor.keyword("->")
    return read_type(cursor, defined, nest)


def _context(cursor: Cursor, defined: Mapping[str, Type], nest: int) -> Type:
    fields: dict[str, Variable] = {}
    while not cursor.sees(">"):
        name = cursor.name_until(lambda token: token.text == ":")
        if name is None:
            cursor.fail("FE011", expected="a name")
        cursor.take()
        fields[name] = Variable(read_type(cursor, defined, nest), optional=True)
        if not cursor.accept(","):
            break
    cursor.close(">")
    return ContextType(fields=fields)
