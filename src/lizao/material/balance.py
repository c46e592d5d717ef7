"""Does the book close (arithmetic), and do the meters agree (reconciliation)?"""

from dataclasses import dataclass
from math import fsum

from lizao.material.book import Book
from lizao.material.genealogy import holdings, origins
from lizao.model.identifiers import BatchId, LotId


@dataclass(frozen=True, slots=True)
class Balances:
    """Two balances of one batch, each an absolute fraction of what was charged.

    ``genealogy``: charged less packed, posted and still held, by mass and by origin; rounding only.
    ``measured``: what the meters cannot account for.
    """

    genealogy: float
    measured: float


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Where the charged kilograms of a batch went, as measured.

    ``charged = packed + lost + wasted + held + unaccounted``. ``lost`` went to sinks as vapour and
    off-gas, ``wasted`` as dust, samples and the like; ``held`` is still in the plant.
    """

    charged_kg: float
    packed_kg: float
    lost_kg: float
    wasted_kg: float
    held_kg: float
    unaccounted_kg: float


def reconcile(book: Book, batch: BatchId) -> Reconciliation:
    """Where the charged kilograms of a batch went; all zero for an unknown one."""
    packed, sunk, held = 0.0, 0.0, 0.0
    for content in book.places.values():
        kg = content.accounts.get(batch, 0.0)
        if content.bag is not None:
            packed += kg
        elif content.sink:
            sunk += kg
        else:
            held += kg
    held += fsum(residue.accounts.get(batch, 0.0) for residue in book.residues.values())
    lost = book.lost.get(batch, 0.0)
    charged = fsum(book.charged.get(batch, {}).values())
    return Reconciliation(
        charged, packed, lost, sunk - lost, held, book.unaccounted.get(batch, 0.0)
    )


def balances(book: Book, batch: BatchId) -> Balances:
    """The balances of a batch; both zero before anything was charged."""
    sums = reconcile(book, batch)
    if not sums.charged_kg:
        return Balances(0.0, 0.0)
    out = (sums.packed_kg, sums.lost_kg, sums.wasted_kg, sums.held_kg, sums.unaccounted_kg)
    by_mass = abs(sums.charged_kg - fsum(out)) + _layers_off_accounts_kg(book)
    by_origin = _origin_error(book, book.charged[batch])
    mislabelled = fsum(
        bag.moved_kg - bag.labelled_kg
        for bag in book.bags.values()
        if bag.batch == batch and bag.labelled_kg is not None
    )
    return Balances(
        max(by_mass / sums.charged_kg, by_origin),
        abs(sums.unaccounted_kg + mislabelled) / sums.charged_kg,
    )


def _layers_off_accounts_kg(book: Book) -> float:
    """How far the layers, which genealogy uses, are from the accounts of the flows."""
    return fsum(
        abs(content.mass_kg() - fsum(content.accounts.values())) for content in book.places.values()
    )


def _origin_error(book: Book, charged: dict[LotId, float]) -> float:
    """The largest relative difference, over lots, of what was charged and what is found."""
    found, _ = origins(book, holdings(book))
    error = 0.0
    for lot in charged:
        total = fsum(lots.get(lot, 0.0) for lots in book.charged.values())
        error = max(error, abs(total - found.get(lot, 0.0)) / total)
    return error
