"""Commands on recipe files: from and to BatchML, and what two versions differ in."""

from pathlib import Path

import typer

from lizao.cli import options
from lizao.cli.door import DONE, Door, door_of


def import_file(context: typer.Context, file: options.BatchMLFile, *, to: options.To = None) -> int:
    """Turn a BatchML file into a recipe file, a draft whatever it was."""
    from lizao.documents.batchml.importing import import_recipe
    from lizao.documents.recipe_writer import write_recipe

    door = door_of(context)
    found = import_recipe(file)
    for note in found.notes:
        typer.echo(door.texts.error(note), err=True)
    door.say(
        "cli.recipe.import.done",
        stderr=True,
        version=found.version,
        status=found.stated_status or "–",
    )
    _give(door, write_recipe(found.recipe), to)
    return DONE


def export_file(context: typer.Context, file: options.RecipeFile, *, to: options.To = None) -> int:
    """Turn a recipe file into BatchML V7."""
    from lizao.documents.batchml.exporting import export_recipe
    from lizao.documents.recipe_file import load_recipe

    _give(door_of(context), export_recipe(load_recipe(file)), to)
    return DONE


def difference(
    context: typer.Context, old: options.RecipeOrVersion, new: options.RecipeOrVersion
) -> int:
    """Say line by line what a recipe changes against an older one."""
    from lizao.app.recipe_desk import recipe_called
    from lizao.documents.recipe_difference import recipe_difference

    door = door_of(context)
    texts, settings = door.texts, door.settings()
    changes = recipe_difference(recipe_called(settings, old), recipe_called(settings, new))
    for each in changes:
        typer.echo(texts(each.key, **each.details()))
    if not changes:
        typer.echo(texts("cli.recipe.difference.none"))
    return DONE


def _give(door: Door, content: str, to: Path | None) -> None:
    """Write to a file, or to the standard output."""
    if to is None:
        typer.echo(content, nl=False)
        return
    to.write_text(content, encoding="utf-8")
    door.say("cli.written", path=str(to))
