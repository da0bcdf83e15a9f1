"""Row-level security, and keys that cannot lead out of a workspace: a foreign key alone looks behind the wall."""

from django.db import migrations

from accounts.isolation import append_only, isolate

TABLES = [
    "department",
    "stakeholder",
    "assessment",
    "relationship",
    "touchpoint",
    "savedview",
    "importbatch",
    "importchange",
    "importedproject",
]
EVENTS = ["stakeholderevent", "assessmentevent", "relationshipevent", "touchpointevent"]
# (table, column, referenced table, whether the row goes when the referenced one goes)
KEYS = [
    ("stakeholder", "department_id", "department", False),
    ("assessment", "stakeholder_id", "stakeholder", True),
    ("relationship", "source_id", "stakeholder", True),
    ("relationship", "target_id", "stakeholder", True),
    ("touchpoint", "stakeholder_id", "stakeholder", True),
    ("importchange", "batch_id", "importbatch", True),
    ("importedproject", "batch_id", "importbatch", True),
]


def same_workspace(table: str, column: str, referenced: str, cascades: bool) -> migrations.RunSQL:
    name = f"{table}_{column}_same_workspace"
    return migrations.RunSQL(
        sql=(
            f"ALTER TABLE stakeholders_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column})"
            f" REFERENCES stakeholders_{referenced} (workspace_id, id){' ON DELETE CASCADE' if cascades else ''}"
            " DEFERRABLE INITIALLY DEFERRED"
        ),
        reverse_sql=f"ALTER TABLE stakeholders_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0001_stakeholders_and_judgements"),
        ("accounts", "0002_isolation"),
    ]

    operations = [
        *(isolate(f"stakeholders_{table}") for table in [*TABLES, *EVENTS]),
        *(append_only(f"stakeholders_{table}") for table in EVENTS),
        *(
            migrations.RunSQL(
                sql=f"ALTER TABLE stakeholders_{table} ADD CONSTRAINT {table}_in_workspace UNIQUE (workspace_id, id)",
                reverse_sql=f"ALTER TABLE stakeholders_{table} DROP CONSTRAINT {table}_in_workspace",
            )
            for table in ["department", "stakeholder", "importbatch"]
        ),
        *(same_workspace(*key) for key in KEYS),
    ]
