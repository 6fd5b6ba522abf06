"""Circles: groups around topics that people want, as near as possible to a good size, with a guide or without."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.circles.circle_model import CircleModel, Effort, Found
from alongside.pairing.circles.gathering import Gathering, circle_by_circle, listed
from alongside.pairing.circles.seating import cliques_of, seated
from alongside.pairing.errors import CertificateError, PairingError, SettingsError
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.open_pairs import turns
from alongside.pairing.markets.ties import keys
from alongside.pairing.parameters import check_number, check_whole
from alongside.pairing.total.best_total import BestTotal

FEWEST, MOST = 3, 15  # people in a circle
TOLERANCE = 1e-6  # to which HiGHS proves an optimum
EXACT_PAIRS, LARGE_GAP = 5_000, 1e-3
MOST_ATTEMPTS = 20  # at seating people apart, each with one more rule


class Circle(NamedTuple):
    """A group: its topic, its guide (None where circles have none), and its members, as rows."""

    topic: int
    guide: int | None
    members: tuple[int, ...]


class _Stages(NamedTuple):
    """What each of the three aims reached, one after the other, and could reach at most."""

    placed: Found
    even: Found
    best: Found


@dataclass(frozen=True)
class Circles:
    """Solver of circles; holds parameters only.

    In this order: as many learners as possible are placed; sizes are as near as possible to `size` (the sum of
    squared differences, so that they are as even as can be); the highest total fit of members and guides with
    their topics. smallest, largest: limits of every circle, from 3 to 15. gap: a share of the bound
    within which the search may stop; 0 searches until the optimum is proved. Without it that is done where no
    more than 5,000 pairs of learner and topic are possible, and a thousandth allowed where there are more.
    branches: how many it may open for each aim. seed: draws the order that breaks ties.
    """

    size: int = 6
    smallest: int = 3
    largest: int = 15
    gap: float | None = None
    branches: int = 20_000
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("size", "smallest", "largest", "branches"):
            check_whole(name, getattr(self, name), 1)
        check_whole("seed", self.seed, -inf)
        if self.gap is not None:
            check_number("gap", self.gap)
        if not FEWEST <= self.smallest <= self.size <= self.largest <= MOST:
            raise SettingsError(
                f"Sizes are {self.smallest} to {self.largest} with {self.size} wanted: "
                f"use {FEWEST} to {MOST}, smallest, size and largest in order."
            )

    def match(self, gathering: Gathering) -> "FormedCircles":
        """The best circles, the same on every run and for any order of rows.

        Raises PairingError when the search finds nothing within its branches.
        """
        one_by_one, topic = circle_by_circle(gathering, self.smallest)
        is_small = one_by_one.pairs <= EXACT_PAIRS
        ordered = _in_order(gathering, self.seed)
        model = ordered.model(self.smallest, self.largest)
        try:
            formed = _formed(self, gathering, *self._searched(model, ordered))
        except PairingError:
            if not is_small:
                raise
            return self._circle_by_circle(one_by_one, topic, gathering)
        if formed.is_proved or not ordered.bound or not is_small:
            return formed
        return self._circle_by_circle(one_by_one, topic, gathering)

    def _circle_by_circle(
        self, one_by_one: Gathering, topic: Integers, gathering: Gathering
    ) -> "FormedCircles":
        """The best circles where each has a column of its own, so that all who are apart or together count in full."""
        ordered = _in_order(one_by_one, self.seed)
        model = ordered.model(self.smallest, self.largest, most_circles=1)
        circles, relaxed = self._searched(model, ordered)
        named = [Circle(int(topic[circle.topic]), circle.guide, circle.members) for circle in circles]
        return _formed(self, gathering, sorted(named, key=_by_topic), relaxed)

    def _searched(self, model: CircleModel, ordered: "_Ordered") -> tuple[list[Circle], "_Stages"]:
        """Circles that keep apart and together who must be, and what each of the three aims reached before that.

        Whom people are to be kept apart from counts in full only once they are seated. Who then cannot be is
        kept from that topic together, which may be more than is needed: bounds are taken from before.
        """
        before = None
        for _attempt in range(MOST_ATTEMPTS):
            stages = self._stages(model)
            if not model.is_whole(stages.best):
                model.join_whole = True
                continue
            before = before or stages
            circles, clash = ordered.circles(model, stages.best)
            if clash is None:
                return circles, before
            model.exclude(*clash)
        raise PairingError(
            "People who must not share a circle, or must, could not be seated: keep fewer of them apart or together."
        )

    def _stages(self, model: CircleModel) -> "_Stages":
        """As many placed as possible, then sizes as wanted, then the highest fit."""
        gap = (0.0 if len(model.learners) <= EXACT_PAIRS else LARGE_GAP) if self.gap is None else self.gap
        effort = Effort(gap, self.branches)
        lead = 0.0 if model.guides is None else model.guides.value
        rows = len(model.rows)
        placed = model.best(model.aim(joins=1.0), effort)
        model.keep(model.aim(joins=1.0), placed.reached)
        uneven = model.aim(counts=-((model.sizes - self.size) ** 2.0))
        even = model.best(uneven, effort)
        model.keep(uneven, even.reached)
        best = model.best(model.aim(joins=model.learners.value, leads=lead), effort)
        model.forget(rows)
        return _Stages(placed, even, best)


@dataclass(frozen=True, eq=False)
class FormedCircles:
    """Circles with what is known of how good they are.

    circles: by topic. fit: of each circle, the sum over its members and its guide. total: of all. bound: the
    highest total with as many placed and sizes as near to the wanted one; gap: bound less total, exactly 0 where
    HiGHS proved the optimum, to a millionth. placed_bound: how many could be placed at most. unplaced: learners
    without a circle. spread, spread_bound: sum of squared differences from the wanted size, and the least it
    could be with as many placed. solver: what made them.
    """

    circles: tuple[Circle, ...]
    fit: NDArray[np.float64]
    total: float
    bound: float
    gap: float
    placed_bound: int
    unplaced: Integers
    spread: int
    spread_bound: int
    solver: Circles

    @property
    def is_proved(self) -> bool:
        """Whether nothing better is possible in any of the three aims."""
        placed = sum(len(circle.members) for circle in self.circles)
        return placed == self.placed_bound and self.spread == self.spread_bound and self.gap == 0

    def verify(self, gathering: Gathering) -> None:
        """Check rules, sizes and sums from the gathering alone; the bounds are HiGHS's own. Raises CertificateError."""
        members = [person for circle in self.circles for person in circle.members]
        if len(set(members)) != len(members):
            raise CertificateError("A learner is in two circles.")
        if sorted([*members, *self.unplaced.tolist()]) != list(range(gathering.learners)):
            raise CertificateError("A learner is neither in a circle nor named as unplaced.")
        for circle in self.circles:
            _check_circle(gathering, self.solver, circle)
        guides = Counter(circle.guide for circle in self.circles if circle.guide is not None)
        if any(count > gathering.guide_places[guide] for guide, count in guides.items()):
            raise CertificateError("A guide leads more circles than they can.")
        if [_fit_of(gathering, circle) for circle in self.circles] != self.fit.tolist():
            raise CertificateError("The fit of a circle is not what the gathering says.")
        if fsum(self.fit) != self.total or self.bound != self.total + self.gap or self.gap < 0:
            raise CertificateError(
                "The total is not the sum of the circles, or the bound not total plus gap."
            )
        if len(members) > self.placed_bound or self.spread != _spread(self.circles, self.solver):
            raise CertificateError(
                "More are placed than the bound allows, or the spread is not that of the sizes."
            )


@dataclass(frozen=True, eq=False)
class _Ordered:
    """The gathering with people and topics in a drawn order, whatever rows they came in.

    learner, topic, guide: the row of each in that order. apart: learners by learner. groups: learners who stay
    together. closed: guides by learner from whom they are kept.
    """

    gathering: Gathering
    learner: Integers
    topic: Integers
    guide: Integers
    apart: Mapping[int, frozenset[int]]
    groups: list[tuple[int, ...]]
    closed: Mapping[int, frozenset[int]]

    def model(self, smallest: int, largest: int, most_circles: float = np.inf) -> CircleModel:
        """The programme of this gathering, in the drawn order."""
        guide_fit = self.gathering.guide_fit
        guides = None if guide_fit is None else listed(guide_fit[np.ix_(self.guide, self.topic)])
        learner_fit = self.gathering.learner_fit[np.ix_(self.learner, self.topic)]
        for group in self.groups:
            closed = np.flatnonzero(np.isnan(learner_fit[list(group)]).any(axis=0))
            learner_fit[np.ix_(np.array(group), closed)] = np.nan
        return CircleModel(
            listed(learner_fit),
            guides,
            self.gathering.guide_places[self.guide],
            np.arange(smallest, largest + 1),
            cliques_of(self.apart),
            self.groups,
            self.closed,
            most_circles,
        )

    def circles(self, model: CircleModel, found: Found) -> tuple[list[Circle], tuple[Integers, int] | None]:
        """The circles of a solution; or learners who cannot all be seated apart, and their topic."""
        counts = model.counted(found)
        joined = self._joined(model, found, counts @ model.sizes)
        led = model.led(found)
        circles = []
        for topic in range(model.topics):
            sizes = np.repeat(model.sizes, counts[topic])
            members = joined[joined[:, 1] == topic, 0].tolist()
            guides = [guide for guide, its in led if its == topic]
            leaders = [self._as_leader(guide) for guide in guides]
            groups = seated(members, sizes.tolist(), self._avoided, self.groups, leaders)
            if groups is None:
                return [], (np.intersect1d(members, self.bound), topic)
            leads: list[int | None] = [*guides] or [None] * len(groups)
            circles += [self._in_rows(topic, *each) for each in zip(leads, groups, strict=True)]
        return sorted(circles, key=_by_topic), None

    def _joined(self, model: CircleModel, found: Found, seats: Integers) -> Integers:
        """Learner and topic of everybody placed: who is kept apart or together as found, the others at best."""
        edges = model.learners
        is_bound = np.isin(edges.learner, self.bound)
        joins = found.values[model.joins] > 0.5
        keep = ~is_bound | joins
        fixed = np.stack([edges.learner, edges.guide], axis=1)[is_bound & joins]
        market = Market(edges.kept(keep), 1, seats, seats, fixed)
        return BestTotal().match(market).pairs

    @property
    def bound(self) -> list[int]:
        """Who is to be kept apart from somebody, or together."""
        return sorted({*self.apart, *self.closed, *(person for group in self.groups for person in group)})

    @property
    def _avoided(self) -> dict[int, frozenset[int]]:
        """Everybody whom a learner has to avoid: learners, and guides as the leaders of circles."""
        leaders = {person: frozenset(map(self._as_leader, guides)) for person, guides in self.closed.items()}
        return {
            person: self.apart.get(person, frozenset()) | leaders.get(person, frozenset())
            for person in (self.apart.keys() | leaders.keys())
        }

    def _as_leader(self, guide: int) -> int:
        """A number for a guide that no learner has."""
        return len(self.learner) + guide

    def _in_rows(self, topic: int, guide: int | None, members: list[int]) -> Circle:
        rows = sorted(self.learner[members].tolist())
        return Circle(int(self.topic[topic]), None if guide is None else int(self.guide[guide]), tuple(rows))


def _in_order(gathering: Gathering, seed: int) -> _Ordered:
    ids = gathering.learner_ids, gathering.guide_ids, gathering.topics
    learner, topic = keys(Market(gathering.learner_fit, learner_ids=ids[0], guide_ids=ids[2]), seed)
    guide_fit = np.empty((0, len(ids[2]))) if gathering.guide_fit is None else gathering.guide_fit
    guide, _topic = keys(Market(guide_fit, learner_ids=ids[1], guide_ids=ids[2]), seed)
    turn, lead = turns(learner), turns(guide)
    return _Ordered(
        gathering,
        np.argsort(turn),
        np.argsort(turns(topic)),
        np.argsort(lead),
        _by_first(np.concatenate([turn[gathering.apart], turn[gathering.apart][:, ::-1]])),
        sorted(tuple(sorted(turn[list(group)].tolist())) for group in gathering.groups),
        _by_first(
            np.stack([turn[gathering.apart_from_guide[:, 0]], lead[gathering.apart_from_guide[:, 1]]], axis=1)
        ),
    )


def _by_first(pairs: Integers) -> dict[int, frozenset[int]]:
    """The others of each pair, by its first."""
    others: dict[int, set[int]] = {}
    for one, other in pairs.tolist():
        others.setdefault(one, set()).add(other)
    return {one: frozenset(found) for one, found in sorted(others.items())}


def _formed(solver: Circles, gathering: Gathering, circles: list[Circle], stages: _Stages) -> FormedCircles:
    fit = np.array([_fit_of(gathering, circle) for circle in circles])
    total, spread = fsum(fit), _spread(circles, solver)
    members = [person for circle in circles for person in circle.members]
    is_as_full = len(members) == round(stages.placed.reached)
    is_as_even = is_as_full and spread == round(-stages.even.reached)
    bound = stages.best.bound if is_as_even else _without_rules(gathering, len(members), solver.smallest)
    gap = bound - total if bound - total > TOLERANCE * max(1.0, total) else 0.0
    return FormedCircles(
        circles=tuple(circles),
        fit=fit,
        total=total,
        bound=total + gap,
        gap=gap,
        placed_bound=int(np.floor(stages.placed.bound + TOLERANCE)),
        unplaced=np.setdiff1d(np.arange(gathering.learners), np.array(members, np.int64)),
        spread=spread,
        spread_bound=int(np.ceil(-stages.even.bound - TOLERANCE)) if is_as_full else 0,
        solver=solver,
    )


def _without_rules(gathering: Gathering, placed: int, smallest: int) -> float:
    """A total that so many learners cannot exceed: each at their best topic, each circle with the best guide."""
    best = np.fmax.reduce(gathering.learner_fit, axis=1, initial=-np.inf)
    led = 0.0 if gathering.guide_fit is None else float(np.nanmax(gathering.guide_fit, initial=0.0))
    return fsum([*np.sort(best)[len(best) - placed :], led * (placed // smallest)])


def _by_topic(circle: Circle) -> tuple[int, tuple[int, ...]]:
    return circle.topic, circle.members


def _spread(circles: Sequence[Circle], solver: Circles) -> int:
    return sum((len(circle.members) - solver.size) ** 2 for circle in circles)


def _fit_of(gathering: Gathering, circle: Circle) -> float:
    fits = [float(gathering.learner_fit[person, circle.topic]) for person in circle.members]
    if circle.guide is not None and gathering.guide_fit is not None:
        fits.append(float(gathering.guide_fit[circle.guide, circle.topic]))
    return fsum(fits)


def _check_circle(gathering: Gathering, solver: Circles, circle: Circle) -> None:
    if not solver.smallest <= len(circle.members) <= solver.largest:
        raise CertificateError("A circle is smaller or larger than allowed.")
    if np.isnan(_fit_of(gathering, circle)):
        raise CertificateError("Somebody is in a circle whose topic they cannot join.")
    if (circle.guide is None) != (gathering.guide_fit is None):
        raise CertificateError("A circle has no guide, or has one where there are none.")
    together = np.isin(gathering.apart, circle.members).all(axis=1)
    if together.any():
        raise CertificateError("Two learners who are kept apart share a circle.")
    if (np.isin(gathering.together, circle.members).sum(axis=1) == 1).any():
        raise CertificateError("One of two learners who are kept together is in a circle without the other.")
    learner, guide = gathering.apart_from_guide.T
    if (np.isin(learner, circle.members) & (guide == circle.guide)).any():
        raise CertificateError("A learner is in the circle of a guide from whom they are kept.")
