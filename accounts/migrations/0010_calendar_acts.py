"""Making and ending the address of a calendar are acts of the audit trail."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0009_written"),
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
                    ("calendar_made", "Made an address for their calendar"),
                    ("calendar_ended", "Ended the address for their calendar"),
                ],
                max_length=20,
            ),
        ),
    ]
