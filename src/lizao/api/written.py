"""Answers that are written down as they are told, for what is large."""

from http import HTTPStatus
from typing import Any, Generic, TypeVar, get_args

import orjson
from fastapi import Response
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

Told = TypeVar("Told")


class Written(Response, Generic[Told]):
    """An answer of a shape that is described, and not held against it again at every telling.

    The type checker sees that the shape is the one its route names, the contract test that what is
    sent keeps it.
    """

    media_type = "application/json"

    def __init__(self, told: Told, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Write an answer down."""
        super().__init__(orjson.dumps(told), status)

    @classmethod
    def __get_pydantic_core_schema__(
        cls,
        source: Any,  # noqa: ANN401 - an annotation
        handler: GetCoreSchemaHandler,
    ) -> CoreSchema:
        """For the description of the interface: the shape of what is written."""
        return handler(*get_args(source))
