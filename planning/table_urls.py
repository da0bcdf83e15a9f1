"""Behind links: the door of a planning session, and a seat at its table."""

from django.urls import path

from planning.views import board, table

app_name = "table"

urlpatterns = [
    path("plan/<uuid:subject>/", table.door, name="door"),
    path("table/<uuid:subject>/", table.table, name="table"),
    path("table/<uuid:subject>/here/", table.here, name="here"),
    path("table/<uuid:subject>/order/", table.order, name="order"),
    path("table/<uuid:subject>/card/", table.card, name="card"),
    path("table/<uuid:subject>/confidence/", table.confidence, name="confidence"),
    path("table/<uuid:subject>/board/", board.changes.table, name="board"),
    path("table/<uuid:subject>/notes/", board.write.table, name="note"),
    path("table/<uuid:subject>/notes/<uuid:note>/move/", board.move.table, name="note-move"),
    path("table/<uuid:subject>/notes/<uuid:note>/gone/", board.gone.table, name="note-gone"),
    path("table/<uuid:subject>/gather/", board.gather.table, name="gather"),
    path("table/<uuid:subject>/undo/", board.undo.table, name="undo"),
    path("table/<uuid:subject>/proposals/<uuid:proposal>/move/", board.rank.table, name="rank"),
]
