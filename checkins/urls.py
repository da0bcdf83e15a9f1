"""Pages of the Check-ins station."""

from django.urls import path

from checkins.views import agenda, brief, check_ins, events

app_name = "checkins"

urlpatterns = [
    path("", agenda.agenda, name="agenda"),
    path("begin/", agenda.begin, name="begin"),
    path("<uuid:pk>/", check_ins.check_in, name="check-in"),
    path("<uuid:pk>/brief/", brief.brief, name="brief"),
    path("<uuid:pk>/prepare/", brief.prepare, name="prepare"),
    path("prepare/<int:pk>/", brief.prepare_for, name="prepare-for"),
    path("changes/", events.events, name="events"),
    path("changes/new/", events.new, name="event-new"),
    path("changes/<int:pk>/", events.event, name="event"),
    path("changes/<int:pk>/dismiss/", events.dismiss, name="event-dismiss"),
    path("changes/inherited/<int:pk>/confirm/", events.confirm, name="inherited-confirm"),
    path("changes/inherited/<int:pk>/let-go/", events.let_go, name="inherited-let-go"),
    path("changes/what-if/<int:pk>/", events.what_if, name="what-if"),
]
