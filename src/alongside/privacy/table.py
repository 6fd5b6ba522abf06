"""Who reads what: the one table that pages, tests, export and erasure are held to.

``THINGS`` is what people are told, in the words of the "Who sees what" page. ``MODELS`` says for every
model which of these things it holds; a model that is missing fails the tests.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Thing:
    """Something that people write or leave behind, and who can read it; empty means: nobody."""

    key: str
    name: Any
    owner: Any
    other_side: Any
    programme_manager: Any
    organisation_admin: Any


NEVER = _("Never")

THINGS: tuple[Thing, ...] = (
    Thing("private_note", _("A note marked “Only me”"), _("You read and write it"), NEVER, NEVER, NEVER),
    Thing("shared_note", _("A shared note or a next step"), _("You"), _("Yes"), NEVER, NEVER),
    Thing(
        "goal",
        _("A goal"),
        _("You"),
        _("Only if you share it, goal by goal"),
        _("How many there are, and how many were reached; never the words"),
        NEVER,
    ),
    Thing(
        "session",
        _("A meeting"),
        _("You"),
        _("Yes"),
        _("Its date, its length, and whether it took place; never its topic"),
        NEVER,
    ),
    Thing(
        "enrolment",
        _("Your answers when you sign up, your places and preferences"),
        _("You"),
        _("What the form marks as shown to your match"),
        _("Yes, in the programmes they run; not what the form marks as for matching only"),
        NEVER,
    ),
    Thing(
        "team_question",
        _("A question to the programme team"),
        _("You, and the answer"),
        NEVER,
        _("Yes, in the programmes they run"),
        NEVER,
    ),
    Thing(
        "match",
        _("A suggested match"),
        _("Its reasons and your answer"),
        _("Its reasons and whether you accepted; never a number"),
        _("Its reasons, how well it fits, and the answers"),
        NEVER,
    ),
    Thing(
        "booking",
        _("A short meeting that you book, and your question"),
        _("You"),
        _("Yes"),
        _("That you meet, when, and whether it took place; never your question"),
        NEVER,
    ),
    Thing(
        "recommendation",
        _("Whom we recommend to you, and for whom you wait in line"),
        _("You, without a number"),
        NEVER,
        NEVER,
        NEVER,
    ),
    Thing(
        "first_chat",
        _("A first chat: that you ask, what you write, and how it ends"),
        _("You read and write it"),
        _("Whom you ask reads yours, and never that you ask anybody else"),
        _("How many there are; never who"),
        NEVER,
    ),
    Thing(
        "lot",
        _("Your number in a lottery"),
        _("You, and where it came"),
        _("Everybody reads all numbers, without names"),
        _("Who was drawn and who waits"),
        _("All numbers, without names"),
    ),
    Thing(
        "coach_terms",
        _("A coach’s fee and whom they may coach"),
        _("You read your fee, and write your training and experience"),
        _("Your training, and whether you come from outside; never a fee"),
        _("Yes, in the programmes they run"),
        NEVER,
    ),
    Thing(
        "session_credits",
        _("How many sessions you have, and why you got more"),
        _("You"),
        _("How many you two have left; never why"),
        _("Yes, in the programmes they run"),
        NEVER,
    ),
    Thing(
        "wish",
        _("The order of your short list, and whom you would rather not meet"),
        _("You read and write it"),
        NEVER,
        _("How many have answered, and the pairs that come of it; never who wished for whom"),
        NEVER,
    ),
    Thing(
        "characteristic",
        _("What you say only for the matching: gender, age, faith and the like"),
        _("You read and write it"),
        NEVER,
        NEVER,
        NEVER,
    ),
    Thing(
        "emphasis",
        _("What matters more to you in your next match"),
        _("You read and write it; the matching counts it"),
        NEVER,
        NEVER,
        NEVER,
    ),
    Thing(
        "profile",
        _("Your name and profile"),
        _("You"),
        _("Yes; where people ask somebody themselves, whoever looks for somebody too, but not your address"),
        _("Yes"),
        _("Yes"),
    ),
    Thing(
        "account",
        _("How you sign in, and your role"),
        _("You"),
        NEVER,
        NEVER,
        _("Yes"),
    ),
    Thing(
        "trail",
        _("That something was done: who, what, when; never what was written"),
        NEVER,
        NEVER,
        NEVER,
        NEVER,
    ),
)

MODELS: dict[str, str] = {
    "accounts.User": "account",
    "accounts.Organisation": "profile",
    "accounts.Person": "profile",
    "accounts.Invitation": "account",
    "accounts.ApiToken": "account",
    "accounts.IdempotentReply": "account",
    "accounts.DemoPersona": "profile",
    "activity.Event": "trail",
    "activity.Delivery": "trail",
    "activity.Job": "trail",
    "growth.Goal": "goal",
    "growth.GoalShare": "goal",
    "matching.Scenario": "match",
    "matching.ScenarioPair": "match",
    "matching.ScenarioUnmatched": "match",
    "matching.PairConstraint": "match",
    "matching.AdvisedCriteria": "match",
    "matching.Proposal": "match",
    "matching.Circle": "match",
    "matching.Seat": "match",
    "matching.TeamQuestion": "team_question",
    "matching.TextMeaning": "trail",
    "matching.FirstChat": "first_chat",
    "matching.FirstChatTime": "first_chat",
    "matching.Slot": "booking",
    "matching.Booking": "booking",
    "matching.Recommendation": "recommendation",
    "matching.Recommending": "trail",
    "matching.InLine": "recommendation",
    "matching.WeeklyMatching": "trail",
    "matching.WishRound": "wish",
    "matching.Shortlist": "wish",
    "matching.Wish": "wish",
    "people.Level": "profile",
    "people.Profile": "profile",
    "people.Skill": "profile",
    "people.PersonSkill": "profile",
    "people.ProtectedCharacteristic": "characteristic",
    "matching.Emphasis": "emphasis",
    "people.Conflict": "enrolment",
    "people.ImportMapping": "trail",
    "people.Upload": "profile",
    "programmes.Programme": "enrolment",
    "programmes.ProgrammeManager": "enrolment",
    "programmes.Enrolment": "enrolment",
    "programmes.JoiningCode": "enrolment",
    "programmes.CoachTerms": "coach_terms",
    "programmes.Lottery": "enrolment",
    "programmes.Lot": "lot",
    "programmes.Criterion": "enrolment",
    "programmes.Rule": "enrolment",
    "questionnaires.Questionnaire": "enrolment",
    "questionnaires.Question": "enrolment",
    "questionnaires.Response": "enrolment",
    "questionnaires.Answer": "enrolment",
    "relationships.Relationship": "session",
    "relationships.Participant": "session",
    "relationships.Session": "session",
    "relationships.SessionGrant": "session_credits",
    "relationships.SessionFee": "coach_terms",
    "relationships.Note": "private_note",
    "relationships.Action": "shared_note",
}
