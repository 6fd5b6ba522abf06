"""What the matching keeps, a thing a file; a way of its own keeps its models in its own folder."""

from alongside.matching.again.models import Emphasis
from alongside.matching.chemistry.models import FirstChat, FirstChatTime
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.learning.models import AdvisedCriteria
from alongside.matching.models.lines import InLine, InLineQuerySet
from alongside.matching.models.pairs import ScenarioPair, ScenarioUnmatched
from alongside.matching.models.proposals import (
    Proposal,
    ProposalQuerySet,
    suggested_people,
    waiting_suggestions,
)
from alongside.matching.models.recommendations import Recommendation, Recommending
from alongside.matching.models.scenarios import Scenario
from alongside.matching.models.words import PairConstraint
from alongside.matching.questions.models import TeamQuestion
from alongside.matching.searching.models import TextMeaning
from alongside.matching.weekly.models import WeeklyMatching
from alongside.matching.wishes.models import Shortlist, Wish, WishRound

__all__ = [
    "AdvisedCriteria",
    "Booking",
    "Circle",
    "Emphasis",
    "FirstChat",
    "FirstChatTime",
    "InLine",
    "InLineQuerySet",
    "PairConstraint",
    "Proposal",
    "ProposalQuerySet",
    "Recommendation",
    "Recommending",
    "Scenario",
    "ScenarioPair",
    "ScenarioUnmatched",
    "Seat",
    "Shortlist",
    "Slot",
    "TeamQuestion",
    "TextMeaning",
    "WeeklyMatching",
    "Wish",
    "WishRound",
    "suggested_people",
    "waiting_suggestions",
]
