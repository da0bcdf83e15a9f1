"""Pages behind a personal link: what a participant answers, and what became of it."""

from django.urls import path

from discussions.views import answering, answering_after, answering_ideas, answering_room

app_name = "answering"

urlpatterns = [
    path("<uuid:subject>/", answering.start, name="start"),
    path("<uuid:subject>/all/", answering.everything, name="everything"),
    path("<uuid:subject>/<int:number>/", answering.question, name="question"),
    path("<uuid:subject>/<int:number>/draft/", answering.draft, name="draft"),
    path("<uuid:subject>/<int:number>/ideas/", answering_ideas.show, name="ideas"),
    path("<uuid:subject>/<int:number>/vote/", answering_ideas.vote, name="vote"),
    path("<uuid:subject>/<int:number>/reply/", answering_ideas.reply, name="reply"),
    path("<uuid:subject>/room/", answering_room.room, name="room"),
    path("<uuid:subject>/room/here/", answering_room.here, name="room-here"),
    path("<uuid:subject>/room/<int:number>/", answering_room.answer, name="room-answer"),
    path("<uuid:subject>/commitments/<uuid:pk>/", answering_after.commitment, name="commitment"),
    path("<uuid:subject>/quotes/<int:pk>/", answering_after.meant, name="meant"),
]
