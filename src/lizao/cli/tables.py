"""Tables for the terminal: lots, traces, the plant; colour only for what is abnormal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lizao.cli.door import Door
from lizao.model.equipment import Plant
from lizao.model.material import LotStatus

if TYPE_CHECKING:
    from rich.table import Table

ABNORMAL: Final = "bold red"
Values = Mapping[str, Any]


def table(
    title: str, columns: Sequence[tuple[str, bool]], rows: "Iterable[Sequence[str]]"
) -> "Table":
    """A table whose columns are (heading, whether it holds numbers)."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    drawn = Table(title=title, box=SIMPLE_HEAD, title_justify="left", title_style="bold")
    for heading, numeric in columns:
        drawn.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    return drawn


def print_lots(door: Door, rows: Iterable[Values]) -> None:
    """Raw lots and lots of product with what is left of them."""
    texts = door.texts
    columns = [
        (texts("record.column.lot"), False),
        (texts("record.column.material"), False),
        (texts("cli.column.received"), True),
        (texts("cli.column.left"), True),
        (texts("cli.column.place"), False),
        (texts("record.column.state"), False),
    ]
    drawn = table(texts("cli.lots.title"), columns, ())
    for row in rows:
        status = texts.word("lot_status", row["status"])
        drawn.add_row(
            row["lot"],
            texts.word("material", row["material"]),
            texts.mass(row["mass_kg"]),
            texts.mass(row["remaining_kg"]),
            texts.place(row["place"]),
            status,
            style=ABNORMAL if row["status"] is LotStatus.BLOCKED else None,
        )
    door.console().print(drawn)


def print_trace(door: Door, found: Values) -> None:
    """The raw lots of a bag or lot with their shares, and the kiln rows it came through."""
    texts, console = door.texts, door.console()
    console.print(
        texts("cli.trace.of", name=found["bag"] or found["lot"], mass_kg=found["mass_kg"])
    )
    lots = [
        (
            material,
            each["lot"],
            texts.quantity(100.0 * each["share"], "%", 3),
            texts.quantity(each["kg_per_kg"], "kg", 4),
        )
        for material, shares in found["materials"].items()
        for each in shares
    ]
    names = (("material", False), ("lot", False), ("share", True), ("kg_per_kg", True))
    columns = [(texts(f"record.column.{name}"), numeric) for name, numeric in names]
    console.print(table(texts("certificate.raw_lots"), columns, lots))
    rows = [
        (
            each["kiln"],
            str(each["row"]),
            texts.instant(each["from"]),
            "–" if each["to"] is None else texts.instant(each["to"]),
        )
        for each in found["rows"]
    ]
    columns = [
        (texts("record.column.unit"), False),
        (texts("cli.column.row"), True),
        (texts("cli.column.loaded"), False),
        (texts("cli.column.discharged"), False),
    ]
    if rows:
        console.print(table(texts("cli.trace.rows"), columns, rows))


def print_whereabouts(door: Door, found: Values) -> None:
    """The bags and places that a lot went to."""
    texts, console = door.texts, door.console()
    console.print(texts("cli.trace.forward", lot=found["lot"], material=found["material"]))
    rows = [
        (
            each.get("bag") or texts.place(each["place"]),
            each.get("lot") or "–",
            texts.quantity(each["kg"], "kg", 3),
            texts.quantity(100.0 * each["share"], "%", 3),
        )
        for each in (*found["bags"], *found["places"])
    ]
    columns = [
        (texts("cli.column.where"), False),
        (texts("record.column.lot"), False),
        (texts("record.column.mass"), True),
        (texts("record.column.share"), True),
    ]
    console.print(table("", columns, rows))


def print_plant(door: Door, plant: Plant) -> None:
    """The units with their services, and the transfers."""
    texts, console = door.texts, door.console()
    console.print(texts("cli.plant.title", plant=plant.name, site=plant.site))
    units = [
        (
            each.id,
            texts.word("unit_class", each.unit_class),
            texts.word("use", each.use),
            texts.joined(texts.word("service", one.name) for one in each.services),
        )
        for each in plant.units
    ]
    columns = [
        (texts("record.column.unit"), False),
        (texts("cli.column.class"), False),
        (texts("cli.column.use"), False),
        (texts("cli.column.services"), False),
    ]
    console.print(table(texts("live.units"), columns, units))
    paths = [(each.source, each.line, each.destination) for each in plant.transfers]
    columns = [
        (texts("record.column.source"), False),
        (texts("cli.column.line"), False),
        (texts("record.column.destination"), False),
    ]
    console.print(table(texts("cli.plant.transfers"), columns, paths))
