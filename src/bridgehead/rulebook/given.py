"""What a rulebook gives a decision for its input data."""

from collections.abc import Iterable, Mapping

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.types import ContextType, Scope


def given(inputs: Iterable[str], bound: Mapping[str, str], names: Scope) -> dict[str, tree.Expression | None]:
    """For each of the input data what `bound` says in FEEL, or else the field, figure or value that has its name.

    None where there is nothing. `names` has the fields and figures, and the values as members of `values`. Raises
    BridgeheadError for FEEL that cannot be read.
    """
    members = names["values"].type
    values = members.fields or {} if isinstance(members, ContextType) else {}
    found: dict[str, tree.Expression | None] = {}
    for name in inputs:
        if name in bound:
            found[name] = feel.parse(bound[name], names)
        elif name in names:
            found[name] = tree.Name(name, type=names[name].type)
        else:
            found[name] = feel.parse(f"values.{name}", names) if name in values else None
    return found
