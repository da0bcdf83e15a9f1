"""Pages of the Discuss station, for the marketing team."""

from discussions.urls import guides, room, running, synthesis

app_name = "discussions"

urlpatterns = [*running.urlpatterns, *guides.urlpatterns, *room.urlpatterns, *synthesis.urlpatterns]
