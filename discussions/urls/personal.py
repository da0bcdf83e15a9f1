"""Pages behind a personal link: what a participant answers, and what became of it."""

from django.urls import path

from discussions.views import answering

app_name = "answering"

urlpatterns = [path("<uuid:subject>/", answering.start, name="start")]
