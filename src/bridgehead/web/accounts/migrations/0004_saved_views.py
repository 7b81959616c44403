"""Lists that somebody finds again by a name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("accounts", "0003_languages"),)
    operations = (
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("matter", models.CharField(max_length=200)),
                ("register", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=500)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("user", "matter", "register", "name"), name="one_view_a_name"),
                )
            },
        ),
    )
