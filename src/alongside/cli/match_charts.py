"""The charts of a match report: tables whose rows carry a drawing, so that they read without it too."""

from typing import Any

import numpy as np
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alongside.cli.match_result import Result
from alongside.pairing import Audit, Beside
from alongside.pairing.telling.audit import Estimate, Figures, ranks_obtained
from alongside.web.charts import bar, per_cent

BINS = 10
TOP_RANK = 3
RANKS = (("the best", 1), ("second or third", 3), ("fourth to tenth", 10), ("further down", None))


def fits_chart(result: Result) -> list[dict[str, Any]]:
    """How many pairs lie in each tenth of fit, the highest first, as far down as there are any."""
    bins = np.clip((result.fit * BINS).astype(int), 0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    highest = max(1, int(counts.max()))
    return [
        {
            "label": f"{100 * place // BINS} to {100 * (place + 1) // BINS}",
            "count": int(counts[place]),
            "lane": bar(counts[place] / highest),
        }
        for place in reversed(range(int(bins.min(initial=BINS)), BINS))
    ]


def ranks_chart(result: Result) -> dict[str, Any]:
    """How high on their own list of allowed people the learners' pairs are."""
    ranks = ranks_obtained(result.plain, result.matching.pairs, "learner")
    rows, above = [], 0
    for label, last in RANKS:
        upto = len(ranks) if last is None else int((ranks <= last).sum())
        share = (upto - above) / max(1, len(ranks))
        rows.append({"label": label, "count": upto - above, "lane": bar(share)})
        above = upto
    return {"rows": rows, "top": int((ranks <= TOP_RANK).sum())}


def turns_chart(beside: Beside) -> list[dict[str, Any]]:
    """How many learners would be better off, worse off, or as they are."""
    better, worse = len(beside.learners.gaining), len(beside.learners.losing)
    everyone = len(beside.learners.gain)
    counts = (("better off", better), ("worse off", worse), ("as they are", everyone - better - worse))
    return [
        {"label": label, "count": count, "lane": bar(count / max(1, everyone))} for label, count in counts
    ]


def audit_chart(result: Result, column: str, found: Audit) -> dict[str, Any]:
    """The groups of one column, with everyone first: the share who have somebody, and the mean fit."""
    rows = [
        ("everyone", found.everyone),
        *((name or "not answered", each) for name, each in found.groups.items()),
    ]
    return {
        "column": column,
        "least": found.least,
        "confidence": round(100 * found.confidence),
        "charts": [
            {"title": f"Share with a {result.guide}", "rows": [_share_row(*row) for row in rows]},
            {"title": "Mean fit", "rows": [_fit_row(*row) for row in rows]},
        ],
    }


def _share_row(name: str, figures: Figures) -> dict[str, Any]:
    note = "" if figures.is_suppressed else f"{figures.matched} of {figures.people}"
    return {"name": name, "note": note, "estimate": _estimate(figures.match_rate)}


def _fit_row(name: str, figures: Figures) -> dict[str, Any]:
    note = "" if figures.worst_fit is None else f"lowest {100 * figures.worst_fit:.0f}"
    return {"name": name, "note": note, "estimate": _estimate(figures.mean_fit)}


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    if estimate is None:
        return None
    value, low, high = (round(100 * each) for each in (estimate.value, estimate.low, estimate.high))
    return {"value": value, "low": low, "high": high, "lane": _interval(estimate)}


def _interval(estimate: Estimate) -> SafeString:
    """A dot at the figure and a line over its interval, 0 to 1."""
    return format_html(
        '<svg aria-hidden="true"><line class="whisker k4" x1="{}%" x2="{}%" y1="50%" y2="50%"/>'
        '<circle class="dot k4" cx="{}%" cy="50%" r="4"/></svg>',
        *(per_cent(each) for each in (estimate.low, estimate.high, estimate.value)),
    )
