"""Fresh statistics inside the transaction of a large import.

Without them the planner takes thousands of new rows for a handful, and checks each foreign key by walking the workspace.
"""

from django.db import migrations

# Runs with the owner's rights, because the application owns no table; it reads nothing and answers nothing.
REFRESH = """
CREATE FUNCTION refresh_stakeholder_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    ANALYZE stakeholders_stakeholder, stakeholders_assessment, stakeholders_relationship, stakeholders_touchpoint,
        stakeholders_stakeholderevent, stakeholders_assessmentevent, stakeholders_relationshipevent,
        stakeholders_importchange;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0010_assessments_by_workspace")]

    operations = [migrations.RunSQL(sql=[REFRESH], reverse_sql="DROP FUNCTION refresh_stakeholder_statistics()")]
