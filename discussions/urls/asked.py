"""Behind the link of whoever brought a request: how it is shaped together."""

from django.urls import path

from discussions.views import shaping

app_name = "asked"

urlpatterns = [path("asked/<uuid:subject>/shaped/", shaping.behind_link, name="shaped")]
