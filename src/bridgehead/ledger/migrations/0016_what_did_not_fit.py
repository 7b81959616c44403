"""A verification keeps what it told, so that pages and programs can tell it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0015_no_replacing"),)
    operations = (
        migrations.AddField(
            model_name="verification",
            name="told",
            field=models.JSONField(default=list),
        ),
    )
