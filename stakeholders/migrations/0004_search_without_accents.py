from django.db import migrations, models

from web import folding


class Migration(folding.Migration):
    dependencies = [("stakeholders", "0003_erasure")]

    operations = [
        migrations.RunSQL(
            # unaccent() and array_to_string() only call themselves "stable" because their dictionary or output
            # functions could be replaced; a generated column asks for "immutable".
            sql=[
                "CREATE FUNCTION folded(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
                "RETURN lower(unaccent(value))",
                "CREATE FUNCTION stakeholder_folded(name text, job_title text, email text, tags text[]) RETURNS text "
                "LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN folded(name || chr(10) || job_title || chr(10) || email "
                "|| chr(10) || array_to_string(tags, chr(10)))",
            ],
            reverse_sql=[
                "DROP FUNCTION stakeholder_folded(text, text, text, text[])",
                "DROP FUNCTION folded(text)",
            ],
        ),
        migrations.AddField(
            model_name="stakeholder",
            name="folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("name", "job_title", "email", "tags", function="stakeholder_folded"),
                output_field=models.TextField(),
            ),
        ),
    ]
