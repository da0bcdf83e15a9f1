"""Personal links to whatever an app hands out, each seen by its workspace and by whoever holds its token."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from accounts.isolation import CURRENT_LINK, CURRENT_WORKSPACE, isolate
from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("accounts", "0007_reasons_stay_behind_the_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=20)),
                ("subject", models.UUIDField()),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("uses", models.PositiveIntegerField(default=0)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["workspace", "purpose", "subject"], name="personal_link_of")],
            },
        ),
        isolate("accounts_personallink", f"workspace_id = {CURRENT_WORKSPACE} OR token_hash = {CURRENT_LINK}"),
    ]
