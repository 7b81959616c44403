"""When somebody is to be warned of a record's deadline; few have that moment before them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0011_words_of_four"),)
    operations = (
        migrations.AddField(model_name="record", name="warn_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=("warn_at",), name="warning", condition=models.Q(warn_at__isnull=False)),
        ),
    )
