"""Pages behind the link to a report: the report, its passphrase where it has one, and its PDF."""

from django.urls import path

from impact.views import shared_report

app_name = "shared"

urlpatterns = [
    path("<uuid:subject>/", shared_report.report, name="report"),
    path("<uuid:subject>/passphrase/", shared_report.passphrase, name="passphrase"),
    path("<uuid:subject>/pdf/", shared_report.as_pdf, name="pdf"),
]
