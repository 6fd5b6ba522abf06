"""The one room that talks to the matching library: from a programme's people to pairs with reasons.

Method and proof are the library's (``alongside.pairing``). Here its tables are filled, the manager's words on
pairs are added, and what comes back is turned into rows that keep their reasons as keys.
"""

from alongside.matching.engine.alternatives import otherwise
from alongside.matching.engine.circle_people import CirclePeople, read_circle_people
from alongside.matching.engine.circles import SolvedCircles, circle_figures, form_circles
from alongside.matching.engine.costs import Cost, Otherwise
from alongside.matching.engine.free_seats import RunningCircle, seat_latecomers
from alongside.matching.engine.meaning import (
    closeness_by_meaning,
    closeness_by_words,
    hours_in_common,
    stacked,
    vector_of,
)
from alongside.matching.engine.previewing import Preview, preview
from alongside.matching.engine.pricing import WithoutRule, rule_prices
from alongside.matching.engine.recommending import RECOMMENDING_STEPS, Recommended, judge, recommend
from alongside.matching.engine.scoring import Pair, Scoring, score_cohort
from alongside.matching.engine.shortlisting import short_lists
from alongside.matching.engine.solving import STEPS, Left, Solved, solve
from alongside.matching.engine.topic_wishes import Sitting
from alongside.matching.engine.triads import form_triads
from alongside.matching.engine.warming import warm_up
from alongside.pairing.people.meaning import MODEL, model_is_installed

__all__ = [
    "MODEL",
    "RECOMMENDING_STEPS",
    "STEPS",
    "CirclePeople",
    "Cost",
    "Left",
    "Otherwise",
    "Pair",
    "Preview",
    "Recommended",
    "RunningCircle",
    "Scoring",
    "Sitting",
    "Solved",
    "SolvedCircles",
    "WithoutRule",
    "circle_figures",
    "closeness_by_meaning",
    "closeness_by_words",
    "form_circles",
    "form_triads",
    "hours_in_common",
    "judge",
    "model_is_installed",
    "otherwise",
    "preview",
    "read_circle_people",
    "recommend",
    "rule_prices",
    "score_cohort",
    "seat_latecomers",
    "short_lists",
    "solve",
    "stacked",
    "vector_of",
    "warm_up",
]
