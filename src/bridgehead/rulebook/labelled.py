"""What a file may call the columns and choices of a register, beside their names: their labels."""

from bridgehead import tables
from bridgehead.rulebook.rulebook import Table

SUFFIXES = {"declared": ("（申报）", " (declared)"), "verified": ("（核实）", " (verified)")}


def labels(table: Table) -> tables.Labels:
    """The other words for a register's columns and choices: their labels in both languages."""
    columns: dict[str, tuple[str, ...]] = {}
    choices: dict[str, dict[str, tuple[str, ...]]] = {}
    for column in table.columns:
        named, _, side = column.name.rpartition(" ")
        name = column.name if column.name in table.labels else named
        zh, en = SUFFIXES[side] if name != column.name else ("", "")
        label = table.labels[name]
        columns[column.name] = (label.zh + zh, label.en + en)
        choices[column.name] = {one: (said.zh, said.en) for one, said in table.choices.get(name, {}).items()}
    return tables.Labels(columns, choices)
