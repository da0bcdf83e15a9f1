"""What people type about goals, stakes and positions, checked: bad input comes back with what was typed."""

from planning.forms.goal import EditGoalForm, NewGoalForm
from planning.forms.position import PositionForm
from planning.forms.stake import EditStakeForm, NewStakeForm

__all__ = ["EditGoalForm", "EditStakeForm", "NewGoalForm", "NewStakeForm", "PositionForm"]
