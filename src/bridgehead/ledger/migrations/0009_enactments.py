"""What was in force from when stands beside the rulebooks, so that one that was in force before can be so again."""

import django.db.models.deletion
from django.db import migrations, models

ONCE_EACH = """
INSERT INTO ledger_enactment (matter, n, since, rulebook_id)
SELECT matter, row_number() OVER (PARTITION BY matter ORDER BY at), at, hash FROM ledger_rulebook
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0008_reckoned"),)
    operations = (
        migrations.CreateModel(
            name="Enactment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=200)),
                ("n", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                (
                    "rulebook",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="ledger.rulebook"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "n"), name="one_enactment_a_turn"),
                    models.UniqueConstraint(fields=("matter", "since"), name="one_enactment_a_moment"),
                ],
            },
        ),
        migrations.RunSQL(ONCE_EACH, migrations.RunSQL.noop),
        migrations.DeleteModel(name="Reckoned"),
        migrations.CreateModel(
            name="Reckoned",
            fields=[
                ("matter", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField()),
            ],
        ),
    )
