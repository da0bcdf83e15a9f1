"""Three indexes less to write for each mail: that a key is there once, its id says already, and few have a way out."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
        ("mail", "0004_fewer_indexes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="one_message_per_key",
        ),
        migrations.AlterField(
            model_name="message",
            name="unsubscribe_hash",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(unsubscribe_hash__isnull=False),
                fields=("unsubscribe_hash",),
                name="one_message_per_way_out",
            ),
        ),
    ]
