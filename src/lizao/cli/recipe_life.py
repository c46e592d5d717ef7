"""Commands on the life of recipes: registered, verified, approved, retired; each step is signed."""

from collections.abc import Mapping
from typing import Any

import typer

from lizao.cli import options
from lizao.cli.asking import ask
from lizao.cli.door import DONE, Door, door_of, print_json
from lizao.cli.tables import ABNORMAL, table
from lizao.model.recipe_life import RecipeStatus, RecipeStep

SHOWN = 12
"""Characters of a digest that are enough to tell two apart by eye."""


def register(
    context: typer.Context, file: options.RecipeFile, *, json: options.Json = False
) -> int:
    """Register the version in a recipe file, as a draft of the running home."""
    from lizao.app.recipe_requests import RegisterRecipe

    door = door_of(context)
    return _told(door, ask(door, RegisterRecipe(str(file.resolve()))), json=json)


def verify(
    context: typer.Context,
    name: options.RegisteredName,
    version: options.RecipeVersion,
    reason: options.Reason = "",
    *,
    json: options.Json = False,
) -> int:
    """Sign that a registered version was verified."""
    return _move(door_of(context), name, version, RecipeStep.VERIFY, reason, json=json)


def approve(
    context: typer.Context,
    name: options.RegisteredName,
    version: options.RecipeVersion,
    reason: options.Reason = "",
    *,
    json: options.Json = False,
) -> int:
    """Sign that a verified version may make batches."""
    return _move(door_of(context), name, version, RecipeStep.APPROVE, reason, json=json)


def retire(
    context: typer.Context,
    name: options.RegisteredName,
    version: options.RecipeVersion,
    reason: options.Reason = "",
    *,
    json: options.Json = False,
) -> int:
    """Sign that a version makes no more batches."""
    return _move(door_of(context), name, version, RecipeStep.RETIRE, reason, json=json)


def show(context: typer.Context, site: options.Site = None, *, json: options.Json = False) -> int:
    """List the versions of the home and of the site, with who signed."""
    from lizao.app.recipe_desk import recipe_rows

    door = door_of(context)
    rows = recipe_rows(door.settings(site))
    if json:
        print_json({"recipes": rows})
        return DONE
    texts = door.texts
    names = ("recipe", "version", "status", "signed", "digest")
    columns = [(texts(f"cli.recipe.list.{name}"), False) for name in names]
    drawn = table(texts("cli.recipe.list.title"), columns, ())
    for row in rows:
        drawn.add_row(
            row["recipe"],
            row["version"],
            texts.word("recipe_status", row["status"]),
            _signed(door, row),
            (row["digest"] or "–")[:SHOWN],
            style=None if row["status"] == RecipeStatus.APPROVED else ABNORMAL,
        )
    door.console().print(drawn)
    return DONE


def _signed(door: Door, row: Mapping[str, Any]) -> str:
    texts = door.texts
    if row["registered"] is None:
        return texts("cli.recipe.list.of_file")
    signed = (
        f"{texts.word('meaning', each['meaning'])}: {each['by']}, {texts.instant(each['at'])}"
        for each in row["signatures"]
    )
    return "; ".join(signed) or "–"


def _move(door: Door, name: str, version: str, step: RecipeStep, reason: str, *, json: bool) -> int:
    from lizao.app.recipe_requests import MoveRecipe

    return _told(door, ask(door, MoveRecipe(name, version, step, reason)), json=json)


def _told(door: Door, told: Mapping[str, Any], *, json: bool) -> int:
    if json:
        print_json(told)
        return DONE
    status = door.texts.word("recipe_status", told["status"])
    said = {name: told[name] for name in ("recipe", "version", "digest")}
    door.say("cli.recipe.life.done", status=status, **said)
    return DONE
