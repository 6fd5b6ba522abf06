"""An independent exact solver for small markets: HiGHS, one aim after the other."""

import numpy as np
from scipy.optimize import LinearConstraint, milp

from alongside.pairing import Market


class Oracle:
    """The market as an integer programme: pairs, then covered learners, then covered guides."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.pairs = np.argwhere(market.allowed)
        self.fit = market.fit_of(self.pairs[:, 0], self.pairs[:, 1])
        self.size = len(self.pairs) + market.learners + market.guides
        self.rows, self.low, self.high = [], [], []
        self._add_places()
        self._add_apart()

    def best(self, first: str) -> tuple[int, int, int, float] | None:
        """Places filled, learners and guides covered, and total fit of the optimum; None when infeasible."""
        count, before = len(self.pairs), len(self.rows)
        aims = {
            "places": [self._part(0, count)],
            "people": [
                self._part(count, count + self.market.learners),
                self._part(count + self.market.learners, self.size),
            ],
        }[first]
        for aim in aims:
            reached = self._solve(aim)
            if reached is None:
                return None
            self._add(aim, round(aim @ reached), np.inf)
        chosen = self._solve(self._of_fit())[:count] > 0.5
        for listed in (self.rows, self.low, self.high):
            del listed[before:]
        pairs = self.pairs[chosen]
        return len(pairs), len(set(pairs[:, 0])), len(set(pairs[:, 1])), float(self.fit[chosen].sum())

    def highest_sum(self, price_alone: float) -> float | None:
        """The highest sum of fit and of what each filled place saves; None when infeasible."""
        chosen = self._solve(self._of_fit(price_alone))
        if chosen is None:
            return None
        return float((self.fit + price_alone) @ np.round(chosen[: len(self.pairs)]))

    def _of_fit(self, more: float = 0.0) -> np.ndarray:
        aim = np.zeros(self.size)
        aim[: len(self.pairs)] = self.fit + more
        return aim

    def _part(self, start: int, stop: int) -> np.ndarray:
        part = np.zeros(self.size)
        part[start:stop] = 1
        return part

    def _add(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def _add_places(self) -> None:
        market, count = self.market, len(self.pairs)
        nothing = np.zeros_like(market.learner_places)
        sides = [
            (0, nothing, market.learner_places, count),
            (1, market.guide_minimum, market.guide_places, count + market.learners),
        ]
        for side, least, most, start in sides:
            for who in range(len(most)):
                of = np.zeros(self.size)
                of[:count] = self.pairs[:, side] == who
                self._add(of, least[who], most[who])
                covered = of.copy()
                covered[start + who] = -1
                self._add(covered, 0, np.inf)

    def _add_apart(self) -> None:
        count = len(self.pairs)
        for one, other in self.market.apart:
            for guide in range(self.market.guides):
                row = np.zeros(self.size)
                row[:count] = np.isin(self.pairs[:, 0], (one, other)) & (self.pairs[:, 1] == guide)
                self._add(row, 0, 1)
        for pair in self.market.fixed:
            row = np.zeros(self.size)
            row[:count] = (self.pairs == pair).all(axis=1)
            self._add(row, 1, 1)

    def _solve(self, aim: np.ndarray) -> np.ndarray | None:
        result = milp(
            -aim,
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            integrality=np.ones(self.size),
            bounds=(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        return result.x if result.success else None
