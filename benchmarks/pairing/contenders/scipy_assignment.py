"""scipy: linear_sum_assignment on the matrix of all pairs."""

import numpy as np
from measuring import run
from scipy.optimize import linear_sum_assignment


def dense(instance):
    def solve():
        fit, allowed = instance.dense()
        rows, columns = linear_sum_assignment(np.where(allowed, fit, -1e3), maximize=True)
        kept = allowed[rows, columns]
        return rows[kept], columns[kept], fit[rows, columns][kept]

    return solve


def machol_wien(instance):
    fit = instance.fit

    def solve():
        rows, columns = linear_sum_assignment(fit, maximize=True)
        return rows, columns, fit[rows, columns]

    return solve


run("scipy", {"dense": dense, "machol_wien": machol_wien})
