"""Where people work together; a verb is a resource that one posts to."""

from django.urls import path

from alongside.relationships.credits import views as counted
from alongside.relationships.views import files, goals, life, next_steps, notes, sessions

HOME = "o/<slug:organisation>/relationships/"
ONE = f"{HOME}<str:public_id>/"
SESSION = "o/<slug:organisation>/sessions/<str:public_id>/"
NOTE = "o/<slug:organisation>/notes/<str:public_id>/"
ACTION = "o/<slug:organisation>/actions/<str:public_id>/"

PROGRAMME = "o/<slug:organisation>/programmes/<str:public_id>/"

urlpatterns = [
    path(f"{PROGRAMME}coaching/", counted.programme_coaching, name="programme_coaching"),
    path(f"{PROGRAMME}credits/", counted.session_credits, name="session_credits"),
    path(f"{PROGRAMME}credits/<str:enrolment_id>/", counted.session_grant, name="session_grant"),
    path(HOME, life.relationship_list, name="relationships"),
    path(ONE, life.relationship_page, name="relationship"),
    path(f"{ONE}pause/", life.relationship_pause, name="relationship_pause"),
    path(f"{ONE}resumption/", life.relationship_resumption, name="relationship_resumption"),
    path(f"{ONE}ending/", life.relationship_ending, name="relationship_ending"),
    path(f"{ONE}completion/", life.relationship_completion, name="relationship_completion"),
    path(f"{ONE}sessions/", sessions.session_list, name="relationship_sessions"),
    path(f"{ONE}sessions/planning/", sessions.session_planning, name="session_planning"),
    path(f"{ONE}sessions/log/", sessions.session_log, name="session_log"),
    path(f"{ONE}goals/", goals.goal_list, name="relationship_goals"),
    path(f"{ONE}notes/", notes.note_list, name="relationship_notes"),
    path(f"{ONE}actions/", next_steps.action_list, name="relationship_actions"),
    path(f"{ONE}sessions.xlsx", files.session_file, name="relationship_sessions_file"),
    path(f"{ONE}notes.xlsx", files.note_file, name="relationship_notes_file"),
    path(f"{ONE}actions.xlsx", files.action_file, name="relationship_actions_file"),
    path(SESSION, sessions.session_page, name="session"),
    path(f"{SESSION}time/", sessions.session_time, name="session_time"),
    path(f"{SESSION}cancellation/", sessions.session_cancellation, name="session_cancellation"),
    path(f"{SESSION}holding/", sessions.session_holding, name="session_holding"),
    path(f"{SESSION}absence/", sessions.session_absence, name="session_absence"),
    path(NOTE, notes.note_page, name="note"),
    path(f"{NOTE}sharing/", notes.note_sharing, name="note_sharing"),
    path(f"{NOTE}deletion/", notes.note_deletion, name="note_deletion"),
    path(f"{ACTION}completion/", next_steps.action_completion, name="action_completion"),
    path(f"{ACTION}reopening/", next_steps.action_reopening, name="action_reopening"),
    path(f"{ACTION}deletion/", next_steps.action_deletion, name="action_deletion"),
]
