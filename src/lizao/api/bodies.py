"""What is sent to the routes; numbers with units travel as people write them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(max_length=2_000)]
Secret = Annotated[str, Field(max_length=200, repr=False)]


class Body(BaseModel):
    """Nothing but what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Body):
    """How a browser comes in: with the key of the start link, or a name and a password."""

    key: Secret = ""
    user: Name = ""
    password: Secret = ""


class Choice(Body):
    """The next password of a user, who gives the one that she has."""

    user: Name
    password: Secret
    new: Secret


class Order(Body):
    """A batch to be made."""

    recipe: Name
    tonnes: Name
    overrides: dict[Name, Name] = {}


class Why(Body):
    """A reason, and the password where it is signed."""

    reason: Reason = ""
    password: Secret = ""


class BatchWish(Why):
    """A command to a batch, or to a step of it."""

    command: Name
    step: Name = ""


class ModeWish(Why):
    """How a batch is to go on."""

    mode: Name


class StepWish(Why):
    """What is to become of one step."""

    step: Name
    wish: Name


class Answer(Why):
    """An answer to what was asked."""

    answer: Name


class AlarmWish(Why):
    """What is done with an alarm; ``shelf`` is how long it is shelved."""

    shelf: Name = ""


class Delivery(Body):
    """A delivery of raw material that is taken in, and what its certificate says."""

    material: Name
    mass: Name
    supplier_lot: Name
    place: Name = ""
    certificate: dict[Name, Name] = {}


class Trial(Body):
    """A version of a recipe to be tried; without ``tonnes`` in its reference size."""

    recipe: Name
    version: Name
    tonnes: Name = ""
    overrides: dict[Name, Name] = {}
