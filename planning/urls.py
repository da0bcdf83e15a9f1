"""Pages of the Align station."""

app_name = "planning"

urlpatterns: list[object] = []
