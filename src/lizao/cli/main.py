"""The command line: ``lizao make`` and the commands that look at what was made."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import typer
from typer.main import get_command

import lizao
from lizao.cli import (
    alarms,
    asking,
    breaking,
    checking,
    comparing,
    fitting,
    help,
    judging,
    keeping,
    looking,
    lots,
    making,
    recipe_life,
    recipes,
    soaking,
    starting,
    trying,
    units,
    users,
)
from lizao.cli.common import CommandLine, best_language, read
from lizao.cli.door import DONE, FAILED, WRONG, Door, House
from lizao.cli.options import Version
from lizao.model.errors import (
    BackupDamagedError,
    LedgerBrokenError,
    LizaoError,
    PlantEndedError,
    UnansweredError,
    UnknownNameError,
)
from lizao.texts import Texts

INTERRUPTED: Final = 130
"""Exit code of a program that a second Ctrl-C ended."""
NOT_A_HEAD: Final = "not_a_head"

app = typer.Typer(
    name=help.PROGRAM,
    help="cli.about",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": []},
)
recipe = typer.Typer(help="cli.recipe.help", rich_markup_mode=None)
plant = typer.Typer(help="cli.plant.help", rich_markup_mode=None)
site = typer.Typer(help="cli.site.help", rich_markup_mode=None)
batch = typer.Typer(help="cli.batch.help", rich_markup_mode=None)
user = typer.Typer(help="cli.user.help", rich_markup_mode=None)
unit = typer.Typer(help="cli.unit.help", rich_markup_mode=None)
lot = typer.Typer(help="cli.lot.help", rich_markup_mode=None)
alarm = typer.Typer(help="cli.alarm.help", rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def start(context: typer.Context, *, version: Version = False) -> None:
    """Say which version this is."""
    if version:
        typer.echo(f"{help.PROGRAM} {lizao.__version__}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        typer.echo(help.page(context.command, help.PROGRAM, context.obj.texts))


app.command("make", help="cli.make.help")(making.make)
app.command("resume", help="cli.resume.help")(making.resume)
app.command("start", help="cli.start.help")(starting.start)
app.command("status", help="cli.status.help")(asking.status)
app.command("hold", help="cli.hold.help")(asking.hold_all)
app.command("answer", help="cli.answer.help")(asking.answer)
batch.command("add", help="cli.batch.add.help")(asking.add)
batch.command("list", help="cli.batch.list.help")(asking.batches)
batch.command("hold", help="cli.batch.hold.help")(asking.hold)
batch.command("restart", help="cli.batch.restart.help")(asking.restart)
batch.command("pause", help="cli.batch.pause.help")(asking.pause)
batch.command("resume", help="cli.batch.resume.help")(asking.resume)
batch.command("mode", help="cli.batch.mode.help")(asking.mode)
batch.command("step", help="cli.batch.step.help")(asking.step)
batch.command("reset", help="cli.batch.reset.help")(asking.reset)
batch.command("stop", help="cli.batch.stop.help")(asking.stop)
batch.command("abort", help="cli.batch.abort.help")(asking.abort)
unit.command("list", help="cli.unit.list.help")(units.units)
unit.command("out-of-service", help="cli.unit.out.help")(units.out_of_service)
unit.command("cleaning", help="cli.unit.cleaning.help")(units.cleaning)
unit.command("calibration", help="cli.unit.calibration.help")(units.calibration)
unit.command("maintenance", help="cli.unit.maintenance.help")(units.maintenance)
unit.command("empty", help="cli.unit.empty.help")(units.empty)
unit.command("take", help="cli.unit.take.help")(units.take)
unit.command("give-back", help="cli.unit.give-back.help")(units.hand_back)
unit.command("return", help="cli.unit.return.help")(units.give_back)
lot.command("receive", help="cli.lot.receive.help")(lots.receive)
lot.command("release", help="cli.lot.release.help")(lots.release)
lot.command("quarantine", help="cli.lot.quarantine.help")(lots.quarantine)
alarm.command("list", help="cli.alarm.list.help")(alarms.alarms)
alarm.command("acknowledge", help="cli.alarm.acknowledge.help")(alarms.acknowledge)
alarm.command("reset", help="cli.alarm.reset.help")(alarms.reset)
alarm.command("shelve", help="cli.alarm.shelve.help")(alarms.shelve)
alarm.command("unshelve", help="cli.alarm.unshelve.help")(alarms.unshelve)
alarm.command("out-of-service", help="cli.alarm.out.help")(alarms.out_of_service)
alarm.command("return", help="cli.alarm.return.help")(alarms.give_back)
alarm.command("figures", help="cli.alarm.figures.help")(alarms.figures)
app.command("record", help="cli.record.help")(looking.record)
app.command("trace", help="cli.trace.help")(looking.trace)
app.command("certificate", help="cli.certificate.help")(looking.certificate)
app.command("lots", help="cli.lots.help")(looking.lots)
app.command("backup", help="cli.backup.help")(keeping.backup)
app.command("restore", help="cli.restore.help")(keeping.restore)
app.command("verify", help="cli.verify.help")(checking.verify)
app.command("replay", help="cli.replay.help")(checking.replay)
app.command("soak", help="cli.soak.help")(soaking.soak)
recipe.command("check", help="cli.recipe.check.help")(checking.check)
recipe.command("try", help="cli.recipe.try.help")(trying.try_file)
recipe.command("import", help="cli.recipe.import.help")(recipes.import_file)
recipe.command("export", help="cli.recipe.export.help")(recipes.export_file)
recipe.command("register", help="cli.recipe.register.help")(recipe_life.register)
recipe.command("verify", help="cli.recipe.verify.help")(recipe_life.verify)
recipe.command("approve", help="cli.recipe.approve.help")(recipe_life.approve)
recipe.command("retire", help="cli.recipe.retire.help")(recipe_life.retire)
recipe.command("list", help="cli.recipe.list.help")(recipe_life.show)
recipe.command("difference", help="cli.recipe.difference.help")(recipes.difference)
plant.command("compare", help="cli.plant.compare.help")(comparing.compare)
plant.command("show", help="cli.plant.show.help")(checking.show)
plant.command("fault", help="cli.plant.fault.help")(breaking.fault)
plant.command("faults", help="cli.plant.faults.help")(breaking.faults)
plant.command("validate", help="cli.plant.validate.help")(judging.validate)
plant.command("fit", help="cli.plant.fit.help")(fitting.fit)
site.command("init", help="cli.site.init.help")(checking.init)
site.command("check", help="cli.site.check.help")(checking.whole)
user.command("add", help="cli.user.add.help")(users.add)
user.command("list", help="cli.user.list.help")(users.show)
user.command("change", help="cli.user.change.help")(users.change)
user.command("password", help="cli.user.password.help")(users.password)
user.command("deactivate", help="cli.user.deactivate.help")(users.deactivate)
app.add_typer(batch, name="batch")
app.add_typer(user, name="user")
app.add_typer(unit, name="unit")
app.add_typer(lot, name="lot")
app.add_typer(alarm, name="alarm")
app.add_typer(recipe, name="recipe")
app.add_typer(plant, name="plant")
app.add_typer(site, name="site")


def main() -> None:
    """Do what the command line says and leave with its exit code."""
    sys.exit(run(sys.argv[1:], os.environ))


def run(
    arguments: Sequence[str], environment: Mapping[str, str], house: House | None = None
) -> int:
    """Do what was typed; its exit code. ``house`` replaces the house of this program."""
    line = read(arguments)
    try:
        texts = Texts(line.language(environment))
    except UnknownNameError as error:
        typer.echo(best_language(line, environment).error(error), err=True)
        return WRONG
    if line.without_value:
        typer.echo(texts("cli.wrong.missing", value=line.without_value), err=True)
        return WRONG
    if line.help:
        command, path = help.find(get_command(app), line.words)
        typer.echo(help.page(command, path, texts))
        return DONE
    return _command(line, Door(texts, line.folder, house=house, user=line.user))


def _command(line: CommandLine, door: Door) -> int:
    texts = door.texts
    try:
        status = get_command(app).main(
            args=list(line.words), prog_name=help.PROGRAM, standalone_mode=False, obj=door
        )
    except help.USAGE_ERRORS as error:
        _, path = help.find(get_command(app), line.words)
        typer.echo(help.usage_error(error, texts), err=True)
        typer.echo(texts("cli.wrong.see_help", command=f"{path} --help"), err=True)
        return WRONG
    except LizaoError as error:
        typer.echo(texts.error(error), err=True)
        return _status_of(error)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return int(status or DONE)


def _status_of(error: LizaoError) -> int:
    """A broken ledger or a process that ended is a failure; everything else was asked wrongly."""
    broken = isinstance(error, LedgerBrokenError) and error.reason != NOT_A_HEAD
    broken = broken or isinstance(error, BackupDamagedError)
    ended = isinstance(error, PlantEndedError | UnansweredError)
    return FAILED if broken or ended else WRONG


if __name__ == "__main__":
    main()
