"""By which rulebook the running deadlines of a matter were last reckoned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0007_texts"),)
    operations = (
        migrations.CreateModel(
            name="Reckoned",
            fields=[
                ("matter", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("rulebook", models.CharField(max_length=64)),
            ],
        ),
    )
