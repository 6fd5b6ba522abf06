"""What tests of the matching may ask for."""

import pytest

from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import make_matching_programme


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """A running programme that matches by skills and department, with nobody in it yet."""
    return make_matching_programme(cast.organisation, cast.manager)
