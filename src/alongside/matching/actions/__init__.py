"""What changes a matching: drafting, adjusting, publishing, answering, asking somebody oneself."""

from alongside.matching.actions.adjusting import forbid_pair, lock_pair, release_pair
from alongside.matching.actions.answering import (
    accept_proposal,
    decline_proposal,
    end_proposals_of,
    expire_proposals,
    take_back_proposal,
)
from alongside.matching.actions.asking import ask_guide, take_back_request
from alongside.matching.actions.curing import apply_cure
from alongside.matching.actions.drafting import draft_matching, rename_scenario, solve_again, stop_drafting
from alongside.matching.actions.finding_for import find_for
from alongside.matching.actions.publishing import publish_scenario, read_audit
from alongside.matching.actions.swapping import swap_pairs
from alongside.matching.actions.waiting_in_line import join_line, leave_line, tell_first_in_line

__all__ = [
    "accept_proposal",
    "apply_cure",
    "ask_guide",
    "decline_proposal",
    "draft_matching",
    "end_proposals_of",
    "expire_proposals",
    "find_for",
    "forbid_pair",
    "join_line",
    "leave_line",
    "lock_pair",
    "publish_scenario",
    "read_audit",
    "release_pair",
    "rename_scenario",
    "solve_again",
    "stop_drafting",
    "swap_pairs",
    "take_back_proposal",
    "take_back_request",
    "tell_first_in_line",
]
