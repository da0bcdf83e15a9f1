"""Pages of the Align station."""

from django.urls import path

from planning.views import alignment, coverage, goals, playbook, requests, stakes

app_name = "planning"

urlpatterns = [
    path("goals/", goals.goals, name="goals"),
    path("goals/new/", goals.new, name="goal-new"),
    path("goals/<int:pk>/", goals.goal, name="goal"),
    path("goals/<int:pk>/edit/", goals.edit, name="goal-edit"),
    path("goals/<int:pk>/close/", goals.close, name="goal-close"),
    path("goals/<int:pk>/reopen/", goals.reopen, name="goal-reopen"),
    path("goals/<int:pk>/move/", goals.move, name="goal-move"),
    path("goals/<int:pk>/stakes/new/", stakes.new_for_goal, name="goal-stake-new"),
    path("goals/<int:pk>/positions/new/", stakes.position_new, name="position-new"),
    path("stakes/<int:pk>/edit/", stakes.edit, name="stake-edit"),
    path("stakes/<int:pk>/end/", stakes.end, name="stake-end"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("alignment/", alignment.people, name="alignment"),
    path("alignment/departments/", alignment.departments, name="alignment-departments"),
    path("alignment/stakeholders/<int:pk>/", alignment.for_stakeholder, name="for-stakeholder"),
    path("alignment/stakeholders/<int:pk>/stakes/new/", stakes.new_for_stakeholder, name="stake-new"),
    path("requests/", requests.desk, name="requests"),
    path("requests/new/", requests.new, name="request-new"),
    path("requests/desk/", requests.settings, name="request-desk"),
    path("requests/link/", requests.open_link, name="request-asking"),
    path("requests/link/end/", requests.end_links, name="request-asking-end"),
    path("requests/<uuid:pk>/", requests.one, name="request"),
    path("requests/<uuid:pk>/estimate/", requests.estimate, name="request-estimate"),
    path("requests/<uuid:pk>/decide/", requests.decide, name="request-decide"),
    path("requests/<uuid:pk>/link/", requests.link, name="request-link"),
    path("playbook/", playbook.playbook, name="playbook"),
    path("playbook/<slug:segment>/edit/", playbook.edit, name="playbook-edit"),
    path("playbook/<slug:segment>/original/", playbook.original, name="playbook-original"),
    path("playbook/for/<int:pk>/", playbook.brief, name="brief"),
    path("playbook/for/<int:pk>/way/", playbook.brief_way, name="brief-way"),
]
