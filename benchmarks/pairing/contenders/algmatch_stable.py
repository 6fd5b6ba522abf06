"""algmatch: stable matching of learners and guides who rank each other."""

import numpy as np
from algmatch import HospitalResidentsProblem
from measuring import run


def stable(instance):
    learners = {row + 1: (order + 1).tolist() for row, order in enumerate(instance.learner_lists)}
    start, order, places = instance.guide_start, instance.guide_lists + 1, instance.places
    guides = {
        row + 1: {"capacity": int(places[row]), "preferences": order[start[row] : start[row + 1]].tolist()}
        for row in range(len(start) - 1)
    }

    def solve():
        game = HospitalResidentsProblem(dictionary={"residents": learners, "hospitals": guides})
        found = game.get_stable_matching()["resident_sided"]
        pairs = [(int(one[1:]) - 1, int(other[1:]) - 1) for one, other in found.items() if other]
        rows, columns = np.array(pairs).T
        return rows, columns, np.zeros(len(rows))

    return solve


run("algmatch", {"stable": stable})
