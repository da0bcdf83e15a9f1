"""Words for two more acts of the audit trail."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0003_all_workspace_ids"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("exported", "Exported the workspace"),
                    ("exported_person", "Exported one stakeholder"),
                    ("erased_person", "Erased one stakeholder"),
                    ("imported", "Imported a file"),
                    ("import_undone", "Undid an import"),
                    ("map_exported", "Exported the map"),
                    ("invited", "Invited somebody"),
                    ("invited_again", "Sent an invitation again"),
                    ("invitation_revoked", "Revoked an invitation"),
                    ("renamed", "Renamed the workspace"),
                ],
                max_length=20,
            ),
        ),
    ]
