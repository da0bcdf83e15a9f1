"""A check-in that the clock opened is no event of the audit trail: its row says when and by which plan."""

import pgtrigger.compiler
import pgtrigger.migrations

from web import folding


class Migration(folding.Migration):
    dependencies = [
        ("checkins", "0004_inherited"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="checkin",
            name="insert_insert",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkin",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "checkins_checkinevent" ("assessment_id", "channel", "created_at", "due_at", "due_on", "for_on", "held_on", "id", "moved_times", "next_step", "next_step_by", "origin", "outcome", "owner_id", "periods_missed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "prepared_at", "skipped_why", "stakeholder_id", "state", "touchpoint_id", "workspace_id", "zone") SELECT new_values."assessment_id", new_values."channel", new_values."created_at", new_values."due_at", new_values."due_on", new_values."for_on", new_values."held_on", new_values."id", new_values."moved_times", new_values."next_step", new_values."next_step_by", new_values."origin", new_values."outcome", new_values."owner_id", new_values."periods_missed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."prepared_at", new_values."skipped_why", new_values."stakeholder_id", new_values."state", new_values."touchpoint_id", new_values."workspace_id", new_values."zone" FROM ( SELECT new_values.* FROM new_values WHERE (new_values."origin" IN (\'change\', \'extra\')) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="f2029a2be4779c361e77ecd4fba7ed3d194c4cbd",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b9714",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="checkins_checkin",
                    when="AFTER",
                ),
            ),
        ),
    ]
