"""The room of a live discussion, as the facilitator and the wall see it."""

from django.urls import path

from discussions.views import room, room_agenda

urlpatterns = [
    path("<int:pk>/room/", room.room, name="room"),
    path("<int:pk>/room/wall/", room.wall, name="room-wall"),
    path("<int:pk>/room/start/", room.start, name="room-start"),
    path("<int:pk>/room/go/", room.go, name="room-go"),
    path("<int:pk>/room/time/", room.time, name="room-time"),
    path("<int:pk>/room/reveal/", room.reveal, name="room-reveal"),
    path("<int:pk>/room/end/", room.end, name="room-end"),
    path("<int:pk>/room/agenda/", room_agenda.agenda, name="room-agenda"),
]
