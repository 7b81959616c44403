"""The index of texts on SQLite anew, as `ledger.search` asks it now; and one for lists of a unit in a stage."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bridgehead.ledger.search import _parts

AT_ONCE = 10_000


def _anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute("DROP TABLE ledger_bigrams", params=None)
    made = "CREATE VIRTUAL TABLE ledger_bigrams USING fts5(text, content='', columnsize=0, tokenize='ascii')"
    schema_editor.execute(made, params=None)
    texts = apps.get_model("ledger", "Text").objects.order_by("pk").values_list("pk", "text")
    with schema_editor.connection.cursor() as cursor:
        after = 0
        while some := [*texts.filter(pk__gt=after)[:AT_ONCE]]:
            found = [(record, _parts(text)) for record, text in some]
            cursor.executemany("INSERT INTO ledger_bigrams(rowid, text) VALUES (%s, %s)", found)
            after = some[-1][0]


class Migration(migrations.Migration):
    dependencies = (("ledger", "0010_rulebooks_by_hash"),)
    operations = (
        migrations.RunPython(_anew, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["matter", "register", "unit", "stage", "-submitted_at", "-id"],
                name="newest_of_unit_and_stage",
            ),
        ),
    )
