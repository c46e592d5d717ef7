"""``lizao recipe try``: what a recipe would take, use and give, before anybody approves it."""

from typing import TYPE_CHECKING

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, Door, door_of, print_json
from lizao.cli.making import settings_of, watched
from lizao.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping


def try_file(
    context: typer.Context,
    file: options.RecipeOrVersion,
    *,
    tonnes: options.TrialTonnes = None,
    site: options.Site = None,
    plant: options.PlantName = None,
    setting: options.Setting = None,
    seed: options.Seed = None,
    json: options.Json = False,
) -> int:
    """Make a batch of a recipe on a virtual plant that is thrown away; nothing is kept."""
    from lizao.app.recipe_desk import recipe_written
    from lizao.app.trying import TryOrder, try_recipe
    from lizao.cli.summary import print_result

    door = door_of(context)
    settings = door.settings(site)
    recipe = recipe_written(settings, file)
    order = TryOrder(recipe, tonnes, plant, seed, settings_of(setting or ()))
    _, result = watched(
        door, lambda presence: try_recipe(order, settings, door.clock, presence), json=json
    )
    if json:
        print_json({"file": file, **result.values})
        return DONE if result.good else FAILED
    print_result(door, result.values)
    _print_consumption(door, result.values["consumption_kg"])
    for each in result.values["questions"]:
        door.say("cli.waits", question=door.texts.question(each["text"], each["details"]))
    door.say("cli.recipe.try.done")
    return DONE if result.good else FAILED


def _print_consumption(door: Door, used_kg: "Mapping[str, float]") -> None:
    texts = door.texts
    columns = [(texts("record.column.material"), False), (texts("record.column.charged"), True)]
    rows = [(texts.word("material", name), texts.mass(kg)) for name, kg in used_kg.items()]
    if rows:
        door.console().print(table(texts("cli.recipe.try.consumption"), columns, rows))
