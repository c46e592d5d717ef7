"""Commands that ask a running home: batches, answers, holds, status."""

from typing import TYPE_CHECKING, Any

import typer

from lizao.cli import options
from lizao.cli.door import DONE, Door, door_of, print_json
from lizao.cli.making import settings_of
from lizao.model.states import Command

if TYPE_CHECKING:
    from lizao.app.requests import Request


def add(
    context: typer.Context,
    recipe: options.RecipeName,
    tonnes: options.Tonnes,
    setting: options.Setting = None,
    *,
    json: options.Json = False,
) -> int:
    """Add a batch to the running home; it starts as soon as its units are free."""
    from lizao.app.requests import AddBatch

    door = door_of(context)
    told = ask(door, AddBatch(recipe, tonnes, settings_of(setting or ())))
    if json:
        print_json({"batch": told["batches"][0]})
    else:
        door.say("cli.batch.add.done", batch=told["batches"][0])
    return DONE


def batches(context: typer.Context, *, json: options.Json = False) -> int:
    """List the batches of the running home."""
    from lizao.app.requests import AskStatus
    from lizao.cli.standing import print_batches

    door = door_of(context)
    told = ask(door, AskStatus())
    if json:
        print_json({"batches": told["batches"]})
    else:
        print_batches(door, told["batches"])
    return DONE


def hold(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Hold a batch, or one step of it."""
    return _command(door_of(context), batch, Command.HOLD, reason, step)


def restart(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Go on with what is held."""
    return _command(door_of(context), batch, Command.RESTART, reason, step)


def stop(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Stop a batch in an orderly way, for good."""
    return _command(door_of(context), batch, Command.STOP, reason, step)


def abort(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Abort a batch at once, for good."""
    return _command(door_of(context), batch, Command.ABORT, reason, step)


def pause(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Let nothing new start in a batch, or in one step of it."""
    return _command(door_of(context), batch, Command.PAUSE, reason, step)


def resume(
    context: typer.Context,
    batch: options.Batch,
    step: options.Step = "",
    reason: options.Reason = "",
) -> int:
    """Go on with what is paused."""
    return _command(door_of(context), batch, Command.RESUME, reason, step)


def reset(
    context: typer.Context, batch: options.Batch, step: options.Step, reason: options.Reason = ""
) -> int:
    """Let a stopped or aborted step run anew."""
    return _command(door_of(context), batch, Command.RESET, reason, step)


def mode(
    context: typer.Context, batch: options.Batch, name: options.ModeName, reason: options.Why
) -> int:
    """Change the mode of a batch."""
    from lizao.app.requests import ChangeMode

    door = door_of(context)
    request = ChangeMode(batch, name.replace("-", "_"), reason)
    ask(door, request)
    door.say("cli.batch.mode.done", batch=batch, mode=request.mode)
    return DONE


def step(
    context: typer.Context,
    batch: options.Batch,
    path: options.StepName,
    wish: options.WishName,
    reason: options.Why,
) -> int:
    """Release, skip or repeat a step by hand."""
    from lizao.app.requests import HandleStep

    door = door_of(context)
    ask(door, HandleStep(batch, path, wish, reason))
    door.say("cli.batch.step.done", batch=batch, step=path, wish=wish)
    return DONE


def hold_all(
    context: typer.Context, *, every: options.EveryBatch = False, reason: options.Reason = ""
) -> int:
    """Hold every batch of the running home."""
    from lizao.app.requests import HoldAll

    door = door_of(context)
    if not every:
        raise typer.BadParameter(door.texts("cli.hold.all"))
    told = ask(door, HoldAll(reason))
    for batch in told["batches"]:
        door.say("cli.batch.asked", batch=batch, command=Command.HOLD)
    if not told["batches"]:
        door.say("cli.hold.none")
    return DONE


def answer(
    context: typer.Context,
    question: options.Question,
    text: options.Answer,
    reason: options.Reason = "",
) -> int:
    """Answer what the running home asked."""
    from lizao.app.requests import AnswerQuestion

    door = door_of(context)
    told = ask(door, AnswerQuestion(question, text, reason))
    door.say("cli.answer.done", name=told["question"])
    return DONE


def status(context: typer.Context, *, json: options.Json = False) -> int:
    """Say how the running home stands: is it done, and will it stay done."""
    from lizao.app.requests import AskStatus
    from lizao.cli.standing import print_status

    door = door_of(context)
    told = ask(door, AskStatus())
    if json:
        print_json(told)
    else:
        print_status(door, told)
    return DONE


def _command(door: Door, batch: str, command: Command, reason: str, step: str) -> int:
    from lizao.app.requests import CommandBatch

    ask(door, CommandBatch(batch, command, reason, step))
    if step:
        door.say("cli.batch.step_asked", batch=batch, step=step, command=command)
    else:
        door.say("cli.batch.asked", batch=batch, command=command)
    return DONE


def ask(door: Door, request: "Request") -> dict[str, Any]:
    """What the running home answers."""
    from lizao.app import channel_client

    return channel_client.ask(door.settings().home, request, door.sender())
