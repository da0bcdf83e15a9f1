"""At the table of a planning session: what was promised last time."""

from django.urls import path

from impact.views import planned

app_name = "promised"

urlpatterns = [path("table/<uuid:subject>/promised/", planned.promised_at_table, name="table")]
