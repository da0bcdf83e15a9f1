"""What marketing and its investors want together: goals, what each invests and expects, where each stands on them."""

from planning.models.goal import Goal, GoalOwner
from planning.models.playbook import Playbook
from planning.models.position import GoalPosition
from planning.models.request import Decision, Request, RequestDesk
from planning.models.session import (
    Ballot,
    BoardMove,
    BoardNote,
    Confidence,
    Estimate,
    PlanningSession,
    PokerRound,
    Proposal,
    Seat,
    SessionStage,
)
from planning.models.stake import Stake

__all__ = [
    "Ballot",
    "BoardMove",
    "BoardNote",
    "Confidence",
    "Decision",
    "Estimate",
    "Goal",
    "GoalOwner",
    "GoalPosition",
    "PlanningSession",
    "Playbook",
    "PokerRound",
    "Proposal",
    "Request",
    "RequestDesk",
    "Seat",
    "SessionStage",
    "Stake",
]
