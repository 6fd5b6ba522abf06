"""What every test may ask for."""

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast, fresh for this test."""
    return make_cast()
