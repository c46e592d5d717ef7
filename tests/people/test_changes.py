"""Users come, change and go; a name is given once, and one administrator always stays."""

import pytest

from lizao.model.errors import LastAdministratorError, NameTakenError, UnknownNameError
from lizao.model.facts import Fact, PasswordChanged, Signed, UserAdded
from lizao.model.people import Meaning, UserName, UserRole
from lizao.people.changes import Wish, add_user, change_user, deactivate_user
from lizao.people.register import People, apply

BOSS, LI = UserName("boss"), UserName("li.wei")
PLANNER = frozenset({UserRole.PLANNER})


def people(*facts: Fact) -> People:
    """A plant with an administrator, and what happened to it since."""
    found = apply(People(), UserAdded(0, BOSS, "Boss", (UserRole.ADMINISTRATOR,), "controller"))
    for fact in facts:
        found = apply(found, fact)
    return found


def with_li() -> People:
    """An operator is there too."""
    return people(*add_user(people(), Wish("li.wei", "Li Wei", "operator"), "boss", 1))


def test_a_user_is_added_with_a_password_for_one_time() -> None:
    """The facts say who did it; without a title the name is one."""
    added, password = add_user(people(), Wish("li.wei", " ", "planner, operator"), "boss", 7)

    roles = (UserRole.OPERATOR, UserRole.PLANNER)
    assert added == UserAdded(7, LI, "li.wei", roles, "boss")
    assert password == PasswordChanged(7, LI, "boss", one_time=True)


@pytest.mark.parametrize(
    "name", ["", "L", "Li", "li wei", "../etc", "x" * 33, "1st", "李伟", "li\n"]
)
def test_a_name_has_a_form(name: str) -> None:
    """What could be mistaken for something else is no name."""
    with pytest.raises(UnknownNameError):
        add_user(people(), Wish(name, "", "operator"), "boss", 1)


@pytest.mark.parametrize("name", ["boss", "operator", "rule", "controller"])
def test_a_name_is_given_once(name: str) -> None:
    """Neither to a second person, nor where rules and unnamed operators act under it."""
    with pytest.raises(NameTakenError):
        add_user(people(), Wish(name, "", "operator"), "boss", 1)


@pytest.mark.parametrize("roles", ["", "king", "operator,king"])
def test_a_role_must_be_one(roles: str) -> None:
    """The error lists those there are."""
    with pytest.raises(UnknownNameError, match="quality_engineer"):
        add_user(people(), Wish("li.wei", "", roles), "boss", 1)


def test_what_is_not_said_stays() -> None:
    """Title and roles change one without the other."""
    found = with_li()
    found = apply(found, change_user(found, Wish("li.wei", "", "planner", "new job"), "boss", 2))
    assert (found.user("li.wei").title, found.user("li.wei").roles) == ("Li Wei", PLANNER)
    found = apply(found, change_user(found, Wish("li.wei", "Li", ""), "boss", 3))
    assert (found.user("li.wei").title, found.user("li.wei").roles) == ("Li", PLANNER)


def test_a_user_who_is_gone_stays_gone() -> None:
    """Deactivated twice is once; she cannot be changed, and her name is not free."""
    found = with_li()
    (gone,) = deactivate_user(found, "li.wei", "left", "boss", 2)
    found = apply(found, gone)
    assert deactivate_user(found, "li.wei", "left", "boss", 3) == ()
    with pytest.raises(UnknownNameError, match="boss"):
        change_user(found, Wish("li.wei", "", "planner"), "boss", 4)
    with pytest.raises(NameTakenError):
        add_user(found, Wish("li.wei", "", "planner"), "boss", 4)


def test_the_last_administrator_stays() -> None:
    """Unless there is another one."""
    found = with_li()
    with pytest.raises(LastAdministratorError):
        deactivate_user(found, "boss", "", "boss", 2)
    with pytest.raises(LastAdministratorError):
        change_user(found, Wish("boss", "", "operator"), "boss", 2)
    found = apply(found, change_user(found, Wish("li.wei", "", "administrator"), "boss", 3))
    assert deactivate_user(found, "boss", "", "li.wei", 4)


def test_nobody_is_changed_who_was_never_added() -> None:
    """The error lists who there is."""
    with pytest.raises(UnknownNameError, match="boss"):
        deactivate_user(people(), "ghost", "", "boss", 1)
    with pytest.raises(UnknownNameError, match="boss"):
        change_user(people(), Wish("ghost", "", "operator"), "boss", 1)


def test_a_signature_is_found_under_what_was_signed() -> None:
    """In its order, and under nothing else."""
    first = Signed(1, "B-1", Meaning.RESPONSIBLE, "no order", LI)
    second = Signed(2, "B-2", Meaning.RESPONSIBLE, "spill", LI)
    found = people(first, second)
    assert found.signed("B-1") == (first,)
    assert found.signatures == (first, second)
