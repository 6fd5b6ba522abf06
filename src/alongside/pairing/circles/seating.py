"""Seating the members of one topic at circles of given sizes, so that nobody sits with whom they must not."""

from collections.abc import Collection, Mapping, Sequence

MOST_STEPS = 100_000  # of the search among people who are to be kept apart or together

Unit = tuple[int, ...]


def seated(
    members: Sequence[int],
    sizes: Sequence[int],
    apart: Mapping[int, frozenset[int]],
    groups: Collection[Unit] = (),
    leaders: Sequence[int] = (),
) -> list[list[int]] | None:
    """The members of each circle; None when they cannot be kept apart and together, or not within the search.

    The largest group, then who has most others to avoid, is seated first (Brélaz 1979), with backtracking; who
    has none fills what is left, in order. members: in the order in which equals are seated. groups: of members
    who share a circle; all of a group are members or none is. leaders: of each circle, whom members may have to
    avoid too; they take no seat and are not in what is returned.
    """
    among = {*members, *leaders}
    units = [group for group in groups if among.issuperset(group)]
    grouped = {person for unit in units for person in unit}
    units += [(person,) for person in members if person not in grouped and apart.get(person, set()) & among]
    avoided = {unit: _avoided(unit, apart) & among for unit in units}
    units.sort(key=lambda unit: (-len(unit), -len(avoided[unit])))
    circles: list[list[int]] = [[leader] for leader in leaders] or [[] for _size in sizes]
    if not _seat_each(units, circles, [size + bool(leaders) for size in sizes], avoided):
        return None
    circles = [circle[bool(leaders) :] for circle in circles]
    is_seated = {person for unit in units for person in unit}
    free = iter([person for person in members if person not in is_seated])
    for circle, size in zip(circles, sizes, strict=True):
        circle.extend(person for _seat, person in zip(range(size - len(circle)), free, strict=False))
    return circles


def _avoided(unit: Unit, apart: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*(apart.get(person, frozenset()) for person in unit))


def _seat_each(
    units: Sequence[Unit],
    circles: list[list[int]],
    sizes: Sequence[int],
    avoided: Mapping[Unit, frozenset[int]],
) -> bool:
    """Depth-first search over the circles of each unit, in place; whether all found one."""
    tried = [0] * (len(units) + 1)
    at = 0
    for _step in range(MOST_STEPS):
        if at == len(units):
            return True
        unit = units[at]
        choice = _next_circle(len(unit), avoided[unit], tried[at], circles, sizes)
        if choice is not None:
            circles[choice].extend(unit)
            tried[at] = choice + 1
            at += 1
            tried[at] = 0
        elif at == 0:
            return False
        else:
            at -= 1
            del circles[tried[at] - 1][-len(units[at]) :]
    return False


def _next_circle(
    seats: int,
    avoided: frozenset[int],
    begin: int,
    circles: Sequence[Sequence[int]],
    sizes: Sequence[int],
) -> int | None:
    """The first circle from `begin` on with so many seats and nobody to avoid; of two empty ones alike the first."""
    for place in range(begin, len(circles)):
        is_like_the_last = (
            place > 0 and not circles[place] and not circles[place - 1] and sizes[place] == sizes[place - 1]
        )
        if is_like_the_last or len(circles[place]) + seats > sizes[place]:
            continue
        if not avoided.intersection(circles[place]):
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
