"""matching: stable matching of learners and guides who rank each other."""

import sys

import numpy as np
from matching.games import HospitalResident
from measuring import run

sys.setrecursionlimit(1_000_000)  # it needs more than the default from some hundred people on


def stable(instance):
    learners = {int(row): order.tolist() for row, order in enumerate(instance.learner_lists)}
    start, order = instance.guide_start, instance.guide_lists
    guides = {int(row): order[start[row] : start[row + 1]].tolist() for row in range(len(start) - 1)}
    places = dict(enumerate(instance.places.tolist()))

    def solve():
        game = HospitalResident.create_from_dictionaries(learners, guides, places)
        solved = game.solve(optimal="resident")
        pairs = [(each.name, guide.name) for guide, held in solved.items() for each in held]
        rows, columns = np.array(pairs).T
        return rows, columns, np.zeros(len(rows))

    return solve


run("matching", {"stable": stable})
