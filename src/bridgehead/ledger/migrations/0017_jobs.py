"""When each job of the background was last done; who does it holds a lock, and no lease that outlives them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0016_what_did_not_fit"),)
    operations = (
        migrations.DeleteModel(name="Lease"),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("every", models.FloatField()),
                ("since", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
    )
