"""Commands that check: the ledger, the decisions, a recipe, the plant; and the copy of a site."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from lizao.cli import options
from lizao.cli.door import DONE, FAILED, WRONG, door_of, print_json

if TYPE_CHECKING:
    from lizao.documents.site import Site


def verify(
    context: typer.Context, *, head: options.HeadText = None, json: options.Json = False
) -> int:
    """Check that nothing in the ledger was altered, lost or made again."""
    from lizao.app.queries import head_in, verified
    from lizao.ledger.verify import Against

    door = door_of(context)
    settings = door.settings()
    found = verified(settings, None if head is None else head_in(head))
    if json:
        print_json(found.values)
    elif found.fault is not None:
        reason = door.texts.word("reason", found.fault.reason)
        door.say(
            "cli.verify.fault", stream=found.fault.stream, number=found.fault.number, reason=reason
        )
    else:
        door.say("cli.verify.intact", count=found.entries)
        door.say(f"cli.verify.{found.against}")
        door.say("cli.verify.head", head=found.head)
    if found.against is Against.NOTHING and not json and found.fault is None:
        door.say("cli.verify.advice")
    return DONE if found.intact else FAILED


def replay(context: typer.Context, *, json: options.Json = False) -> int:
    """Decide everything again from the same inputs and name the first difference."""
    from lizao.app.queries import ledger_of
    from lizao.app.replay import replay as replayed

    door = door_of(context)
    settings = door.settings()
    with ledger_of(settings.home, settings.database_url) as ledger:
        found = replayed(ledger.facts())
    if json:
        print_json(found.values)
        return DONE if found.same else FAILED
    if found.other_versions:
        door.say("cli.replay.versions", versions=", ".join(found.other_versions))
    if found.difference is None:
        door.say("cli.replay.same", facts=found.facts, decided=found.decided)
        return DONE
    difference = found.difference
    door.say("cli.replay.difference", number=difference.number)
    for key, fact in (("recorded", difference.recorded), ("decided", difference.decided)):
        said = door.texts("word.none") if fact is None else door.texts.fact(fact)
        door.say(f"cli.replay.{key}", fact=said)
    return FAILED


def check(
    context: typer.Context,
    file: options.RecipeFile,
    *,
    plant: options.PlantName = None,
    site: options.Site = None,
    json: options.Json = False,
) -> int:
    """Name every fault of a recipe file against the plant it is to run on."""
    from lizao.app.queries import recipe_faults

    door = door_of(context)
    faults = recipe_faults(file, plant, door.settings(site).site)
    if json:
        rows = [{**each.details(), "text": door.texts.error(each)} for each in faults]
        print_json({"file": str(file), "faults": rows})
        return WRONG if faults else DONE
    for each in faults:
        typer.echo(door.texts.error(each), err=True)
    if faults:
        return WRONG
    door.say("cli.recipe.fits", file=str(file))
    return DONE


def show(
    context: typer.Context,
    *,
    plant: options.PlantName = None,
    site: options.Site = None,
    json: options.Json = False,
) -> int:
    """Show the units of a plant with their services, and the transfers between them."""
    from lizao.app.queries import plant_values
    from lizao.cli.tables import print_plant
    from lizao.documents.site import load_site

    door = door_of(context)
    shown: Site = load_site(door.settings(site).site, with_recipes=False)
    found = shown.plant(plant)
    if json:
        print_json(plant_values(found))
    else:
        print_plant(door, found)
    return DONE


def whole(context: typer.Context, *, site: options.Site = None, json: options.Json = False) -> int:
    """Read every file of a site, its plants too, which other commands read when they run one."""
    from lizao.documents.site import load_site

    door = door_of(context)
    found: Site = load_site(door.settings(site).site)
    plants = {name: len(found.plant(name).units) for name in found.plants}
    if json:
        print_json({"site": found.name, "plants": plants, "recipes": list(found.recipes)})
        return DONE
    for name, units in plants.items():
        door.say("cli.site.check.plant", plant=name, units=units)
    door.say("cli.site.check.whole", site=found.name, recipes=", ".join(found.recipes))
    return DONE


def init(context: typer.Context, folder: options.Folder) -> int:
    """Copy the reference site into a folder, to be changed there."""
    from lizao.documents.site import init_site

    door = door_of(context)
    made: Path = init_site(folder.expanduser())
    door.say("cli.written", path=str(made))
    return DONE
