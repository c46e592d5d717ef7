"""Arguments and options by name; a help text stands here as its key."""

from pathlib import Path
from typing import Annotated

import typer

RecipeName = Annotated[str, typer.Argument(metavar="RECIPE", help="cli.argument.recipe")]
RecipeFile = Annotated[Path, typer.Argument(metavar="FILE", help="cli.argument.recipe_file")]
RecipeOrVersion = Annotated[
    str, typer.Argument(metavar="FILE|NAME@VERSION", help="cli.argument.recipe_or_version")
]
RegisteredName = Annotated[str, typer.Argument(metavar="NAME", help="cli.argument.recipe_name")]
RecipeVersion = Annotated[
    str, typer.Option("--version", metavar="V", help="cli.option.recipe_version")
]
BatchMLFile = Annotated[Path, typer.Argument(metavar="FILE", help="cli.argument.batchml_file")]
Batch = Annotated[str, typer.Argument(metavar="BATCH", help="cli.argument.batch")]
Lot = Annotated[str, typer.Argument(metavar="LOT", help="cli.argument.lot")]
MaterialName = Annotated[str, typer.Argument(metavar="MATERIAL", help="cli.argument.material")]
DeliveredMass = Annotated[str, typer.Argument(metavar="MASS", help="cli.argument.mass")]
SupplierLot = Annotated[
    str, typer.Option("--supplier-lot", metavar="NUMBER", help="cli.option.supplier_lot")
]
StorePlace = Annotated[str, typer.Option("--place", metavar="PLACE", help="cli.option.place")]
CertificateValue = Annotated[
    list[str] | None,
    typer.Option("--certificate", metavar="NAME=VALUE", help="cli.option.certificate"),
]
LotOrBag = Annotated[str, typer.Argument(metavar="LOT|BAG", help="cli.argument.lot_or_bag")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="cli.argument.folder")]

Tonnes = Annotated[str, typer.Option("--tonnes", metavar="T", help="cli.option.tonnes")]
TrialTonnes = Annotated[
    str | None, typer.Option("--tonnes", metavar="T", help="cli.option.trial_tonnes")
]
Site = Annotated[Path | None, typer.Option("--site", metavar="DIR", help="cli.option.site")]
PlantName = Annotated[
    str | None, typer.Option("--plant", metavar="NAME|FILE", help="cli.option.plant")
]
Setting = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="cli.option.set")
]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="cli.option.seed")]
Disturbances = Annotated[
    float | None,
    typer.Option("--disturbances", metavar="X", min=0.0, help="cli.option.disturbances"),
]
FaultRate = Annotated[
    float | None, typer.Option("--fault-rate", metavar="X", min=0.0, help="cli.option.fault_rate")
]
ScheduledFault = Annotated[
    list[str] | None,
    typer.Option("--fault", metavar="CODE@UNIT=TIME", help="cli.option.scheduled"),
]
Speed = Annotated[str, typer.Option("--speed", metavar="SPEED", help="cli.option.speed")]
Json = Annotated[bool, typer.Option("--json", help="cli.option.json")]
HtmlFile = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="cli.option.html")]
ModeName = Annotated[str, typer.Argument(metavar="MODE", help="cli.argument.mode")]
StepName = Annotated[str, typer.Argument(metavar="PATH", help="cli.argument.path")]
WishName = Annotated[str, typer.Argument(metavar="release|skip|repeat", help="cli.argument.wish")]
Step = Annotated[str, typer.Option("--step", metavar="PATH", help="cli.option.step")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="cli.option.reason")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="cli.option.reason")]
Until = Annotated[str, typer.Option("--until", metavar="TIME", help="cli.option.until")]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help="cli.argument.unit")]
UserName = Annotated[str, typer.Argument(metavar="NAME", help="cli.argument.user")]
WhoseName = Annotated[str, typer.Argument(metavar="NAME", help="cli.argument.whose")]
Role = Annotated[list[str], typer.Option("--role", metavar="ROLE", help="cli.option.role")]
OtherRole = Annotated[
    list[str] | None, typer.Option("--role", metavar="ROLE", help="cli.option.role")
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="cli.option.title")]
Alarm = Annotated[str, typer.Argument(metavar="ALARM", help="cli.argument.alarm")]
AnyAlarm = Annotated[str, typer.Argument(metavar="ALARM", help="cli.argument.alarm")]
EveryAlarm = Annotated[bool, typer.Option("--all", help="cli.option.all_alarms")]
Shelf = Annotated[str, typer.Option("--for", metavar="TIME", help="cli.option.shelf")]
Period = Annotated[str, typer.Option("--last", metavar="TIME", help="cli.option.period")]
Question = Annotated[str, typer.Argument(metavar="QUESTION", help="cli.argument.question")]
Answer = Annotated[str, typer.Argument(metavar="TEXT", help="cli.argument.answer")]
EveryBatch = Annotated[bool, typer.Option("--all", help="cli.option.all")]
Port = Annotated[
    int, typer.Option("--port", metavar="N", min=1, max=65_535, help="cli.option.port")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="cli.option.no_browser")]
NoPage = Annotated[bool, typer.Option("--no-page", help="cli.option.no_page")]
RunningSpeed = Annotated[str, typer.Option("--speed", metavar="SPEED", help="cli.option.run_speed")]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="cli.option.to")]
Forward = Annotated[bool, typer.Option("--forward", help="cli.option.forward")]
HeadText = Annotated[
    str | None, typer.Option("--head", metavar="TEXT|FILE", help="cli.option.head")
]
Version = Annotated[bool, typer.Option("--version", help="cli.option.version")]
