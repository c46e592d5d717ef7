"""What every answer has in common."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

from typing_extensions import TypedDict

from lizao.model.errors import Detail


class OrNull:
    """Marks what is told as null where it is not a number."""

    def __get_pydantic_json_schema__(
        self,
        schema: object,
        handler: Callable[[object], dict[str, Any]],
    ) -> dict[str, Any]:
        """For the description of an interface; JSON has no word for what is no number."""
        return {"anyOf": [handler(schema), {"type": "null"}]}


Gapped: TypeAlias = Annotated[float, OrNull()]


class Answer(TypedDict):
    """Something that is told: all that is in it is named, and nothing else may be."""


# Read where a door holds an answer against its shape; a class of this kind holds no values.
Answer.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]


class Bilingual(Answer):
    """What people read, in both languages."""

    en: str
    zh: str


class Refusal(Answer):
    """Why something is not done: a key, the thing, value and limit, and one sentence."""

    error: str
    details: Mapping[str, Detail]
    text: str
