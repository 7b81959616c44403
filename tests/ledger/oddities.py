"""Harms of SQLite alone, which keeps in a column whatever it is given: other kinds of values, texts that are none."""

import random

from tests.ledger.harms import CHANGED, EVENTS, RECORDS, SEALS, Expected, do, one

ODD = ("'text'", "''", "x''", "x'ff00'", "CAST(x'ff' AS TEXT)", "1.5", "-9223372036854775808", "NULL", "x'7b7d'")
"""Values as SQL writes them."""

UNREADABLE = ("'{'", "''", "'[]'", "'null'", "'NaN'", "CAST(x'ff' AS TEXT)", "x'00'", "'" + "[" * 100_000 + "'")
"""Texts that are no state."""


def odd_value(chance: random.Random) -> Expected:
    """Something else in a column of an event, a leaf, a seal or a record."""
    table, key, found, column = chance.choice(
        [
            *(("ledger_event", "id", EVENTS, name) for name in ("record_id", "n", "kind", "at", "body", "hash")),
            *(
                ("ledger_seal", "number", SEALS, name)
                for name in ("number", "first", "count", "at", "root", "previous")
            ),
            *(("ledger_leaf", "position", "SELECT position FROM ledger_leaf", name) for name in ("event", "hash")),
            *(("ledger_record", "id", RECORDS, name) for name in ("version", "head", "stage", "due_at", "number")),
        ]
    )
    row = one(chance, found)[0]
    _let(f"UPDATE {table} SET {column} = {_other(chance, column)} WHERE {key} = %s", row)
    words = {"ledger_event": "event", "ledger_seal": "seal", "ledger_leaf": "position", "ledger_record": "record"}
    return Expected((f"{words[table]} {row}", "is not the one that was printed", "a seal has"), ("LG101", *CHANGED))


def _other(chance: random.Random, column: str) -> str:
    kept = {"stage": ("''",), "due_at": ("NULL",)}
    values = [each for each in ODD if each != "NULL" or column == "due_at"]
    return chance.choice([each for each in values if each not in kept.get(column, ())])


def odd_state(chance: random.Random) -> Expected:
    record = one(chance, RECORDS)[0]
    _let(f"UPDATE ledger_record SET state = {chance.choice(UNREADABLE)} WHERE id = %s", record)
    return Expected((f"record {record},",), ("LG102",))


def _let(statement: str, *values: object) -> None:
    """Do what the table's own conditions would refuse."""
    do("PRAGMA ignore_check_constraints = ON")
    try:
        do(statement, *values)
    finally:
        do("PRAGMA ignore_check_constraints = OFF")


ODDITIES = {"odd value": odd_value, "odd state": odd_state}
