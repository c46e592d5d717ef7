"""Backups at the keyboard: a home into one file, and out of it again."""

from pathlib import Path
from typing import Annotated

import typer

from lizao.cli import options
from lizao.cli.door import DONE, door_of, print_json

BackupTo = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="cli.argument.backup_to")]
BackupFrom = Annotated[Path, typer.Argument(metavar="FILE", help="cli.argument.backup_from")]


def backup(context: typer.Context, file: BackupTo = None, *, json: options.Json = False) -> int:
    """Copy the home into one file; a controller that runs goes on meanwhile."""
    from lizao.app.backup import backup as backed_up

    door = door_of(context)
    settings = door.settings()
    written, manifest = backed_up(settings.home, settings.database_url, file, door.clock)
    if json:
        print_json({"file": str(written), **manifest.values})
        return DONE
    door.say("cli.backup.done", path=str(written), facts=manifest.facts)
    door.say("cli.verify.head", head=manifest.head)
    return DONE


def restore(context: typer.Context, file: BackupFrom, *, json: options.Json = False) -> int:
    """Make a home of a backup, after everything in it was checked."""
    from lizao.app.restore import restore as restored

    door = door_of(context)
    settings = door.settings()
    found = restored(file, settings.home, settings.state, door.clock)
    if json:
        print_json(
            {
                "home": str(settings.home),
                "facts": found.manifest.facts,
                "head": found.head.text,
                "made_at": found.manifest.made_at,
                "key": found.key,
            }
        )
        return DONE
    door.say("cli.restore.done", path=str(settings.home), facts=found.manifest.facts)
    door.say("cli.verify.head", head=found.head.text)
    door.say("cli.restore.older")
    if not found.key:
        door.say("cli.restore.no_key")
    return DONE
