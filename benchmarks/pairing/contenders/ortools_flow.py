"""OR-Tools: minimum cost flow for places, linear assignment for one each; fits as whole millionths."""

import numpy as np
from measuring import run
from ortools.graph.python import linear_sum_assignment, min_cost_flow

UNITS = 10**6


def sparse(instance):
    start, guides, fit, places = instance.start, instance.columns, instance.fit, instance.places
    learners = len(start) - 1

    def solve():
        flow = min_cost_flow.SimpleMinCostFlow()
        rows = np.repeat(np.arange(learners), np.diff(start))
        cost = np.rint((1 - fit) * UNITS).astype(np.int64)
        source, sink, nobody = learners + len(places), learners + len(places) + 1, 3 * UNITS
        every, guide = np.arange(learners), learners + np.arange(len(places))
        arcs = [
            (rows, learners + guides, np.ones_like(cost), cost),
            (np.full(learners, source), every, np.ones(learners), np.zeros(learners)),
            (guide, np.full(len(places), sink), places, np.zeros(len(places))),
            (every, np.full(learners, sink), np.ones(learners), np.full(learners, nobody)),
        ]
        tail, head, capacity, price = (
            np.concatenate(each).astype(np.int64) for each in zip(*arcs, strict=True)
        )
        flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, price)
        flow.set_nodes_supplies(np.array([source, sink]), np.array([learners, -learners]))
        flow.solve()
        used = np.flatnonzero(flow.flows(np.arange(len(rows))))
        return rows[used], guides[used], fit[used]

    return solve


def machol_wien(instance):
    fit = instance.fit

    def solve():
        assignment = linear_sum_assignment.SimpleLinearSumAssignment()
        rows, columns = (each.ravel() for each in np.indices(fit.shape))
        cost = np.rint(-fit.ravel() * fit.size).astype(np.int64)  # whole numbers, as the instance is made of
        assignment.add_arcs_with_cost(rows, columns, cost)
        assignment.solve()
        every = np.arange(len(fit))
        chosen = np.array([assignment.right_mate(row) for row in every.tolist()])
        return every, chosen, fit[every, chosen]

    return solve


run("ortools", {"sparse": sparse, "machol_wien": machol_wien})
