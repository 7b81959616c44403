"""What is still to be removed of what was forgotten, so that it is tried again until it is gone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0013_figures_of_the_board"),)
    operations = (
        migrations.CreateModel(
            name="Forgetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("files", models.JSONField()),
                (
                    "record",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="ledger.record"),
                ),
            ],
        ),
    )
