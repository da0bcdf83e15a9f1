"""What people type about stakeholders, checked: bad input comes back with what was typed and a sentence."""

from stakeholders.forms.approach import CadenceForm, FollowUpForm, NoteForm, SalienceForm
from stakeholders.forms.assess import AssessForm, QuickAssessForm
from stakeholders.forms.bulk import BulkForm
from stakeholders.forms.contacts import AnyTouchpointForm, TieForm, TieWordsForm, TouchpointForm
from stakeholders.forms.stakeholder import EditForm, NewForm
from stakeholders.forms.views import ViewForm

__all__ = [
    "AnyTouchpointForm",
    "AssessForm",
    "BulkForm",
    "CadenceForm",
    "EditForm",
    "FollowUpForm",
    "NewForm",
    "NoteForm",
    "QuickAssessForm",
    "SalienceForm",
    "TieForm",
    "TieWordsForm",
    "TouchpointForm",
    "ViewForm",
]
