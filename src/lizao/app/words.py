"""What the house needs of a language, to write a record; a door brings it."""

from typing import Protocol

from lizao.model.facts import Fact


class Words(Protocol):
    """Texts, words and sentences in one language."""

    @property
    def lang(self) -> str:
        """The language."""

    def __call__(self, key: str, **details: object) -> str:
        """The text of a key."""

    def word(self, group: str, name: str) -> str:
        """The word for a name in a group."""

    def step(self, path: str) -> str:
        """A step with all that it lies in."""

    def fact(self, fact: Fact) -> str:
        """One sentence about a fact."""

    def reason(self, text: str) -> str:
        """Why, in words."""

    def attribute_unit(self, attribute: str) -> str:
        """The unit in which the laboratory reports an attribute."""
