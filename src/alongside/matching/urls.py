"""Addresses of the matching; a verb is a resource that one posts to."""

from django.urls import path

from alongside.matching.again.views import what_matters
from alongside.matching.by_link import chats as chats_by_link
from alongside.matching.by_link import seats as seats_by_link
from alongside.matching.by_link import views as by_link
from alongside.matching.chemistry import views as chats
from alongside.matching.circles.urls import urlpatterns as circles
from alongside.matching.comparing import views as comparing
from alongside.matching.flash.urls import urlpatterns as flash
from alongside.matching.learning.urls import urlpatterns as learning
from alongside.matching.questions import views as questions
from alongside.matching.views import answers, audit, choice, files, follow_up, pairs, studio
from alongside.matching.wishes import views as wishes

SUGGESTIONS = "o/<slug:organisation>/suggestions/"
SUGGESTION = f"{SUGGESTIONS}<str:public_id>/"
MATCHING = "o/<slug:organisation>/programmes/<str:programme_id>/matching/"
GUIDES = "o/<slug:organisation>/programmes/<str:programme_id>/guides/"
GUIDE = f"{GUIDES}<str:enrolment_id>/"
CHAT = "o/<slug:organisation>/first-chats/<str:public_id>/"
CHAT_LINK = "o/<slug:organisation>/first-chat-answers/<str:token>/"
LINK = "o/<slug:organisation>/answers/<str:token>/"
RUN = f"{MATCHING}runs/<str:scenario_id>/"
PAIR = "o/<slug:organisation>/matched-pairs/<str:pair_id>/"

urlpatterns = [
    path(SUGGESTIONS, answers.proposals, name="proposals"),
    path(SUGGESTION, answers.proposal_page, name="proposal"),
    path(f"{SUGGESTION}acceptance/", answers.proposal_acceptance, name="proposal_acceptance"),
    path(f"{SUGGESTION}refusal/", answers.proposal_refusal, name="proposal_refusal"),
    path(f"{SUGGESTION}withdrawal/", follow_up.proposal_withdrawal, name="proposal_withdrawal"),
    path(LINK, by_link.answer_by_link, name="answer_by_link"),
    path(
        f"{LINK}<str:public_id>/acceptance/",
        by_link.answer_by_link_acceptance,
        name="answer_by_link_acceptance",
    ),
    path(f"{LINK}<str:public_id>/refusal/", by_link.answer_by_link_refusal, name="answer_by_link_refusal"),
    path(
        f"{LINK}circles/<str:public_id>/acceptance/",
        seats_by_link.seat_by_link_acceptance,
        name="seat_by_link_acceptance",
    ),
    path(
        f"{LINK}circles/<str:public_id>/refusal/",
        seats_by_link.seat_by_link_refusal,
        name="seat_by_link_refusal",
    ),
    path(
        "o/<slug:organisation>/sign-ups/<str:enrolment_id>/what-matters/", what_matters, name="what_matters"
    ),
    path(f"{MATCHING}for/<str:enrolment_id>/", studio.match_one, name="match_one"),
    path(CHAT_LINK, chats_by_link.chat_by_link, name="chat_by_link"),
    path(f"{CHAT_LINK}agreement/", chats_by_link.chat_by_link_agreement, name="chat_by_link_agreement"),
    path(f"{CHAT_LINK}times/", chats_by_link.chat_by_link_times, name="chat_by_link_times"),
    path(f"{CHAT_LINK}holding/", chats_by_link.chat_by_link_holding, name="chat_by_link_holding"),
    path(f"{CHAT_LINK}choice/", chats_by_link.chat_by_link_choice, name="chat_by_link_choice"),
    path(f"{CHAT_LINK}ending/", chats_by_link.chat_by_link_ending, name="chat_by_link_ending"),
    path(f"{LINK}<str:public_id>/question/", by_link.answer_by_link_question, name="answer_by_link_question"),
    path(f"{SUGGESTION}question/", questions.proposal_question, name="proposal_question"),
    path(
        "o/<slug:organisation>/questions/<str:public_id>/answer/",
        questions.question_answer,
        name="question_answer",
    ),
    path("o/<slug:organisation>/short-lists/", wishes.shortlists, name="shortlists"),
    path("o/<slug:organisation>/short-lists/<str:public_id>/", wishes.shortlist, name="shortlist"),
    path(f"{SUGGESTION}request-withdrawal/", choice.request_withdrawal, name="request_withdrawal"),
    path("o/<slug:organisation>/first-chats/", chats.first_chats, name="first_chats"),
    path(CHAT, chats.first_chat, name="first_chat"),
    path(f"{CHAT}times/", chats.first_chat_times, name="first_chat_times"),
    path(f"{CHAT}agreement/", chats.first_chat_agreement, name="first_chat_agreement"),
    path(f"{CHAT}holding/", chats.first_chat_holding, name="first_chat_holding"),
    path(f"{CHAT}ending/", chats.first_chat_ending, name="first_chat_ending"),
    path(f"{CHAT}choice/", chats.first_chat_choice, name="first_chat_choice"),
    path(f"{GUIDE}first-chat/", chats.first_chat_request, name="first_chat_request"),
    path(GUIDES, choice.guides, name="guides"),
    path(GUIDE, choice.guide, name="guide"),
    path(f"{GUIDE}request/", choice.guide_request, name="guide_request"),
    path(f"{GUIDE}line/", choice.guide_line, name="guide_line"),
    path(f"{GUIDE}line/leaving/", choice.guide_line_leaving, name="guide_line_leaving"),
    path("o/<slug:organisation>/matching/", studio.matchings, name="matchings"),
    path(MATCHING, studio.matching, name="matching"),
    path(f"{MATCHING}answers/", follow_up.programme_proposals, name="programme_proposals"),
    path(f"{MATCHING}wishes/", wishes.wish_round, name="wish_round"),
    path(f"{MATCHING}wishes/closing/", wishes.wish_round_closing, name="wish_round_closing"),
    path(f"{MATCHING}words/", pairs.pair_words, name="pair_words"),
    path(f"{MATCHING}words/<str:word_id>/release/", pairs.word_release, name="word_release"),
    path(f"{MATCHING}comparison/", comparing.comparison, name="scenario_comparison"),
    path(f"{MATCHING}runs/", studio.scenarios, name="scenarios"),
    path(RUN, studio.scenario_page, name="scenario"),
    path(f"{RUN}name/", studio.scenario_name, name="scenario_name"),
    path(f"{RUN}preview/", studio.scenario_preview, name="scenario_preview"),
    path(f"{RUN}stop/", studio.scenario_stop, name="scenario_stop"),
    path(f"{RUN}fairness/", audit.scenario_audit, name="scenario_audit"),
    path(f"{RUN}publication/", studio.scenario_publication, name="scenario_publication"),
    path(f"{RUN}unmatched/", studio.scenario_unmatched, name="scenario_unmatched"),
    path(f"{RUN}cures/<str:left_id>/", studio.scenario_cure, name="scenario_cure"),
    path(f"{RUN}pairs.xlsx", files.pairs_file, name="scenario_pairs_file"),
    path(PAIR, pairs.scenario_pair, name="scenario_pair"),
    path(f"{PAIR}lock/", pairs.pair_lock, name="pair_lock"),
    path(f"{PAIR}release/", pairs.pair_release, name="pair_release"),
    path(f"{PAIR}apart/", pairs.pair_apart, name="pair_apart"),
    path(f"{PAIR}swap/", pairs.pair_swap, name="pair_swap"),
    *flash,
    *circles,
    *learning,
]
