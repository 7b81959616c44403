"""The state of a record is read and written by the parser that events have; nothing that is stored changes."""

from django.db import migrations, models

from bridgehead.ledger import stored_json


class Migration(migrations.Migration):
    dependencies = (("ledger", "0017_jobs"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "record", "state", models.JSONField(encoder=stored_json.Written, decoder=stored_json.Read)
                ),
            ]
        ),
    )
