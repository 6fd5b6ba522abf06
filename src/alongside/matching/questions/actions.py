"""Asking the programme team about a suggested match, and answering."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.matching.actions.answering import follow_up_address
from alongside.matching.models import Proposal
from alongside.matching.permissions import can_answer
from alongside.matching.questions.models import TeamQuestion
from alongside.matching.questions.permissions import can_answer_question


@transaction.atomic
def ask_team(proposal: Proposal, *, by: Person, text: str) -> TeamQuestion:
    """Ask; the programme team alone reads it. The same words asked twice are asked once."""
    require(can_answer(by, proposal))
    if not proposal.is_waiting:
        raise RuleBroken(_("This suggested match is over. Write to the programme team instead."))
    question, is_new = TeamQuestion.objects.get_or_create(proposal=proposal, asked_by=by, text=text.strip())
    if is_new:
        record("question.asked", by=by, subject=question, tell=_about_question(proposal, by))
    return question


@transaction.atomic
def answer_question(question: TeamQuestion, *, by: Person, answer: str) -> TeamQuestion:
    """Answer; whoever asked alone reads it. An answer may be put in other words later."""
    require(can_answer_question(by, question))
    if question.answer == answer.strip():
        return question
    question.answer, question.answered_by, question.answered_at = answer.strip(), by, timezone.now()
    question.save()
    record("question.answered", by=by, subject=question, tell=[_about_answer(question)])
    return question


def _about_question(proposal: Proposal, by: Person) -> list[Message]:
    """To the team, but for whoever of them is the other side: that somebody asks, never what."""
    programme = proposal.programme.name
    subject = format_lazy(
        gettext_lazy("{name} has a question in {programme}"), name=by.name, programme=programme
    )
    text = gettext_lazy(
        "{name} asks something before answering a suggested match. Read and answer it here: {link}"
    )
    rows = proposal.programme.managers.filter(person__left_at=None).exclude(person=proposal.other(by))
    return [
        Message(row.person, subject, format_lazy(text, name=by.name, link=follow_up_address(proposal)))
        for row in rows.select_related("person")
    ]


def _about_answer(question: TeamQuestion) -> Message:
    proposal = question.proposal
    slug = proposal.programme.organisation.slug
    link = settings.PUBLIC_URL + reverse("proposal", args=[slug, proposal.public_id])
    return Message(
        question.asked_by,
        format_lazy(
            gettext_lazy("Your question in {programme} is answered"), programme=proposal.programme.name
        ),
        format_lazy(
            gettext_lazy("The programme team has answered your question. Read it here: {link}"), link=link
        ),
    )
