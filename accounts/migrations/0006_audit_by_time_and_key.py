"""The audit trail's newest rows by index alone, also after an import that wrote thousands at one moment."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("accounts", "0005_audit_updates_row_by_row")]

    operations = [
        migrations.RemoveIndex(model_name="membershipevent", name="membership_audit_recent"),
        migrations.AddIndex(
            model_name="membershipevent",
            index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="membership_audit_recent"),
        ),
    ]
