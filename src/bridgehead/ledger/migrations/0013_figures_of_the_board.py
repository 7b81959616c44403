"""What the board tells and no record holds: deadlines that were kept, day by day, and what verifications said. What is
late is counted over an index.
"""

from django.db import migrations, models

BIG = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = (("ledger", "0012_warnings"),)
    operations = (
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("id", BIG),
                ("matter", models.CharField(max_length=200)),
                ("register", models.CharField(max_length=80)),
                ("day", models.DateField()),
                ("ended", models.PositiveIntegerField(default=0)),
                ("in_time", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": (models.UniqueConstraint(fields=("matter", "register", "day"), name="one_sum_a_day"),)
            },
        ),
        migrations.CreateModel(
            name="Tallied",
            fields=[("id", BIG), ("position", models.PositiveBigIntegerField()), ("at", models.DateTimeField())],
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", BIG),
                ("at", models.DateTimeField()),
                ("events", models.PositiveBigIntegerField()),
                ("seals", models.PositiveBigIntegerField()),
                ("mistakes", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=("matter", "register", "stage", "unit", "due_at"),
                name="late",
                condition=models.Q(due_at__isnull=False),
            ),
        ),
    )
