"""What a file is called is personal: it stands in its event, in a box, and nowhere in the clear."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_messages")]
    operations = [migrations.RemoveField(model_name="attachment", name="name")]
