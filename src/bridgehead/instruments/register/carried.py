"""Whether what is derived of a record can be a personal field's own words, or a part of them, put into the clear.

What comes of a person's words as true or false, as a day or as a count tells too little to be them; so does what is
chosen by a condition (`if … then "A" else "B"`). All else that is made of them may have them in it, a number too that
was read from them.
"""

from bridgehead.feel import tree
from bridgehead.feel.types import BOOLEAN, DATE, DATE_TIME, DAYS_TIME, TIME, YEARS_MONTHS, NumberType
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.types import NUMBERS, FieldType

TELLS_LITTLE = NUMBERS | {FieldType.BOOLEAN, FieldType.DATE, FieldType.DATE_TIME, FieldType.CHOICE, FieldType.CHOICES}
"""Personal fields that are no words of a person's own."""
_NO_WORDS = (BOOLEAN, DATE, DATE_TIME, TIME, DAYS_TIME, YEARS_MONTHS)
_COUNTS = frozenset(("count", "string length", "index of"))


def words_of(register: Register) -> frozenset[str]:
    """The personal fields whose value are words."""
    fields = register.fields.items()
    return frozenset(name for name, field in fields if field.personal and field.type not in TELLS_LITTLE)


def carried(node: tree.Expression, words: frozenset[str]) -> tree.Name | None:
    """The name in an expression whose words its value may have in it, the first one."""
    if isinstance(node, tree.Name):
        return node if node.name in words else None
    if node.type in _NO_WORDS:
        return None
    match node:
        case tree.Call(tree.Name(name=name)) if name in _COUNTS:
            inside: tuple[tree.Expression, ...] = ()
        case tree.If(_, then, otherwise):
            inside = (then, otherwise)
        case tree.Filter(base, _):
            inside = (base,)
        case _:
            inside = (*tree.children(node),)
    if _is_number(node) and not _reads_a_number(node):
        inside = tuple(each for each in inside if _is_number(each) or isinstance(each, tree.List | tree.For))
    return next(filter(None, (carried(each, words) for each in inside)), None)


def _is_number(node: tree.Expression) -> bool:
    return isinstance(node.type, NumberType)


def _reads_a_number(node: tree.Expression) -> bool:
    return isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name == "number"
