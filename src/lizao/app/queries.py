"""Questions that every door asks: lots, traces, batches, the ledger's health, the plant."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lizao.app.answers import lots as told
from lizao.app.answers import plant as plants
from lizao.app.home import Home
from lizao.documents.recipe_book import RecipeBook
from lizao.ledger.head import Head
from lizao.ledger.store import Ledger
from lizao.ledger.verify import Against, Fault, verify
from lizao.material.genealogy import LotShare, trace_back, trace_forward
from lizao.material.lots import LotRow, lots
from lizao.material.visits import RowPass
from lizao.model.equipment import Plant, Service, Unit
from lizao.model.errors import DocumentError, LizaoError, NothingToDoError, UnknownNameError
from lizao.model.identifiers import BagId, BatchId, LotId
from lizao.model.material import LotStatus
from lizao.model.recipe import ControlRecipe, MasterRecipe

if TYPE_CHECKING:
    from lizao.app.settings import Settings
    from lizao.quality.register import LotFile

Values = dict[str, object]
SITE_FILE = "site.yaml"


def lot_rows(home: Home) -> list[told.Lot]:
    """Every lot, raw lots first: what it is, how much of it is left, whether it may be used."""
    judged = home.rooms.register.lots
    simulated = home.foundation.plant.simulated
    return [
        {
            "lot": row.lot,
            "material": row.material,
            "raw": row.raw,
            "mass_kg": row.mass_kg,
            "remaining_kg": row.remaining_kg,
            "place": row.place,
            "status": _status(row, judged.get(row.lot)),
            "expires_at": row.expires_at,
            "supplier_lot": row.supplier_lot,
            "simulated": simulated and not row.supplier_lot,
            "batch": judged[row.lot].batch if row.lot in judged else None,
            "disposition": judged[row.lot].disposition if row.lot in judged else None,
            "bags": list(judged[row.lot].bags) if row.lot in judged else [],
        }
        for row in lots(home.rooms.book)
    ]


def _status(row: LotRow, made: "LotFile | None") -> LotStatus:
    """A lot of product that a person let go is not released before it was judged."""
    is_judged = made is None or made.disposition is not None
    return row.status if is_judged else LotStatus.QUARANTINE


def traced_back(home: Home, name: str) -> told.Origins:
    """Where a bag or lot comes from: raw lots by material, kiln rows with their times.

    UnknownNameError where nothing carries that name.
    """
    book = home.rooms.book
    found = trace_back(book, BagId(name))
    is_bag = BagId(name) in book.bags
    return {
        "bag": name if is_bag else None,
        "lot": _lot_of(home, name) if is_bag else name,
        "mass_kg": found.mass_kg,
        "materials": {
            material: [_share(each) for each in shares]
            for material, shares in found.materials.items()
        },
        "rows": [_row(each) for each in found.rows],
        "bags": list(found.bags),
        "simulated": home.foundation.plant.simulated,
    }


def _lot_of(home: Home, bag: str) -> str | None:
    return home.rooms.book.bags[BagId(bag)].lot


def _share(share: LotShare) -> told.Share:
    return {"lot": share.lot, "share": share.share, "kg_per_kg": share.kg_per_kg}


def _row(stay: RowPass) -> told.RowPass:
    return {"kiln": stay.kiln, "row": stay.row, "from": stay.since, "to": stay.until}


def traced_forward(home: Home, lot: str) -> told.Uses:
    """Where a raw lot went, or which bags a lot of product became.

    UnknownNameError where no lot carries that name.
    """
    made = home.rooms.book.made.get(LotId(lot))
    if made is not None:
        bags = home.rooms.book.bags_in(made.id)
        rows: list[told.BagShare] = [
            {"bag": each.id, "lot": made.id, "kg": each.labelled_kg or 0.0, "share": 1.0}
            for each in bags
        ]
        return {"lot": lot, "material": made.product, "bags": rows, "places": []}
    found = trace_forward(home.rooms.book, LotId(lot))
    return {
        "lot": lot,
        "material": found.material,
        "charged_kg": found.charged_kg,
        "remaining_kg": found.remaining_kg,
        "bags": [
            {"bag": each.bag, "lot": each.product_lot, "kg": each.kg, "share": each.share}
            for each in found.bags
            if each.bag is not None
        ],
        "places": [
            {"place": each.place, "kg": each.kg, "share": each.share} for each in found.places
        ],
    }


def batch_of(home: Home, name: str) -> BatchId:
    """The batch called ``name``; UnknownNameError if there is none."""
    known = home.rooms.run.batches
    if name not in known:
        raise UnknownNameError(kind="batch", value=name, known=", ".join(known))
    return BatchId(name)


def master_of(recipe: ControlRecipe, book: RecipeBook, folder: Path | None) -> MasterRecipe | None:
    """The master recipe of a batch, as the home registered it, else as the site has it."""
    from lizao.documents.site import load_site  # noqa: PLC0415 - YAML, when a paper is read

    registered = book.versions.get((recipe.name, recipe.version))
    if registered is not None:
        return registered.recipe
    try:
        found = load_site(folder).recipes.get(recipe.name)
    except LizaoError:
        return None
    same = found is not None and found.version == recipe.version
    return found if same else None


@dataclass(frozen=True, slots=True)
class Verified:
    """The judgement over the ledger of a home, and the head it ends with (empty if not intact)."""

    entries: int
    against: Against
    fault: Fault | None
    head: str

    @property
    def intact(self) -> bool:
        """Whether no fault was found."""
        return self.fault is None

    @property
    def values(self) -> Values:
        """What ``verify --json`` prints."""
        return {
            "intact": self.intact,
            "first_fault": self.fault,
            "facts": self.entries,
            "against": self.against,
            "head": self.head or None,
        }


def verified(settings: "Settings", head: Head | None = None) -> Verified:
    """Check the ledger of a home against ``head``, else against the copy in the state folder.

    NothingToDoError where there never was a ledger.
    """
    home, url = settings.home, settings.database_url
    found = verify(home, head, state=settings.state, database_url=url)
    end = ""
    if found.intact:
        with ledger_of(home, url) as ledger:
            end = ledger.head().text
    return Verified(found.entries, found.against, found.first_fault, end)


def ledger_of(folder: Path, database_url: str | None) -> Ledger:
    """The ledger of a home to be read; NothingToDoError if there is none."""
    if not folder.exists():
        raise NothingToDoError(kind="home", value=str(folder))
    return Ledger.read(folder, database_url=database_url)


def head_in(text_or_file: str) -> Head:
    """The head written in a text or in a file; LedgerBrokenError if it is none."""
    file = Path(text_or_file).expanduser()
    is_file = len(text_or_file) < 255 and file.is_file()  # noqa: PLR2004 - the longest file name
    return Head.parse(file.read_text(encoding="utf-8") if is_file else text_or_file)


def recipe_faults(file: Path, plant: str | None, site: Path | None) -> list[DocumentError]:
    """Every fault of a recipe file against a plant: of ``site``, else of the site it lies in."""
    from lizao.documents.check import check_recipe  # noqa: PLC0415 - YAML, when a paper is read
    from lizao.documents.site import load_site  # noqa: PLC0415

    own = file.resolve().parent.parent
    folder = site or (own if (own / SITE_FILE).is_file() else None)
    found = load_site(folder, with_recipes=False)
    return check_recipe(file, found.plant(plant), [each.name for each in found.materials])


def plant_values(plant: Plant) -> plants.ProcessCell:
    """A plant as its units, services and transfers."""
    return {
        "plant": plant.name,
        "site": plant.site,
        "simulated": plant.simulated,
        "areas": list(dict.fromkeys(each.area for each in plant.units)),
        "units": [_unit(each) for each in plant.units],
        "transfers": [
            {"source": each.source, "line": each.line, "destination": each.destination}
            for each in plant.transfers
        ],
        "signals": {
            name: {"unit": each.unit, "low": each.low, "high": each.high}
            for name, each in plant.signals.items()
        },
        "manual_tasks": list(plant.manual_tasks),
    }


def _unit(unit: Unit) -> plants.PlantUnit:
    return {
        "unit": unit.id,
        "class": unit.unit_class,
        "use": unit.use,
        "area": unit.area,
        "draws_from": list(unit.draws_from),
        "delivers_to": list(unit.delivers_to),
        "places": [
            {"place": each.id, "kind": each.kind, "capacity_kg": each.capacity_kg}
            for each in unit.places
        ],
        "services": [_service(each) for each in unit.services],
    }


def _service(service: Service) -> plants.PlantService:
    return {
        "service": service.name,
        "finish": service.finish,
        "by": service.by,
        "parameters": [
            {"name": each.name, "unit": each.unit, "low": each.low, "high": each.high}
            for each in service.parameters
        ],
    }
