"""The language in which an account is told of deadlines."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("accounts", "0002_tokens"),)
    operations = (
        migrations.AddField(model_name="user", name="language", field=models.CharField(default="zh", max_length=2)),
    )
