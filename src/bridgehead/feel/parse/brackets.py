"""Symbols that open an expression: brackets, which hold ranges, lists and contexts, and `@` before a temporal text."""

from collections.abc import Callable
from typing import Any, cast

from bridgehead.feel import infer, temporal, temporal_text, tree
from bridgehead.feel.parse.reader import COMPARISONS, SUM, Reader
from bridgehead.feel.scan import Is
from bridgehead.feel.temporal_slips import slip
from bridgehead.feel.types import BOOLEAN, NULL, ListType, RangeType


def bracketed(reader: Reader) -> tree.Expression:
    start = reader.take().start
    if reader.sees(*COMPARISONS):
        node = one_sided(reader, start)
        reader.close(")")
        return node
    node = reader.expression()
    if reader.sees(".."):
        return interval(reader, node, start, closed=False)
    reader.close(")")
    return node


def one_sided(reader: Reader, start: int) -> tree.Expression:
    """A range with one bound, as in `(>= 5)`; `(= 5)` holds 5 alone."""
    operator: Any = reader.take().text
    bound = reader.expression(SUM)
    span, type = (start, reader.token.end), RangeType(item=bound.type)
    match operator:
        case "<" | "<=":
            return tree.Range(None, bound, False, operator == "<=", span=span, type=type)
        case ">" | ">=":
            return tree.Range(bound, None, operator == ">=", False, span=span, type=type)
        case "=":
            return tree.Range(bound, bound, True, True, True, span=span, type=type)
    return tree.Test(operator, bound, span=span, type=BOOLEAN)


def list_or_range(reader: Reader) -> tree.Expression:
    start = reader.take().start
    if reader.accept("]"):
        return tree.List((), span=reader.span(start), type=ListType(item=infer.join(())))
    items = [reader.expression()]
    if reader.sees(".."):
        return interval(reader, items[0], start, closed=True)
    while reader.accept(","):
        items.append(reader.expression())
    reader.close("]")
    return tree.List(tuple(items), span=reader.span(start), type=ListType(item=infer.join(item.type for item in items)))


def open_range(reader: Reader) -> tree.Expression:
    start = reader.take().start
    return interval(reader, reader.expression(), start, closed=False)


def interval(reader: Reader, low: tree.Expression, start: int, *, closed: bool) -> tree.Expression:
    reader.keyword("..")
    high = reader.expression()
    ends_closed = reader.close("]", ")", "[").text == "]"
    type = RangeType(item=infer.join((low.type, high.type)))
    return tree.Range(low, high, closed, ends_closed, span=reader.span(start), type=type)


def context(reader: Reader) -> tree.Expression:
    start = reader.take().start
    entries: dict[str, tree.Expression] = {}
    frame = reader.names.push({})
    repeated = False
    while not reader.sees("}") or entries:
        where = reader.token.start
        key = _key(reader)
        reader.keyword(":")
        value = reader.expression()
        if key in entries:
            reader.note("FE015", where, found=key)
            repeated = True
        entries[key] = value
        frame.add(key, value.type)
        if not reader.accept(","):
            break
    reader.names.pop()
    reader.close("}")
    if repeated:
        return tree.Literal(None, span=reader.span(start), type=NULL)
    pairs = tuple(entries.items())
    return tree.Context(pairs, span=reader.span(start), type=infer.context((key, value.type) for key, value in pairs))


def _key(reader: Reader) -> str:
    if reader.token.kind is Is.STRING:
        return cast(str, reader.string().value)
    name = reader.name_until(lambda token: token.kind is Is.SYMBOL and token.text == ":")
    if name is None:
        as_in = f': "{reader.token.text}"' if reader.token.kind is Is.NUMBER else ""
        reader.fail("FE011", expected=f"a name, or a string{as_in}")
    return name


_MOMENTS = 'one like @"2023-05-04", @"08:00:00", @"2023-05-04T08:00:00" or @"P1D"'


def moment(reader: Reader) -> tree.Expression:
    start = reader.take().start
    if reader.token.kind is not Is.STRING:
        reader.fail("FE014", found=reader.token.text, expected=_MOMENTS)
    text = cast(str, reader.string().value)
    value = temporal_text.read(text)
    if value is None:
        expected, near = slip(text) or (_MOMENTS, None)
        reader.note("FE014", start, found=text, expected=expected, nearest=near)
    return tree.Literal(value, span=reader.span(start), type=temporal.type_of(value))


OPENERS: dict[str, Callable[[Reader], tree.Expression]] = {
    "(": bracketed,
    "[": list_or_range,
    "]": open_range,
    "{": context,
    "@": moment,
}
