"""What comes out of a discussion."""

from django.urls import path

from discussions.views import coding, commitments, evidence, loop, shifts, stakes, synthesis

urlpatterns = [
    path("<int:pk>/synthesis/", synthesis.synthesis, name="synthesis"),
    path("<int:pk>/synthesis.md", synthesis.as_markdown, name="synthesis-markdown"),
    path("<int:pk>/synthesis.pdf", synthesis.as_pdf, name="synthesis-pdf"),
    path("<int:pk>/synthesis.csv", synthesis.as_table, name="synthesis-table"),
    path("<int:pk>/agreement/", synthesis.agreement, name="agreement"),
    path("<int:pk>/ideas/<uuid:idea>/evidence/", evidence.votes, name="votes-as-evidence"),
    path("<int:pk>/coding/", coding.coding, name="coding"),
    path("<int:pk>/coding/attach/", coding.attach, name="attach"),
    path("<int:pk>/themes/", coding.themes, name="themes"),
    path("<int:pk>/check-back/", coding.check_back, name="check-back"),
    path("insights/<int:pk>/edit/", coding.edit, name="insight-edit"),
    path("insights/<int:pk>/delete/", coding.delete, name="insight-delete"),
    path("evidence/<int:pk>/remove/", coding.remove, name="evidence-remove"),
    path("<int:pk>/shifts/", shifts.shifts, name="shifts"),
    path("<int:pk>/shifts/<uuid:answer>/accept/", shifts.accept, name="shift-accept"),
    path("<int:pk>/shifts/<uuid:answer>/set-aside/", shifts.set_aside, name="shift-set-aside"),
    path("<int:pk>/shifts/carry/", shifts.carry, name="carry"),
    path("<int:pk>/shifts/<uuid:answer>/stake/", stakes.carry, name="stake-carry"),
    path("<int:pk>/loop/", loop.loop, name="loop"),
    path("<int:pk>/loop/became/", loop.became, name="became"),
    path("<int:pk>/outcome/", loop.outcome, name="outcome"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/new/", commitments.new, name="commitment-new"),
    path("commitments/<uuid:pk>/settle/", commitments.settle, name="commitment-settle"),
]
