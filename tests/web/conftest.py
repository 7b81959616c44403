"""What every test of the pages needs."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_of_before() -> Iterator[None]:
    """A page that is asked for in English leaves its thread in English."""
    yield
    translation.deactivate()
