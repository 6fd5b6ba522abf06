"""lapx: the Jonker-Volgenant method on the matrix of all pairs."""

import lap
import numpy as np
from measuring import run


def dense(instance):
    def solve():
        fit, allowed = instance.dense()
        columns, _rows = lap.lapjv(np.where(allowed, -fit, 1e3), extend_cost=True, return_cost=False)
        rows = np.flatnonzero(columns >= 0)
        kept = rows[allowed[rows, columns[rows]]]
        return kept, columns[kept], fit[kept, columns[kept]]

    return solve


def machol_wien(instance):
    fit = instance.fit

    def solve():
        columns, _rows = lap.lapjv(-fit, return_cost=False)
        rows = np.arange(len(fit))
        return rows, columns, fit[rows, columns]

    return solve


run("lapx", {"dense": dense, "machol_wien": machol_wien})
