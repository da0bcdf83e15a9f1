"""Behind links: where a company's people bring problems, and what becomes of one."""

from django.urls import path

from planning.views import asking

app_name = "asking"

urlpatterns = [
    path("ask/<uuid:subject>/", asking.ask, name="ask"),
    path("ask/<uuid:subject>/check/", asking.looked_at, name="check"),
    path("asked/<uuid:subject>/", asking.asked, name="request"),
    path("asked/<uuid:subject>/link/", asking.link, name="link"),
]
