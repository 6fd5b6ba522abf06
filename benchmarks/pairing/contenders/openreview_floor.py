"""openreview-matcher: FairFlow and MinMax, which raise the worst-off paper's fit; here papers are learners."""

from types import SimpleNamespace

import numpy as np
from matcher.solvers import FairFlow, MinMaxSolver
from measuring import run


def floor(solver):
    def prepare(instance):
        fit, allowed = instance.dense()
        fit, places = fit.astype(np.float64), instance.places.tolist()
        encoder = SimpleNamespace(
            aggregate_score_matrix=fit,
            cost_matrix=-np.rint(fit * 10_000).astype(np.int64),
            constraint_matrix=np.where(allowed, 0, -1),
        )

        def solve():
            flow = solver([0] * len(places), places, [1] * len(fit), encoder).solve()
            rows, columns = np.nonzero(flow)
            return rows, columns, fit[rows, columns]

        return solve

    return prepare


run("openreview-matcher", {"floor_fairflow": floor(FairFlow), "floor_minmax": floor(MinMaxSolver)})
