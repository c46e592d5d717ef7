"""What each role may do, as one table; what no role may is not in it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from lizao.model.errors import NotPermittedError
from lizao.model.people import UserRole


class Deed(StrEnum):
    """Something that a person can ask of a home."""

    WATCH = "watch"
    ADD_BATCH = "add_batch"
    COMMAND_BATCH = "command_batch"
    ABORT_BATCH = "abort_batch"
    ANSWER = "answer"
    QUARANTINE_LOT = "quarantine_lot"
    RELEASE_LOT = "release_lot"
    RECEIVE_LOT = "receive_lot"
    CHANGE_UNIT = "change_unit"
    REGISTER_RECIPE = "register_recipe"
    TRY_RECIPE = "try_recipe"
    MOVE_RECIPE = "move_recipe"
    KEEP_SHIFT_BOOK = "keep_shift_book"
    HANDLE_ALARM = "handle_alarm"
    WITHDRAW_ALARM = "withdraw_alarm"
    OWN_PASSWORD = "own_password"
    MANAGE_USERS = "manage_users"


EVERYBODY: Final = frozenset(UserRole)
_OPERATOR, _PROCESS = UserRole.OPERATOR, UserRole.PROCESS_ENGINEER

PERMISSIONS: Final[Mapping[Deed, frozenset[UserRole]]] = {
    Deed.WATCH: EVERYBODY,
    Deed.ADD_BATCH: frozenset({_OPERATOR, _PROCESS, UserRole.PLANNER}),
    Deed.COMMAND_BATCH: frozenset({_OPERATOR, _PROCESS}),
    Deed.ABORT_BATCH: frozenset({_OPERATOR, _PROCESS}),
    Deed.ANSWER: frozenset({_OPERATOR, _PROCESS, UserRole.QUALITY_ENGINEER}),
    Deed.QUARANTINE_LOT: frozenset({_OPERATOR, _PROCESS, UserRole.QUALITY_ENGINEER}),
    Deed.RELEASE_LOT: frozenset({UserRole.QUALITY_ENGINEER}),
    Deed.RECEIVE_LOT: frozenset({_OPERATOR, _PROCESS, UserRole.PLANNER}),
    Deed.CHANGE_UNIT: frozenset({_OPERATOR, _PROCESS, UserRole.INTEGRATOR}),
    Deed.REGISTER_RECIPE: frozenset({_PROCESS}),
    Deed.TRY_RECIPE: frozenset({_OPERATOR, _PROCESS, UserRole.PLANNER}),
    Deed.MOVE_RECIPE: frozenset({_PROCESS, UserRole.QUALITY_ENGINEER}),
    Deed.KEEP_SHIFT_BOOK: frozenset({_OPERATOR, _PROCESS}),
    Deed.HANDLE_ALARM: frozenset({_OPERATOR, _PROCESS}),
    Deed.WITHDRAW_ALARM: frozenset({_PROCESS, UserRole.INTEGRATOR}),
    Deed.OWN_PASSWORD: EVERYBODY,
    Deed.MANAGE_USERS: frozenset({UserRole.ADMINISTRATOR}),
}
"""Who looks after users makes no batches: an administrator may do nothing else."""


def demand(user: str, roles: Iterable[UserRole], deed: Deed) -> None:
    """NotPermittedError where none of the ``roles`` of ``user`` may do this."""
    allowed = PERMISSIONS[deed]
    if allowed.isdisjoint(roles):
        raise NotPermittedError(user, deed, tuple(each for each in UserRole if each in allowed))
