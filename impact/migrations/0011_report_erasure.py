"""What is forgotten of reports when a person is erased; dismissed suggestions, and a report that is being issued."""

from django.db import migrations, models

from web import folding

# Both run with the owner's rights, and the owner is behind row-level security too: only the current workspace's rows.
# Called before the events of stakes and commitments go, which tell whose they were.
ERASE = """
CREATE FUNCTION erase_impact_events(erased bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    removed bigint := 0;
    counted bigint;
BEGIN
    DELETE FROM impact_reportitemevent
    WHERE stake_id IN (SELECT id FROM planning_stakeevent WHERE stakeholder_id = erased)
        OR commitment_id IN (SELECT id FROM discussions_commitmentevent WHERE stakeholder_id = erased)
        OR report_id IN (SELECT id FROM impact_reportevent WHERE stakeholder_id = erased);
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    DELETE FROM impact_audiencepersonevent WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    DELETE FROM impact_reportevent WHERE stakeholder_id = erased;
    GET DIAGNOSTICS counted = ROW_COUNT; removed := removed + counted;
    RETURN removed;
END
$$
"""
# The one change there is to what was issued: it loses what it quotes of one person, and gets the pages set without.
TAKE_OUT = """
CREATE FUNCTION take_out_of_report(issued uuid, person bigint, pages bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    UPDATE impact_issuedreport SET pdf = pages, document = jsonb_set(document, '{sections}', COALESCE((
        SELECT jsonb_agg(jsonb_set(section, '{items}', COALESCE(kept.items, '[]'::jsonb)) ORDER BY place)
        FROM jsonb_array_elements(document->'sections') WITH ORDINALITY AS told(section, place)
        CROSS JOIN LATERAL (
            SELECT jsonb_agg(item ORDER BY at) AS items
            FROM jsonb_array_elements(section->'items') WITH ORDINALITY AS piece(item, at)
            WHERE item->'stakeholder' IS DISTINCT FROM to_jsonb(person)
        ) AS kept
    ), '[]'::jsonb))
    WHERE id = issued
$$
"""


class Migration(folding.Migration):
    dependencies = [("impact", "0010_journeys")]

    operations = [
        migrations.AddField("report", "dismissed", models.JSONField(blank=True, default=list)),
        migrations.AddField("report", "issuing_problem", models.TextField(blank=True)),
        migrations.AddField("report", "issuing_since", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(sql=[ERASE], reverse_sql="DROP FUNCTION erase_impact_events(bigint)"),
        migrations.RunSQL(sql=[TAKE_OUT], reverse_sql="DROP FUNCTION take_out_of_report(uuid, bigint, bytea)"),
    ]
