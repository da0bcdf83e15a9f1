"""Pages of the Check-ins station."""

from django.urls import path

from checkins.views import agenda, brief, check_ins

app_name = "checkins"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    path("begin/", agenda.begin, name="begin"),
    path("<uuid:pk>/", check_ins.check_in, name="check-in"),
    path("<uuid:pk>/brief/", brief.brief, name="brief"),
    path("<uuid:pk>/prepare/", brief.prepare, name="prepare"),
    path("prepare/<int:pk>/", brief.prepare_for, name="prepare-for"),
]
