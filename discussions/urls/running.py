"""Discussions: preparing one, inviting, reminding, moderating."""

from django.urls import path

from discussions.views import inviting, moderating, running, shaping, stakeholder

urlpatterns = [
    path("", running.discussions, name="discussions"),
    path("new/", running.new, name="discussion-new"),
    path("<int:pk>/", running.discussion, name="discussion"),
    path("<int:pk>/edit/", running.edit, name="discussion-edit"),
    path("<int:pk>/open/", running.open_, name="discussion-open"),
    path("<int:pk>/dates/", running.extend, name="discussion-extend"),
    path("<int:pk>/close/", running.close, name="discussion-close"),
    path("<int:pk>/reveal/", running.reveal, name="discussion-reveal"),
    path("<int:pk>/calendar.ics", running.calendar_file, name="calendar"),
    path("<int:pk>/invite/", inviting.invite, name="invite"),
    path("<int:pk>/remind/", inviting.remind, name="remind"),
    path("invitations/<uuid:pk>/link/", inviting.link, name="invitation-link"),
    path("invitations/<uuid:pk>/again/", inviting.send_again, name="send-again"),
    path("invitations/<uuid:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("<int:pk>/moderate/", moderating.moderate, name="moderate"),
    path("<int:pk>/moderate/hide/", moderating.hide, name="hide"),
    path("<int:pk>/moderate/show/", moderating.unhide, name="unhide"),
    path("<int:pk>/moderate/ideas/", moderating.seed, name="seed"),
    path("<int:pk>/moderate/same/", moderating.same, name="same"),
    path("requests/<uuid:pk>/", shaping.of_request, name="for-request"),
    path("stakeholders/<int:pk>/", stakeholder.for_stakeholder, name="for-stakeholder"),
]
