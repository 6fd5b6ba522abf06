import numpy as np
import pytest

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    Circles,
    Fairest,
    Market,
    SettingsError,
    Stable,
)

WRONG = [
    (BestTotal, {"first": "pairs"}, r"first is 'pairs': use one of places, people, None\."),
    (BestTotal, {"first": 3}, "first is 3"),
    (BestTotal, {"first": ["places"]}, "first is"),
    (BestTotal, {"seed": "a"}, r"seed is 'a': use a whole number\."),
    (BestTotal, {"seed": 1.5}, "seed is 1.5"),
    (BestTotal, {"seed": True}, "seed is True"),
    (BestTotal, {"gap": -1}, "gap is -1: use a number of 0 or more"),
    (BestTotal, {"gap": np.nan}, "gap is nan"),
    (BestTotal, {"gap": "small"}, "gap is 'small'"),
    (BestTotal, {"price_alone": np.inf}, "price_alone is inf"),
    (Fairest, {"seed": None}, "seed is None"),
    (Fairest, {"depth": -1}, "depth is -1: use a whole number of 0 or more"),
    (Fairest, {"depth": 1.5}, "depth is 1.5"),
    (Fairest, {"then": "mean"}, "then is 'mean': use one of leximin, total"),
    (Fairest, {"groups": "median"}, "groups is 'median': use one of mean, rate"),
    (Stable, {"proposing": "mentors"}, "proposing is 'mentors': use one of learners, guides"),
    (Stable, {"ties": None}, "ties is None: use one of seed, promotion"),
    (Stable, {"seed": 0.0}, "seed is 0.0"),
    (Circles, {"size": "six"}, "size is 'six': use a whole number of 1 or more"),
    (Circles, {"size": 4.5}, "size is 4.5"),
    (Circles, {"branches": 0}, "branches is 0"),
    (Circles, {"gap": -0.1}, "gap is -0.1"),
]


@pytest.mark.parametrize(("solver", "parameters", "message"), WRONG)
def test_a_wrong_parameter_is_named_when_the_solver_is_made(
    solver: type, parameters: dict, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        solver(**parameters)


def test_whole_numbers_of_numpy_and_negative_seeds_will_do() -> None:
    assert BestTotal(seed=np.int64(-3)).match(Market([[1.0]])).total == 1.0


@pytest.mark.parametrize("solver", [BestTotal(), Fairest(), Fairest(groups="mean")], ids=str)
def test_every_solver_names_the_guides_who_cannot_have_their_least(solver: object) -> None:
    market = Market(np.ones((2, 3)), guide_places=2, guide_minimum=1, groups=["a", "b"])
    with pytest.raises(
        CannotMatchError, match="guide 0 needs at least 1, guide 1 needs at least 1 and guide 2"
    ) as told:
        solver.match(market)
    assert len(told.value.conflict) == 3
