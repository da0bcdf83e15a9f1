"""Pages of the Impact station."""

from django.urls import path

from impact.views import course, files, initiatives, metrics, overview, tokens

app_name = "impact"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics/library/", metrics.library, name="library"),
    path("metrics/new/", metrics.new, name="metric-new"),
    path("metrics/<int:pk>/", metrics.metric, name="metric"),
    path("metrics/<int:pk>/edit/", metrics.edit, name="metric-edit"),
    path("metrics/<int:pk>/retire/", metrics.retire, name="metric-retire"),
    path("metrics/<int:pk>/lead/", overview.lead, name="metric-lead"),
    path("metrics/<int:pk>/lead-no-more/", overview.lead_no_more, name="metric-lead-no-more"),
    path("metrics/<int:pk>/again/", metrics.again, name="metric-again"),
    path("metrics/<int:pk>/observe/", course.observe, name="observe"),
    path("metrics/<int:pk>/observe/check/", course.observe_check, name="observe-check"),
    path("metrics/<int:pk>/targets/new/", course.target_new, name="target-new"),
    path("metrics/<int:pk>/notes/new/", course.note_new, name="note-new"),
    path("metrics/<int:pk>/rebases/new/", course.rebase_new, name="rebase-new"),
    path("observations/<int:pk>/withdraw/", course.withdraw, name="withdraw"),
    path("targets/<int:pk>/end/", course.target_end, name="target-end"),
    path("notes/<int:pk>/back/", course.note_back, name="note-back"),
    path("rebases/<int:pk>/back/", course.rebase_back, name="rebase-back"),
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/new/", initiatives.new, name="initiative-new"),
    path("initiatives/<int:pk>/", initiatives.initiative, name="initiative"),
    path("initiatives/<int:pk>/edit/", initiatives.edit, name="initiative-edit"),
    path("initiatives/<int:pk>/stage/", initiatives.stage, name="initiative-stage"),
    path("initiatives/<int:pk>/decision/", initiatives.decision, name="initiative-decision"),
    path("initiatives/<int:pk>/contributions/new/", initiatives.contribution_new, name="contribution-new"),
    path("contributions/<int:pk>/replace/", initiatives.contribution_replace, name="contribution-replace"),
    path("contributions/<int:pk>/file/", initiatives.contribution_file, name="contribution-file"),
    path("files/", files.files, name="files"),
    path("files/new/", files.new, name="file-new"),
    path("files/sample.csv", files.sample, name="file-sample"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/choices/", files.revise, name="file-revise"),
    path("files/<int:pk>/store/", files.store, name="file-store"),
    path("files/<int:pk>/again/", files.again, name="file-again"),
    path("files/<int:pk>/discard/", files.discard, name="file-discard"),
    path("files/<int:pk>/undo/", files.undo, name="file-undo"),
    path("files/<int:pk>/lines.csv", files.problems, name="file-problems"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new, name="token-new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
]
