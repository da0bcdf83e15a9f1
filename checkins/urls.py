"""Pages of the Check-ins station."""

from django.urls import path

from checkins.views import agenda, check_ins

app_name = "checkins"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    path("begin/", agenda.begin, name="begin"),
    path("<uuid:pk>/", check_ins.check_in, name="check-in"),
]
