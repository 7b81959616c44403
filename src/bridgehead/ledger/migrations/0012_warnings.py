"""An index by which records are found of whose deadline somebody is to be warned; few have that moment before them."""

from django.db import migrations

WARNING = """
CREATE INDEX ledger_record_warning ON ledger_record ((state ->> 'warn')) WHERE state ->> 'warn' IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0011_words_of_four"),)
    operations = (migrations.RunSQL(WARNING, "DROP INDEX ledger_record_warning"),)
