"""Who may what: the whole table, and what is said to whoever may not."""

from itertools import product

import pytest

from lizao.model.errors import NotPermittedError
from lizao.model.people import UserRole
from lizao.people.permissions import PERMISSIONS, Deed, demand

ALLOWED = {
    Deed.WATCH: "operator process_engineer quality_engineer planner integrator administrator",
    Deed.ADD_BATCH: "operator process_engineer planner",
    Deed.COMMAND_BATCH: "operator process_engineer",
    Deed.ABORT_BATCH: "operator process_engineer",
    Deed.ANSWER: "operator process_engineer quality_engineer",
    Deed.QUARANTINE_LOT: "operator process_engineer quality_engineer",
    Deed.RELEASE_LOT: "quality_engineer",
    Deed.RECEIVE_LOT: "operator process_engineer planner",
    Deed.CHANGE_UNIT: "operator process_engineer integrator",
    Deed.REGISTER_RECIPE: "process_engineer",
    Deed.TRY_RECIPE: "operator process_engineer planner",
    Deed.MOVE_RECIPE: "process_engineer quality_engineer",
    Deed.KEEP_SHIFT_BOOK: "operator process_engineer",
    Deed.HANDLE_ALARM: "operator process_engineer",
    Deed.WITHDRAW_ALARM: "process_engineer integrator",
    Deed.OWN_PASSWORD: "operator process_engineer quality_engineer planner integrator"
    " administrator",
    Deed.MANAGE_USERS: "administrator",
}
"""What each may do, written a second time by hand."""


def test_every_deed_has_somebody_who_may_do_it() -> None:
    """Nothing is left out of the table."""
    assert set(PERMISSIONS) == set(Deed) == set(ALLOWED)
    assert all(PERMISSIONS.values())


@pytest.mark.parametrize(("role", "deed"), [*product(UserRole, Deed)])
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: UserRole, deed: Deed) -> None:
    """Refused is told with the user, the deed and the roles that may."""
    if role in ALLOWED[deed].split():
        demand("li.wei", {role}, deed)
        return
    with pytest.raises(NotPermittedError) as refused:
        demand("li.wei", {role}, deed)
    assert (refused.value.user, refused.value.deed) == ("li.wei", deed)
    assert " ".join(refused.value.roles) == ALLOWED[deed]


@pytest.mark.parametrize("deed", Deed)
def test_nobody_may_do_anything_without_a_role(deed: Deed) -> None:
    """A deactivated user has none left."""
    with pytest.raises(NotPermittedError):
        demand("li.wei", (), deed)


@pytest.mark.parametrize("deed", Deed)
def test_one_of_several_roles_is_enough(deed: Deed) -> None:
    """A person may wear two hats."""
    demand("li.wei", UserRole, deed)
