"""Commands that break a virtual plant and mend it; the controller hears nothing of them."""

from typing import Annotated

import typer

from lizao.cli import options
from lizao.cli.door import DONE, door_of, print_json
from lizao.cli.tables import ABNORMAL, table

FaultCode = Annotated[str, typer.Argument(metavar="CODE", help="cli.argument.fault")]
FaultUnit = Annotated[str, typer.Option("--unit", metavar="UNIT", help="cli.option.fault_unit")]
Cure = Annotated[bool, typer.Option("--cure", help="cli.option.cure")]


def fault(context: typer.Context, code: FaultCode, unit: FaultUnit, *, cure: Cure = False) -> int:
    """Let a fault strike a unit of a running home, or cure it."""
    from lizao.app.plant_faults import break_plant

    door = door_of(context)
    settings = door.settings()
    broken = break_plant(settings.home, settings.database_url, unit, code, cured=cure)
    door.say(f"cli.plant.fault.{'cured' if cure else 'struck'}", code=code, unit=unit)
    if broken:
        names = door.texts.joined(f"{code} {unit}" for unit, code in broken)
        door.say("cli.plant.fault.broken", faults=names)
    return DONE


def faults(
    context: typer.Context,
    plant: options.PlantName = None,
    site: options.Site = None,
    *,
    json: options.Json = False,
) -> int:
    """List what can break in the plant of a home (else of a site), and what is broken."""
    from lizao.app.plant_faults import known_faults

    door = door_of(context)
    settings = door.settings(site)
    found = known_faults(settings.home, settings.database_url, settings.site, plant)
    if json:
        rows = [
            {
                "unit": each.unit,
                "code": each.fault.code,
                "title": {"en": each.fault.title.en, "zh": each.fault.title.zh},
                "cure": {"en": each.fault.cure.en, "zh": each.fault.cure.zh},
                "per_year": each.fault.per_year,
                "broken": each.broken,
            }
            for each in found
        ]
        print_json({"faults": rows})
        return DONE
    texts = door.texts
    words = "cli.plant.faults"
    names = (("code", False), ("unit", False), ("title", False), ("rate", True), ("cure", False))
    columns = [(texts(f"{words}.column.{name}"), numeric) for name, numeric in names]
    drawn = table(texts(f"{words}.title"), [*columns, (texts(f"{words}.column.now"), False)], ())
    for each in found:
        told = "unknown" if each.broken is None else "broken" if each.broken else "whole"
        drawn.add_row(
            each.fault.code,
            each.unit,
            each.fault.title.zh if texts.lang == "zh" else each.fault.title.en,
            texts.quantity(each.fault.per_year, "1"),
            each.fault.cure.zh if texts.lang == "zh" else each.fault.cure.en,
            texts(f"{words}.{told}"),
            style=ABNORMAL if each.broken else None,
        )
    door.console().print(drawn)
    return DONE
