"""Who gets in where: every address of the site, and for whom it exists.

``tests/promises/test_every_route_is_tried_by_everyone.py`` tries each of them as everybody, and fails on
an address that is missing here.
"""

from enum import Enum


class Audience(Enum):
    """For whom an address exists."""

    ANYBODY = "also those who are not signed in"
    MEMBERS = "everybody of the organisation"
    OWNER = "the person whose it is"
    PARTICIPANTS = "those who meet"
    PARTICIPANTS_OR_TEAM = "those who meet, and who runs the programme"
    OFFERED = "the two whom a match is suggested to"
    CHOOSING = "who looks for a guide themselves in the programme"
    ACQUAINTED = "the person, whom they meet, who runs a programme, admins"
    OWNER_OR_TEAM = "the person, and who runs the programme"
    OWNER_OR_ADMIN = "the person, and organisation admins"
    TEAM = "who runs the programme"
    STARTERS = "who may start programmes"
    DIRECTORY = "admins, and who may start programmes"
    ADMINS = "organisation admins"


ROUTES: dict[str, Audience] = {
    # The organisation, one's account and the directory
    "today": Audience.MEMBERS,
    "who_sees_what": Audience.MEMBERS,
    "settings": Audience.MEMBERS,
    "address": Audience.MEMBERS,
    "api_tokens": Audience.MEMBERS,
    "api_token_revocation": Audience.OWNER,
    "accounts": Audience.ADMINS,
    "roles": Audience.ADMINS,
    "invitation_sending": Audience.DIRECTORY,
    "invitation_withdrawal": Audience.DIRECTORY,
    "invitations": Audience.ADMINS,
    "organisation_settings": Audience.ADMINS,
    "job": Audience.STARTERS,
    "job_cancellation": Audience.STARTERS,
    "people": Audience.DIRECTORY,
    "people_file": Audience.DIRECTORY,
    "person": Audience.ACQUAINTED,
    "person_photo": Audience.ACQUAINTED,
    "profile": Audience.OWNER_OR_ADMIN,
    "own_profile": Audience.MEMBERS,
    "characteristics": Audience.MEMBERS,
    "levels": Audience.DIRECTORY,
    "conflicts": Audience.DIRECTORY,
    "conflict_withdrawal": Audience.DIRECTORY,
    "imports": Audience.DIRECTORY,
    "import_page": Audience.STARTERS,
    "import_columns": Audience.STARTERS,
    "import_file": Audience.STARTERS,
    "import_confirmation": Audience.STARTERS,
    "import_cancellation": Audience.STARTERS,
    "import_removal": Audience.STARTERS,
    # Programmes and sign-ups
    "programme_list": Audience.MEMBERS,
    "programme_creation": Audience.STARTERS,
    "programme": Audience.TEAM,
    "programme_setup": Audience.TEAM,
    "programme_summary": Audience.TEAM,
    "question_addition": Audience.TEAM,
    "question": Audience.TEAM,
    "question_removal": Audience.TEAM,
    "programme_opening": Audience.TEAM,
    "programme_start": Audience.TEAM,
    "programme_closing": Audience.TEAM,
    "programme_copy": Audience.TEAM,
    "programme_deletion": Audience.TEAM,
    "deputies": Audience.TEAM,
    "deputy_removal": Audience.TEAM,
    "programme_enrolments": Audience.TEAM,
    "programme_enrolments_file": Audience.TEAM,
    "enrolment_addition": Audience.TEAM,
    "programme_invitation": Audience.TEAM,
    "programme_mails": Audience.TEAM,
    "programme_mail_sample": Audience.TEAM,
    "enrolment_approvals": Audience.TEAM,
    "enrolment_approval": Audience.TEAM,
    "enrolment_refusal": Audience.TEAM,
    "enrolment_waiting": Audience.TEAM,
    "enrolment": Audience.OWNER_OR_TEAM,
    "enrolment_availability": Audience.OWNER,
    "enrolment_withdrawal": Audience.OWNER_OR_TEAM,
    "programme_join": Audience.ANYBODY,
    "programme_join_code": Audience.ANYBODY,
    "programme_sheet": Audience.ANYBODY,
    "programme_sign_up": Audience.MEMBERS,
    "programme_join_with_code": Audience.ANYBODY,
    "joining_codes": Audience.TEAM,
    "joining_codes_sheet": Audience.TEAM,
    "joining_codes_stop": Audience.TEAM,
    "programme_notices": Audience.TEAM,
    "programme_notices_handover": Audience.TEAM,
    "programme_dashboard": Audience.TEAM,
    "programme_pairs_file": Audience.TEAM,
    # Growth
    "growth": Audience.MEMBERS,
    "goal_setting": Audience.MEMBERS,
    "goal": Audience.OWNER,
    "goal_wording": Audience.OWNER,
    "goal_reaching": Audience.OWNER,
    "goal_letting_go": Audience.OWNER,
    "goal_taking_up": Audience.OWNER,
    "goal_deletion": Audience.OWNER,
    "goal_sharing": Audience.OWNER,
    "goal_unsharing": Audience.OWNER,
    # Relationships
    "relationships": Audience.MEMBERS,
    "relationship": Audience.PARTICIPANTS,
    "relationship_pause": Audience.PARTICIPANTS,
    "relationship_resumption": Audience.PARTICIPANTS,
    "relationship_ending": Audience.PARTICIPANTS_OR_TEAM,
    "relationship_completion": Audience.PARTICIPANTS_OR_TEAM,
    "relationship_sessions": Audience.PARTICIPANTS,
    "relationship_sessions_file": Audience.PARTICIPANTS,
    "relationship_notes_file": Audience.PARTICIPANTS,
    "relationship_actions_file": Audience.PARTICIPANTS,
    "session_planning": Audience.PARTICIPANTS,
    "session_log": Audience.PARTICIPANTS,
    "relationship_goals": Audience.PARTICIPANTS,
    "relationship_notes": Audience.PARTICIPANTS,
    "relationship_actions": Audience.PARTICIPANTS,
    "session": Audience.PARTICIPANTS,
    "session_time": Audience.PARTICIPANTS,
    "session_cancellation": Audience.PARTICIPANTS,
    "session_holding": Audience.PARTICIPANTS,
    "session_absence": Audience.PARTICIPANTS,
    "note": Audience.OWNER,
    "note_sharing": Audience.OWNER,
    "note_deletion": Audience.OWNER,
    "action_completion": Audience.PARTICIPANTS,
    "action_reopening": Audience.PARTICIPANTS,
    "action_deletion": Audience.PARTICIPANTS,
    # Matching
    "proposals": Audience.MEMBERS,
    "proposal": Audience.OFFERED,
    "proposal_acceptance": Audience.OFFERED,
    "proposal_refusal": Audience.OFFERED,
    "proposal_withdrawal": Audience.TEAM,
    "shortlists": Audience.MEMBERS,
    "shortlist": Audience.OWNER,
    "request_withdrawal": Audience.OWNER,
    "guides": Audience.CHOOSING,
    "guide": Audience.CHOOSING,
    "guide_request": Audience.CHOOSING,
    "guide_line": Audience.CHOOSING,
    "guide_line_leaving": Audience.CHOOSING,
    "matchings": Audience.MEMBERS,
    "matching": Audience.TEAM,
    "programme_proposals": Audience.TEAM,
    "wish_round": Audience.TEAM,
    "wish_round_closing": Audience.TEAM,
    "pair_words": Audience.TEAM,
    "word_release": Audience.TEAM,
    "scenarios": Audience.TEAM,
    "scenario": Audience.TEAM,
    "scenario_comparison": Audience.TEAM,
    "scenario_name": Audience.TEAM,
    "scenario_audit": Audience.TEAM,
    "scenario_preview": Audience.TEAM,
    "scenario_stop": Audience.TEAM,
    "scenario_publication": Audience.TEAM,
    "scenario_unmatched": Audience.TEAM,
    "scenario_cure": Audience.TEAM,
    "scenario_pairs_file": Audience.TEAM,
    "scenario_pair": Audience.TEAM,
    "pair_lock": Audience.TEAM,
    "pair_release": Audience.TEAM,
    "pair_apart": Audience.TEAM,
    "pair_swap": Audience.TEAM,
}
