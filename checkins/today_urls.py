"""Today and what one says about it."""

from django.urls import path

from checkins.views import today

app_name = "today"

urlpatterns = [
    path("", today.today, name="today"),
    path("counts/", today.weights, name="weights"),
    path("counts/default/", today.weights_default, name="weights-default"),
    path("aside/<int:pk>/", today.set_aside, name="set-aside"),
    path("aside/<int:pk>/back/", today.bring_back, name="bring-back"),
]
