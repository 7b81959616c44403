"""Texts of records with the index by which a part of one is found, and indexes for lists of a unit or by deadline."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HAS_A_DEADLINE = models.Q(("due_at__isnull", False))

_OF_SQLITE = """
CREATE VIRTUAL TABLE ledger_bigrams USING fts5(text, content='', columnsize=0, tokenize='ascii')
"""
_OF_POSTGRES = (
    """
    CREATE FUNCTION ledger_bigrams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT array_agg(letter) || array_agg(letter || next) FROM (
            SELECT letter, lead(letter) OVER (ORDER BY at) AS next
            FROM unnest(string_to_array($1, NULL)) WITH ORDINALITY AS letters(letter, at)
        ) AS pairs
    $$
    """,
    "CREATE INDEX ledger_text_bigrams ON ledger_text USING gin (ledger_bigrams(text))",
)


def _index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in (_OF_SQLITE,) if schema_editor.connection.vendor == "sqlite" else _OF_POSTGRES:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("ledger", "0006_names_of_files"),)
    operations = (
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="ledger.record",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(_index, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="record", name="inbox"),
        migrations.RemoveIndex(model_name="record", name="due"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["matter", "register", "unit", "-submitted_at", "-id"],
                name="newest_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["matter", "register", "due_at", "id"],
                name="due",
                condition=HAS_A_DEADLINE,
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["unit", "stage", "due_at"],
                name="inbox",
                condition=HAS_A_DEADLINE,
            ),
        ),
    )
