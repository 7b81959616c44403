"""Lists and contexts, and what goes through them: filters, `for`, `some` and `every`."""

from collections.abc import Callable

from bridgehead.feel import infer, tree
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Item, Write, Writer
from bridgehead.feel.types import ANY, ContextType, NumberType


def list_literal(writer: Writer, node: tree.List) -> Operand:
    items = writer.atoms(node.items)
    if all(item.sure for item in items) and not all(item.constant for item in items):
        return writer.page.let(f"[{', '.join(item.text for item in items)}]")
    return writer.let("list_of", *items)


def context(writer: Writer, node: tree.Context) -> Operand:
    entries: dict[str, Operand] = {}
    writer.frames.append(entries)
    for name, value in node.entries:
        entries[name] = writer.atom(value)
    writer.frames.pop()
    return writer.let("context_of", repr(tuple(entries)), *entries.values())


def filtered(writer: Writer, node: tree.Filter) -> Operand:
    base = writer.atom(node.base)
    item_type = infer.items(node.base.type)
    known = infer.members(item_type) if isinstance(item_type, ContextType) else {}
    item = Operand(writer.page.fresh("p"))
    frame = Item(item, None if item_type == ANY else known)
    if isinstance(node.condition.type, NumberType) and not _looks_at(node.condition, frame):
        return writer.let("pick", base, writer.atom(node.condition))
    with writer.turn(frame, item.text) as name:
        writer.page.line(f"return {writer.write(node.condition).text}")
    return writer.let("filtered", base, name)


def _looks_at(condition: tree.Expression, frame: Item) -> bool:
    """Whether a name of the condition may be an entry of the item, or the item."""
    names = tree.condition_names(condition)
    return bool(names) if frame.known is None else bool(names & {"item", *frame.known})


def iteration(writer: Writer, node: tree.For) -> Operand:
    results = writer.page.let("[]")
    status = _loops(writer, node.iterators, "iterate", lambda: _add_result(writer, results, node.result))
    return writer.let("collect", results, status)


def _add_result(writer: Writer, results: Operand, body: tree.Expression) -> str:
    partial: dict[str, Operand] = {}
    if any(isinstance(node, tree.Name) and node.name == "partial" for node in tree.walk(body)):
        writer.page.line(f"steps.spend(len({results.text}))")
        partial["partial"] = writer.page.let(f"{results.text}[:]")
    writer.frames.append(partial)
    result = writer.write(body)
    writer.frames.pop()
    writer.page.line(f"{results.text}.append({result.text})")
    return "True"


def quantified(writer: Writer, node: tree.Quantified) -> Operand:
    return _loops(writer, node.iterators, f"{node.kind}_of", lambda: writer.write(node.condition).text)


def _loops(writer: Writer, iterators: tuple[tree.Iterator, ...], run_by: str, innermost: Callable[[], str]) -> Operand:
    """One loop inside another, each a function of its item; the innermost body comes from the caller."""
    iterator, *rest = iterators
    domain = writer.atom(iterator.domain)
    if iterator.through is not None:
        domain = writer.let("through", domain, writer.atom(iterator.through))
    item = Operand(writer.page.fresh("p"))
    with writer.turn({iterator.name: item}, item.text) as name:
        text = _loops(writer, tuple(rest), run_by, innermost).text if rest else innermost()
        writer.page.line(f"return {text}")
    return writer.let(run_by, domain, name)


WRITE: dict[type[tree.Expression], Write] = {
    tree.List: list_literal,
    tree.Context: context,
    tree.Filter: filtered,
    tree.For: iteration,
    tree.Quantified: quantified,
}
