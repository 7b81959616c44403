"""What FEEL in an award may name: the fields of its register, `values`, and what it derives from them."""

from collections.abc import Mapping

from bridgehead.feel.types import Scope, Variable
from bridgehead.instruments.award.derived import Models, tree_of
from bridgehead.instruments.award.schema import Award
from bridgehead.rulebook.rulebook import Table
from bridgehead.rulebook.scope import field_type, value_type, values_of
from bridgehead.rulebook.values import Value

__all__ = ["fields", "given", "scope", "value_type"]


def fields(table: Table) -> dict[str, Variable]:
    """The fields that rules may name, with the type of the column that decides. Personal ones are not among them."""
    return {
        name: Variable(field_type(table.column(name)), table.column(name).optional)
        for name in table.deciding
        if name not in table.personal
    }


def scope(award: Award, table: Table, values: Mapping[str, Value], models: Models) -> Scope:
    """Fields, `values` and derived figures, the latter in the order in which they are written."""
    names = given(table, values)
    for name, figure in award.all_derived.items():
        names[name] = Variable(tree_of(figure, names, models).type)
    return names


def given(table: Table, values: Mapping[str, Value]) -> dict[str, Variable]:
    """Fields and `values`: what there is before anything is derived."""
    return {**fields(table), "values": values_of(values)}
