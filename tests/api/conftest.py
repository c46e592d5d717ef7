"""One running home for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.api.house import Served, served


@pytest.fixture
def home() -> Iterator[Served]:
    """The mini plant at work, with a service beside its controller."""
    with served() as found:
        yield found
