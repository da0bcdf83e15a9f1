"""Pages of the Map station."""

from django.urls import path

from stakeholders.views import assess, chart, contacts, exports, find, imports, investor_map, matrix, person, register

app_name = "stakeholders"

urlpatterns = [
    path("stakeholders/", register.register, name="register"),
    path("stakeholders/new/", register.new, name="new"),
    path("stakeholders/bulk/", register.bulk, name="bulk"),
    path("views/", register.view_save, name="view-save"),
    path("views/<int:pk>/delete/", register.view_delete, name="view-delete"),
    path("stakeholders/<int:pk>/", person.person, name="person"),
    path("stakeholders/<int:pk>/edit/", person.edit, name="edit"),
    path("stakeholders/<int:pk>/assess/", assess.assess, name="assess"),
    path("segment-suggestion/", assess.segment_suggestion, name="segment-suggestion"),
    path("touchpoints/new/", contacts.touchpoint_any, name="touchpoint-any"),
    path("stakeholders/<int:pk>/touchpoints/new/", contacts.touchpoint_new, name="touchpoint-new"),
    path("touchpoints/<int:pk>/done/", contacts.touchpoint_done, name="touchpoint-done"),
    path("stakeholders/<int:pk>/ties/new/", contacts.tie_new, name="tie-new"),
    path("ties/<int:pk>/remove/", contacts.tie_remove, name="tie-remove"),
    path("find/", find.find, name="find"),
    path("map/", investor_map.investor_map, name="map"),
    path("map/data.json", investor_map.map_data, name="map-data"),
    path("map/map.svg", investor_map.map_export_svg, name="map-export-svg"),
    path("map/map.png", investor_map.map_export_png, name="map-export-png"),
    path("map/moved/", investor_map.map_moved, name="map-moved"),
    path("map/<int:pk>/moves/", investor_map.map_moves, name="map-moves"),
    path("map/<int:pk>/move/", investor_map.map_move, name="map-move"),
    path("map/engagement/", matrix.matrix, name="matrix"),
    path("map/engagement/<int:pk>/desired/", matrix.desired, name="matrix-desired"),
    path("map/organisation/", chart.chart, name="chart"),
    path("map/organisation/<int:pk>/", chart.branch, name="chart-branch"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/sample.csv", imports.import_sample, name="import-sample"),
    path("imports/<int:pk>/", imports.import_one, name="import"),
    path("imports/<int:pk>/choices/", imports.import_revise, name="import-revise"),
    path("imports/<int:pk>/again/", imports.import_again, name="import-again"),
    path("imports/<int:pk>/reasons.csv", imports.import_reasons, name="import-reasons"),
    path("imports/<int:pk>/apply/", imports.import_apply, name="import-apply"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import-discard"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<int:pk>/undo/anyway/", imports.import_undo_anyway, name="import-undo-anyway"),
    path("export/", exports.exports, name="exports"),
    path("export/<str:format>/", exports.export_file, name="export-file"),
    path("stakeholders/<int:pk>/export/", exports.person_export, name="person-export"),
    path("stakeholders/<int:pk>/erase/", exports.person_erase, name="person-erase"),
]
