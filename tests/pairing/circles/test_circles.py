from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import CertificateError, Circle, Circles, Gathering, MarketError, SettingsError

QUICK = settings(max_examples=40, deadline=None)
SOLVER = Circles(size=4, smallest=3, largest=5)


@st.composite
def gatherings(draw: st.DrawFn) -> Gathering:
    """A gathering small enough to try every way: ties, closed topics, people apart and together, guides or none."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    learners, topics, guides = draw(st.integers(0, 7)), draw(st.integers(1, 2)), draw(st.integers(0, 3))
    is_led = draw(st.booleans())
    together = [(0, 1)] if learners > 1 and draw(st.booleans()) else []
    return Gathering(
        with_gaps(random, (learners, topics)),
        with_gaps(random, (guides, topics)) if is_led else None,
        guide_places=random.integers(0, 3, guides) if is_led else None,
        apart=[
            (one, other)
            for one in range(learners)
            for other in range(one)
            if random.random() < 0.15 and (other, one) not in together
        ],
        together=together,
        apart_from_guide=random.random((learners, guides)) < 0.15 if is_led else None,
        learner_ids=[f"learner-{row}" for row in range(learners)],
        guide_ids=[f"guide-{row}" for row in range(guides)] if is_led else None,
    )


def with_gaps(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    fit = random.integers(0, 5, shape) / 4
    fit[random.random(shape) < 0.2] = np.nan
    return fit


def best_by_trying(gathering: Gathering) -> tuple[int, int, float]:
    """Most placed, least spread and highest total, over every way to seat learners at circles."""
    topics = gathering.learner_fit.shape[1]
    slots = [topic for topic in range(topics) for _copy in range(2)]  # seven make two circles at most
    best = (0, 0, 0.0)
    for seats in product(range(-1, len(slots)), repeat=gathering.learners):
        groups = {slot: [who for who, seat in enumerate(seats) if seat == slot] for slot in set(seats) - {-1}}
        if any(slot % 2 and slot - 1 not in groups for slot in groups) or not allowed(
            gathering, groups, slots
        ):
            continue
        fit = sum(gathering.learner_fit[who, slots[slot]] for slot, group in groups.items() for who in group)
        led = best_led(gathering, [(slots[slot], group) for slot, group in groups.items()])
        if not np.isnan(fit) and led is not None:
            spread = sum((len(group) - SOLVER.size) ** 2 for group in groups.values())
            best = max(best, (sum(map(len, groups.values())), -spread, round(float(fit + led), 9)))
    return best


def allowed(gathering: Gathering, groups: dict[int, list[int]], slots: list[int]) -> bool:
    sizes = all(SOLVER.smallest <= len(group) <= SOLVER.largest for group in groups.values())
    pairs, bonds = gathering.apart.tolist(), gathering.together.tolist()
    return sizes and not any(
        any(one in group and other in group for one, other in pairs)
        or any((one in group) != (other in group) for one, other in bonds)
        for group in groups.values()
    )


def best_led(gathering: Gathering, circles: list[tuple[int, list[int]]]) -> float | None:
    """The highest fit of guides for these circles; None when they cannot all be led."""
    if gathering.guide_fit is None:
        return 0.0
    found = []
    kept_from = {(learner, guide) for learner, guide in gathering.apart_from_guide.tolist()}
    for guides in product(range(len(gathering.guide_fit)), repeat=len(circles)):
        led = list(zip(guides, circles, strict=True))
        fit = sum(gathering.guide_fit[guide, topic] for guide, (topic, _group) in led)
        if any((who, guide) in kept_from for guide, (_topic, group) in led for who in group):
            continue
        if (np.bincount(guides, minlength=len(gathering.guide_places)) <= gathering.guide_places).all():
            found.append(fit)
    return max((fit for fit in found if not np.isnan(fit)), default=None)


@given(gathering=gatherings())
@QUICK
def test_no_way_to_gather_them_is_better(gathering: Gathering) -> None:
    formed = SOLVER.match(gathering)
    formed.verify(gathering)
    placed = sum(len(circle.members) for circle in formed.circles)
    best = best_by_trying(gathering)
    assert (placed, -formed.spread) == best[:2]
    assert formed.total == pytest.approx(best[2], abs=1e-6)
    assert formed.gap == 0
    assert formed.placed_bound == placed
    assert formed.spread_bound == formed.spread


@given(gathering=gatherings(), seed=st.integers(0, 100))
@QUICK
def test_the_order_of_rows_changes_nothing(gathering: Gathering, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.permutation(gathering.learners)
    other = Gathering(
        gathering.learner_fit[rows],
        gathering.guide_fit,
        guide_places=None if gathering.guide_fit is None else gathering.guide_places,
        apart=np.argsort(rows)[gathering.apart],
        together=np.argsort(rows)[gathering.together],
        apart_from_guide=_turned(gathering.apart_from_guide, np.argsort(rows)),
        learner_ids=[gathering.learner_ids[row] for row in rows],
        guide_ids=None if gathering.guide_fit is None else gathering.guide_ids,
    )
    again = {
        (circle.topic, circle.guide, frozenset(rows[list(circle.members)]))
        for circle in SOLVER.match(other).circles
    }
    assert again == {
        (each.topic, each.guide, frozenset(each.members)) for each in SOLVER.match(gathering).circles
    }


def _turned(pairs: np.ndarray, place: np.ndarray) -> np.ndarray:
    return np.stack([place[pairs[:, 0]], pairs[:, 1]], axis=1)


def test_twenty_people_make_circles_that_are_as_even_as_can_be() -> None:
    gathering = Gathering(np.random.default_rng(0).random((20, 4)))
    sizes = sorted(len(circle.members) for circle in Circles(size=6).match(gathering).circles)
    assert sizes == [6, 7, 7]


def test_three_who_avoid_one_another_join_three_circles() -> None:
    gathering = Gathering(np.ones((9, 1)), apart=[(0, 1), (1, 2), (0, 2)])
    formed = Circles(size=3).match(gathering)
    formed.verify(gathering)
    assert len(formed.circles) == 3
    assert sorted(sum(person in circle.members for person in (0, 1, 2)) for circle in formed.circles) == [
        1,
        1,
        1,
    ]


def test_a_ring_that_two_circles_cannot_part_is_parted_otherwise() -> None:
    ring = [(person, (person + 1) % 5) for person in range(5)]
    gathering = Gathering(np.ones((9, 1)), apart=ring)
    formed = Circles(size=4, smallest=3, largest=5).match(gathering)
    formed.verify(gathering)
    assert len(formed.unplaced) <= 1


def test_every_circle_has_a_guide_who_can_lead_it_where_there_are_guides() -> None:
    random = np.random.default_rng(1)
    gathering = Gathering(random.random((40, 3)), with_gaps(random, (9, 3)))
    formed = Circles(size=5).match(gathering)
    formed.verify(gathering)
    assert len({circle.guide for circle in formed.circles}) == len(formed.circles)


def test_a_large_gathering_says_what_may_be_missing() -> None:
    gathering = Gathering(np.random.default_rng(2).random((150, 8)))
    formed = Circles(gap=0.05).match(gathering)
    formed.verify(gathering)
    assert 0 <= formed.gap <= 0.05 * formed.bound


def altered_circle(circle: Circle) -> list[Circle]:
    return [circle._replace(members=circle.members[1:]), circle._replace(topic=1 - circle.topic)]


@pytest.mark.parametrize("way", [0, 1])
def test_an_altered_circle_fails(way: int) -> None:
    gathering = Gathering(np.random.default_rng(3).random((8, 2)))
    formed = Circles(size=4).match(gathering)
    circles = (altered_circle(formed.circles[0])[way], *formed.circles[1:])
    with pytest.raises(CertificateError):
        replace(formed, circles=circles).verify(gathering)


def test_two_who_are_apart_fail_in_one_circle() -> None:
    formed = Circles(size=4).match(Gathering(np.ones((4, 1))))
    with pytest.raises(CertificateError, match="kept apart"):
        formed.verify(Gathering(np.ones((4, 1)), apart=[(0, 3)]))


def test_one_without_the_other_fails_and_so_does_a_guide_from_whom_somebody_is_kept() -> None:
    formed = Circles(size=4, smallest=4, largest=4).match(Gathering(np.ones((5, 1)), np.ones((1, 1))))
    inside, left = formed.circles[0].members[0], int(formed.unplaced[0])
    with pytest.raises(CertificateError, match="kept together"):
        formed.verify(Gathering(np.ones((5, 1)), np.ones((1, 1)), together=[(inside, left)]))
    with pytest.raises(CertificateError, match="from whom they are kept"):
        formed.verify(Gathering(np.ones((5, 1)), np.ones((1, 1)), apart_from_guide=[(inside, 0)]))


def test_friends_of_friends_stay_together_and_only_where_all_can_join() -> None:
    fit = np.ones((8, 2))
    fit[2, 0] = np.nan
    gathering = Gathering(fit, together=[(0, 1), (1, 2)])
    assert gathering.groups == [(0, 1, 2)]
    formed = Circles(size=4).match(gathering)
    formed.verify(gathering)
    assert len(formed.unplaced) == 0
    (shared,) = {circle.topic for circle in formed.circles if 0 in circle.members}
    assert shared == 1


def test_a_rule_that_closes_many_guides_is_kept_and_proved_at_once() -> None:
    random = np.random.default_rng(4)
    departments = random.integers(0, 5, 40), random.integers(0, 5, 9)
    gathering = Gathering(
        random.random((40, 4)),
        with_gaps(random, (9, 4)),
        apart_from_guide=departments[0][:, None] == departments[1],
    )
    formed = Circles(size=6, gap=0.01).match(gathering)
    formed.verify(gathering)
    assert len(formed.unplaced) == 0


@pytest.mark.parametrize(
    "sizes", [{"smallest": 2}, {"largest": 16}, {"size": 20}, {"smallest": 7}, {"size": 2, "smallest": 2}]
)
def test_sizes_out_of_order_or_beyond_three_to_fifteen_are_named(sizes: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match="use 3 to 15, smallest, size and largest in order"):
        Circles(**sizes)


@pytest.mark.parametrize("size", [3, 15])
def test_circles_of_three_and_of_fifteen_are_made(size: int) -> None:
    gathering = Gathering(np.ones((30, 1)))
    formed = Circles(size=size, smallest=size, largest=size).match(gathering)
    formed.verify(gathering)
    assert {len(circle.members) for circle in formed.circles} == {size}
    assert len(formed.unplaced) == 0


def test_what_contradicts_itself_is_refused_before_any_work() -> None:
    with pytest.raises(MarketError, match="contradict each other"):
        Gathering(np.ones((4, 1)), apart=[(0, 2)], together=[(0, 1), (2, 1)])
    with pytest.raises(MarketError, match="apart keeps a learner from themselves"):
        Gathering(np.ones((3, 1)), apart=[(1, 1)])
    with pytest.raises(MarketError, match="speaks of 2 topics and learner_fit of 1"):
        Gathering(np.ones((3, 1)), np.ones((1, 2)))


AVOIDING = [
    (5, 0),
    (5, 1),
    (5, 2),
    (5, 3),
]  # six would fill two circles of three, but one avoids four of them


def test_it_is_proved_too_where_people_cannot_be_seated_at_circles_of_the_sizes_they_would_fill() -> None:
    gathering = Gathering([[1.0], [0.25], [1.0], [1.0], [1.0], [1.0]], apart=AVOIDING)
    formed = SOLVER.match(gathering)
    formed.verify(gathering)
    assert formed.is_proved
    assert formed.total == 4.25


def test_where_too_many_are_apart_to_prove_it_the_bounds_say_less_and_not_what_is_untrue() -> None:
    others = 2_000
    fit = np.concatenate([[[1.0, np.nan, np.nan]] * 6, [[np.nan, 1.0, 0.5]] * others])
    gathering = Gathering(fit, apart=AVOIDING)
    formed = SOLVER.match(gathering)
    formed.verify(gathering)
    placed = sum(len(circle.members) for circle in formed.circles)
    assert placed == 5 + others < formed.placed_bound
    assert not formed.is_proved
    assert formed.bound >= formed.total
