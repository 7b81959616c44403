"""Nobody puts a row in the place of one that was appended: SQLite's INSERT OR REPLACE takes a row away without a word to
the trigger of deletions. PostgreSQL asks the trigger of changes, whatever an INSERT does on conflict.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEYS = {
    "ledger_event": (("id",), ("record_id", "n")),
    "ledger_leaf": (("position",), ("event",)),
    "ledger_seal": (("number",), ("first",)),
    "ledger_rulebook": (("hash",),),
    "ledger_enactment": (("id",), ("matter", "n"), ("matter", "since")),
}
"""What no two rows of a table share."""


def _guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, keys in KEYS.items():
        taken = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{name} = NEW.{name}' for name in key)})"
            for key in keys
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


class Migration(migrations.Migration):
    dependencies = (("ledger", "0014_forgetting"),)
    operations = (migrations.RunPython(_guard, migrations.RunPython.noop),)
