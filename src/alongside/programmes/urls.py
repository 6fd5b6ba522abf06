"""The addresses of programmes."""

from django.urls import URLPattern, path

from alongside.programmes.coaching import views as coaching
from alongside.programmes.lottery import views as lottery
from alongside.programmes.views import codes, enrolments, joining, mails, paper, preparing, programmes, setup

HOME = "o/<slug:organisation>/programmes/"
ONE = f"{HOME}<str:public_id>/"
SETUP = f"{ONE}setup/<slug:step>/"
QUESTION = f"{ONE}questions/<slug:key>/"
JOIN = "o/<slug:organisation>/join/<str:public_id>/"
SIGN_UPS = f"{ONE}sign-ups/"
SIGN_UP = f"{SIGN_UPS}<str:enrolment_id>/"
LOTTERY = f"{ONE}lottery/"
OWN = "o/<slug:organisation>/sign-ups/<str:enrolment_id>/"

urlpatterns: list[URLPattern] = [
    path(HOME, programmes.programme_list, name="programme_list"),
    path(f"{HOME}new/", setup.programme_creation, name="programme_creation"),
    path(ONE, programmes.programme_page, name="programme"),
    path(SETUP, setup.programme_setup, name="programme_setup"),
    path(f"{SETUP}summary/", setup.programme_summary, name="programme_summary"),
    path(f"{ONE}questions/", setup.question_page, name="question_addition"),
    path(QUESTION, setup.question_page, name="question"),
    path(f"{QUESTION}place/", setup.question_place, name="question_place"),
    path(f"{QUESTION}removal/", setup.question_removal, name="question_removal"),
    path(f"{ONE}opening/", programmes.programme_opening, name="programme_opening"),
    path(f"{ONE}start/", programmes.programme_start, name="programme_start"),
    path(f"{ONE}closing/", programmes.programme_closing, name="programme_closing"),
    path(f"{ONE}copy/", programmes.programme_copy, name="programme_copy"),
    path(f"{ONE}deletion/", programmes.programme_deletion, name="programme_deletion"),
    path(f"{ONE}deputies/", programmes.deputies, name="deputies"),
    path(f"{ONE}deputies/<str:person_id>/removal/", programmes.deputy_removal, name="deputy_removal"),
    path(SIGN_UPS, enrolments.programme_enrolments, name="programme_enrolments"),
    path(f"{ONE}sign-ups.xlsx", enrolments.programme_enrolments_file, name="programme_enrolments_file"),
    path(f"{ONE}additions/", enrolments.enrolment_addition, name="enrolment_addition"),
    path(f"{ONE}mails/", mails.programme_mails, name="programme_mails"),
    path(f"{ONE}mails/<slug:key>/sample/", mails.programme_mail_sample, name="programme_mail_sample"),
    path(f"{ONE}invitations/", enrolments.programme_invitation, name="programme_invitation"),
    path(f"{ONE}preparations/", preparing.programme_preparations, name="programme_preparations"),
    path(f"{ONE}approvals/", enrolments.enrolment_approvals, name="enrolment_approvals"),
    path(f"{SIGN_UP}approval/", enrolments.enrolment_approval, name="enrolment_approval"),
    path(f"{SIGN_UP}refusal/", enrolments.enrolment_refusal, name="enrolment_refusal"),
    path(f"{SIGN_UP}waiting/", enrolments.enrolment_waiting, name="enrolment_waiting"),
    path(f"{ONE}codes/", codes.joining_codes, name="joining_codes"),
    path(f"{ONE}codes/sheet/", codes.joining_codes_sheet, name="joining_codes_sheet"),
    path(f"{ONE}codes/stop/", codes.joining_codes_stop, name="joining_codes_stop"),
    path(f"{ONE}notices/", paper.programme_notices, name="programme_notices"),
    path(f"{ONE}notices/handover/", paper.programme_notices_handover, name="programme_notices_handover"),
    path(LOTTERY, lottery.programme_lottery, name="programme_lottery"),
    path(f"{LOTTERY}declaration/", lottery.lottery_declaration, name="lottery_declaration"),
    path(f"{LOTTERY}<str:lottery_id>.txt", lottery.lottery_list, name="lottery_list"),
    path(f"{LOTTERY}<str:lottery_id>/draw/", lottery.lottery_draw, name="lottery_draw"),
    path(f"{LOTTERY}<str:lottery_id>/withdrawal/", lottery.lottery_withdrawal, name="lottery_withdrawal"),
    path(f"{ONE}coaches/<str:enrolment_id>/", coaching.coach, name="coach"),
    path(f"{OWN}as-a-coach/", coaching.coach_profile, name="coach_profile"),
    path(OWN, enrolments.enrolment_page, name="enrolment"),
    path(f"{OWN}availability/", enrolments.enrolment_availability, name="enrolment_availability"),
    path(f"{OWN}preparation/", preparing.enrolment_preparation, name="enrolment_preparation"),
    path(
        f"{OWN}preparation/reopening/",
        preparing.enrolment_preparation_reopening,
        name="enrolment_preparation_reopening",
    ),
    path(f"{OWN}withdrawal/", enrolments.enrolment_withdrawal, name="enrolment_withdrawal"),
    path(JOIN, joining.programme_join, name="programme_join"),
    path(f"{JOIN}code.svg", joining.programme_join_code, name="programme_join_code"),
    path(f"{JOIN}sheet/", joining.programme_sheet, name="programme_sheet"),
    path(f"{JOIN}with-code/", codes.programme_join_with_code, name="programme_join_with_code"),
    path(f"{JOIN}sign-up/", joining.programme_sign_up, name="programme_sign_up"),
]
