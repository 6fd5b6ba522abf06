"""lapjv: the Jonker-Volgenant method on the matrix of all pairs."""

import numpy as np
from lapjv import lapjv
from measuring import run


def dense(instance):
    def solve():
        fit, allowed = instance.dense()
        columns = lapjv(np.where(allowed, -fit, np.float32(1e3)))[0]
        rows = np.flatnonzero(allowed[np.arange(len(fit)), columns])
        return rows, columns[rows], fit[rows, columns[rows]]

    return solve


def machol_wien(instance):
    fit = instance.fit

    def solve():
        columns = lapjv(-fit)[0]
        rows = np.arange(len(fit))
        return rows, columns, fit[rows, columns]

    return solve


run("lapjv", {"dense": dense, "machol_wien": machol_wien})
