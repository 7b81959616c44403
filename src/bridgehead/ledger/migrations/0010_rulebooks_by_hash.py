"""A rulebook is what its hash says, whenever it is in force; and nobody changes what was in force from when."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDED = ("ledger_rulebook", "ledger_enactment")


def _guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite makes a table anew whose columns change, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        for table in GUARDED:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}")
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    schema_editor.execute(
        "CREATE TRIGGER ledger_enactment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_enactment "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
    )


class Migration(migrations.Migration):
    dependencies = (("ledger", "0009_enactments"),)
    operations = (
        migrations.RemoveConstraint(model_name="rulebook", name="one_rulebook_a_moment"),
        migrations.RemoveField(model_name="rulebook", name="at"),
        migrations.AlterField(model_name="rulebook", name="matter", field=models.CharField(max_length=200)),
        migrations.RunPython(_guard, migrations.RunPython.noop),
    )
