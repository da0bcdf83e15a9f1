"""The audit trail's newest rows by index alone, also after an import that wrote thousands at one moment."""

from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("stakeholders", "0007_audit_updates_row_by_row")]

    operations = [
        migrations.RemoveIndex(model_name="assessmentevent", name="assessment_audit_recent"),
        migrations.AddIndex(
            model_name="assessmentevent",
            index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="assessment_audit_recent"),
        ),
        migrations.RemoveIndex(model_name="relationshipevent", name="relationship_audit_recent"),
        migrations.AddIndex(
            model_name="relationshipevent",
            index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="relationship_audit_recent"),
        ),
        migrations.RemoveIndex(model_name="stakeholderevent", name="stakeholder_audit_recent"),
        migrations.AddIndex(
            model_name="stakeholderevent",
            index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="stakeholder_audit_recent"),
        ),
        migrations.RemoveIndex(model_name="touchpointevent", name="touchpoint_audit_recent"),
        migrations.AddIndex(
            model_name="touchpointevent",
            index=models.Index(fields=["workspace", "-pgh_created_at", "-pgh_id"], name="touchpoint_audit_recent"),
        ),
    ]
