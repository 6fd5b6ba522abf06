"""Seating the members of one topic at circles of given sizes, so that nobody sits with whom they must not."""

from collections.abc import Mapping, Sequence

MOST_STEPS = 100_000  # of the search among people who are to be kept apart


def seated(
    members: Sequence[int], sizes: Sequence[int], apart: Mapping[int, frozenset[int]]
) -> list[list[int]] | None:
    """The members of each circle; None when they cannot be kept apart, or not within the search.

    Who has most others to avoid is seated first (Brélaz 1979), with backtracking; who has none fills what is
    left, in order. members: in the order in which equals are seated.
    """
    among = set(members)
    avoiding = [person for person in members if apart.get(person, frozenset()) & among]
    avoiding.sort(key=lambda person: -len(apart[person] & among))
    circles: list[list[int]] = [[] for _size in sizes]
    if not _seat_each(avoiding, circles, sizes, apart):
        return None
    kept_apart = set(avoiding)
    free = iter([person for person in members if person not in kept_apart])
    for circle, size in zip(circles, sizes, strict=True):
        circle.extend(person for _seat, person in zip(range(size - len(circle)), free, strict=False))
    return circles


def _seat_each(
    people: Sequence[int],
    circles: list[list[int]],
    sizes: Sequence[int],
    apart: Mapping[int, frozenset[int]],
) -> bool:
    """Depth-first search over the circles of each person, in place; whether all found one."""
    tried = [0] * (len(people) + 1)
    at = 0
    for _step in range(MOST_STEPS):
        if at == len(people):
            return True
        person = people[at]
        choice = _next_circle(person, tried[at], circles, sizes, apart)
        if choice is not None:
            circles[choice].append(person)
            tried[at] = choice + 1
            at += 1
            tried[at] = 0
        elif at == 0:
            return False
        else:
            at -= 1
            circles[tried[at] - 1].pop()
    return False


def _next_circle(
    person: int,
    begin: int,
    circles: Sequence[Sequence[int]],
    sizes: Sequence[int],
    apart: Mapping[int, frozenset[int]],
) -> int | None:
    """The first circle from `begin` on with a seat for the person; of two empty ones of a size, only the first."""
    for place in range(begin, len(circles)):
        is_like_the_last = (
            place > 0 and not circles[place] and not circles[place - 1] and sizes[place] == sizes[place - 1]
        )
        if is_like_the_last or len(circles[place]) >= sizes[place]:
            continue
        if not apart[person].intersection(circles[place]):
            return place
    return None


def cliques_of(apart: Mapping[int, frozenset[int]]) -> list[tuple[int, ...]]:
    """Sets of people of whom no two may sit together, which cover every two who are to be kept apart."""
    covered: set[tuple[int, int]] = set()
    found = []
    for one in sorted(apart):
        for other in sorted(apart[one]):
            if other < one or (one, other) in covered:
                continue
            clique = [one, other]
            for third in sorted(apart[one] & apart[other]):
                if apart[third].issuperset(clique):
                    clique.append(third)
            covered.update((low, high) for low in clique for high in clique if low < high)
            found.append(tuple(clique))
    return found
