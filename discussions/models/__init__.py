"""Co-creation: what is asked, of whom, what they answered, what was made of it, and what was promised."""

from discussions.models.agreement import AgreementChange, AgreementReading, Published
from discussions.models.answer import Answer, Shift
from discussions.models.commitment import Commitment
from discussions.models.discussion import Discussion, Step
from discussions.models.guide import Guide, GuideVersion, Prompt, Variant, Wording
from discussions.models.idea import DifferentIdeas, Idea, Response, Vote
from discussions.models.insight import Evidence, Insight
from discussions.models.invitation import Invitation

__all__ = [
    "AgreementChange",
    "AgreementReading",
    "Answer",
    "Commitment",
    "DifferentIdeas",
    "Discussion",
    "Evidence",
    "Guide",
    "GuideVersion",
    "Idea",
    "Insight",
    "Invitation",
    "Prompt",
    "Published",
    "Response",
    "Shift",
    "Step",
    "Variant",
    "Vote",
    "Wording",
]
