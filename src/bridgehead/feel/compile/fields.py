"""Constants and names: which of the scopes around gives a value, and how it is read."""

from bridgehead.feel import library, tree
from bridgehead.feel.compile.page import MOMENT, PLAIN, Operand
from bridgehead.feel.compile.writer import Item, Write, Writer
from bridgehead.feel.types import ContextType, Type


def literal(writer: Writer, node: tree.Literal) -> Operand:
    return writer.page.constant(node.value)


def name(writer: Writer, node: tree.Name) -> Operand:
    if library.is_built_in(node):
        return writer.page.constant(library.as_value(node.name))
    inner: list[Operand] = []
    found: Operand | None = None
    for frame in reversed(writer.frames):
        if isinstance(frame, Item):
            if frame.known is None:
                inner.append(frame.item)
            elif node.name in frame.known:
                found = writer.let("member", frame.item, repr(node.name))
            if found is None and node.name == "item":
                found = frame.item
        else:
            found = frame.get(node.name)
        if found:
            break
    found = found or _outermost(writer, node)
    for item in reversed(inner):
        found = writer.let("field", item, repr(node.name), found)
    return found


def _outermost(writer: Writer, node: tree.Name) -> Operand:
    if node.name not in writer.scope:
        return writer.page.constant(None)
    return fetch(writer, (node.name,), node.type, writer.scope[node.name].optional)


def path(writer: Writer, node: tree.Path) -> Operand:
    keys = writer.keys(node)
    if keys:
        return fetch(writer, keys, node.type, _is_optional(writer, keys))
    return writer.let("member", writer.atom(node.base), repr(node.member))


def _is_optional(writer: Writer, keys: tuple[str, ...]) -> bool:
    """Whether any of the fields on the way may be left out."""
    variable = writer.scope[keys[0]]
    optional = variable.optional
    for key in keys[1:]:
        assert isinstance(variable.type, ContextType)
        assert variable.type.fields is not None
        variable = variable.type.fields[key]
        optional = optional or variable.optional
    return optional


def fetch(writer: Writer, keys: tuple[str, ...], type: Type, optional: bool) -> Operand:
    """A field, read once in each run of statements."""
    if keys in writer.read:
        return writer.read[keys]
    if writer.quick and not writer.turns and type.name in PLAIN:
        operand = _fetch_plainly(writer, keys, type.name)
    else:
        operand = writer.let("read", "c", repr(keys), repr(optional))
    writer.read[keys] = operand
    return operand


def _fetch_plainly(writer: Writer, keys: tuple[str, ...], type: str) -> Operand:
    writer.fields.add(keys)
    operand = writer.page.let("c" + "".join(f"[{key!r}]" for key in keys), sure=type)
    other = f"{operand.text}.__class__ is not {PLAIN[type].__name__}"
    with writer.page.block(f"if {other}{f' or {operand.text}.tzinfo' if type == MOMENT else ''}:"):
        if type == "number":
            writer.page.line(f"if {operand.text}.__class__ is not int: return general(c)")
            known = f"(small := SMALL.get({operand.text})) is not None"
            writer.page.line(f"{operand.text} = small if {known} else Decimal({operand.text})")
        else:
            writer.page.line("return general(c)")
    return operand


WRITE: dict[type[tree.Expression], Write] = {
    tree.Literal: literal,
    tree.Name: name,
    tree.Path: path,
}
