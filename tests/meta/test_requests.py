"""Nothing can be asked of a running home of which nobody said who may."""

from typing import get_args

from lizao.app.permits import DEEDS, SIGNED
from lizao.app.requests import Request


def test_every_request_says_what_one_must_be_permitted() -> None:
    """A new request gets its line in the table."""
    assert set(DEEDS) == {*get_args(Request)}


def test_what_is_signed_can_be_asked() -> None:
    """The table of signatures holds requests only."""
    assert set(SIGNED) <= set(DEEDS)
