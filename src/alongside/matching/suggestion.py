"""A suggested match as one of the two is told of it: who, why, and in their own terms."""

from typing import Any

from alongside.accounts.models import Person
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Proposal, TeamQuestion
from alongside.matching.questions.forms import QuestionForm
from alongside.matching.reading import shown_answers
from alongside.people.models import PersonSkill
from alongside.programmes.reasons import reason_sentences
from alongside.programmes.words import words_for


def about_proposal(
    proposal: Proposal,
    person: Person,
    form: DeclineForm | None = None,
    question_form: QuestionForm | None = None,
) -> dict[str, Any]:
    """What a page shows of it to this person; forms: an answer or a question that could not be read."""
    side = proposal.side_of(person)
    other = proposal.other(person)
    other_side = "guide" if side == "learner" else "learner"
    is_helped = side == "learner" or proposal.programme.is_pool
    direction = PersonSkill.Direction.OFFERED if is_helped else PersonSkill.Direction.WANTED
    return {
        "proposal": proposal,
        "programme": proposal.programme,
        "other": other,
        "profile": getattr(other, "profile", None),
        "is_helped": is_helped,
        "skills": [row.skill.name for row in other.skills.all() if row.direction == direction],
        "answers": shown_answers(proposal.enrolment_of(other)),
        "reasons": reason_sentences(
            proposal.reasons,
            learner=proposal.learner.person.short_name,
            guide=proposal.guide.person.short_name,
            reader=side,
        ),
        "as_yours": words_for(proposal.programme.kind).as_yours(other_side),
        "side": side,
        "is_mine_to_answer": proposal.waits_for(person),
        "has_said_yes": proposal.has_yes_of(person),
        "form": form or DeclineForm(),
        "questions": TeamQuestion.objects.visible_to(person).filter(proposal=proposal),
        "question_form": question_form or QuestionForm(auto_id=f"question-{proposal.public_id}-%s"),
    }
