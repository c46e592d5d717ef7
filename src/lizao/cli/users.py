"""Commands about the users of a running home, their roles and passwords."""

import typer

from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import (
    DONE,
    NEW_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    Door,
    door_of,
    print_json,
)


def add(
    context: typer.Context,
    name: options.UserName,
    role: options.Role,
    title: options.Title = "",
    *,
    json: options.Json = False,
) -> int:
    """Add a user; the password for one time is shown now and never again."""
    from lizao.app.user_requests import AddUser

    door = door_of(context)
    told = ask(door, AddUser(name, ",".join(role), title))
    return _shown(door, name, told["one_time_password"], json=json)


def show(context: typer.Context, *, json: options.Json = False) -> int:
    """List the users with their roles."""
    from lizao.app.user_requests import AskUsers
    from lizao.cli.standing import print_users

    door = door_of(context)
    told = ask(door, AskUsers())
    if json:
        print_json(told)
    else:
        print_users(door, told["users"])
    return DONE


def change(
    context: typer.Context,
    name: options.UserName,
    role: options.OtherRole = None,
    title: options.Title = "",
    reason: options.Reason = "",
) -> int:
    """Give a user other roles or another title."""
    from lizao.app.user_requests import ChangeUser

    door = door_of(context)
    ask(door, ChangeUser(name, ",".join(role or ()), title, reason))
    door.say("cli.user.change.done", user=name)
    return DONE


def password(
    context: typer.Context, name: options.WhoseName = "", *, json: options.Json = False
) -> int:
    """Choose one's own next password, or give another user one for one time."""
    from lizao.app.user_requests import ResetPassword

    door = door_of(context)
    if name and name != door.user_name:
        told = ask(door, ResetPassword(name))
        return _shown(door, name, told["one_time_password"], json=json)
    return _choose(door)


def deactivate(context: typer.Context, name: options.UserName, reason: options.Reason = "") -> int:
    """Let a user sign in no more."""
    from lizao.app.user_requests import DeactivateUser

    door = door_of(context)
    ask(door, DeactivateUser(name, reason))
    door.say("cli.user.deactivate.done", user=name)
    return DONE


def _choose(door: Door) -> int:
    from lizao.app.channel_client import ask as ask_home
    from lizao.app.requests import Sender
    from lizao.app.user_requests import ChoosePassword

    user = door.user_name
    if not user:
        raise typer.BadParameter(door.texts("cli.user.who"))
    old = door.secret(PASSWORD_VARIABLE, user=user)
    new = door.secret(NEW_PASSWORD_VARIABLE, user=user, again=True)
    ask_home(door.settings().home, ChoosePassword(new), Sender(user, old))
    door.say("cli.user.password.done", user=user)
    return DONE


def _shown(door: Door, user: str, one_time: str, *, json: bool) -> int:
    if json:
        print_json({"user": user, "one_time_password": one_time})
    else:
        door.say("cli.user.one_time", user=user, password=one_time)
    return DONE
