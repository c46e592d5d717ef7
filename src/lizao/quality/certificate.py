"""The data of a certificate of analysis; how it looks is a door's affair."""

from collections.abc import Mapping
from dataclasses import dataclass

from lizao.model.errors import NothingToDoError
from lizao.model.facts import AttributeJudged, RecallOpened
from lizao.model.identifiers import BagId, BatchId, LotId, MaterialName
from lizao.model.instants import Instant
from lizao.model.quality import Disposition
from lizao.quality.register import Register


@dataclass(frozen=True, slots=True)
class CertificateOfAnalysis:
    """What is certified of one lot of product.

    ``mass_kg`` is the sum of the bags (of the lot as made, before it is packed). ``ledger_head`` is
    the head of the ledger that the certificate stands on; ``simulated`` marks what a virtual plant
    made.
    """

    lot: LotId
    product: MaterialName
    batch: BatchId
    specification: str
    mass_kg: float
    bags: tuple[BagId, ...]
    made_at: Instant
    judged_at: Instant
    judged_by: str
    disposition: Disposition
    attributes: tuple[AttributeJudged, ...]
    awaited: tuple[str, ...]
    recalls: tuple[RecallOpened, ...]
    raw_lots: Mapping[MaterialName, tuple[LotId, ...]]
    simulated: bool
    ledger_head: str


def certificate(
    register: Register,
    lot: LotId,
    raw_lots: Mapping[MaterialName, tuple[LotId, ...]],
    ledger_head: str,
) -> CertificateOfAnalysis:
    """The certificate of a judged lot, made from ``raw_lots``.

    Raises NothingToDoError for a lot that does not exist or that nobody judged yet.
    """
    file = register.lots.get(lot)
    if file is None or file.disposition is None or file.judged_at is None:
        raise NothingToDoError(kind="judged_lot", value=lot)
    specification = register.specifications.get(file.batch)
    wanted = () if specification is None else specification.attributes
    rank = {each.attribute: number for number, each in enumerate(wanted)}
    return CertificateOfAnalysis(
        lot=lot,
        product=file.product,
        batch=file.batch,
        specification="" if specification is None else specification.version,
        mass_kg=sum(file.bags.values()) if file.bags else file.mass_kg,
        bags=tuple(file.bags),
        made_at=file.made_at,
        judged_at=file.judged_at,
        judged_by=file.judged_by,
        disposition=file.disposition,
        attributes=tuple(
            sorted(file.attributes.values(), key=lambda each: rank.get(each.attribute, len(rank)))
        ),
        awaited=tuple(each for each in rank if each not in file.attributes),
        recalls=file.recalls,
        raw_lots=raw_lots,
        simulated=file.simulated,
        ledger_head=ledger_head,
    )
