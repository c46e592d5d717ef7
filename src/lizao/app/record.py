"""The batch record and the certificate of a lot, read out of a home.

What the rooms know of a batch is taken at once; what the ledger tells, which takes long, may then
be read while the rooms go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lizao.app.home import Home
from lizao.app.queries import batch_of
from lizao.app.record_alarms import alarms
from lizao.app.record_data import (
    BagRow,
    BalanceRow,
    FormulaRow,
    JudgedRow,
    Judgement,
    LotCertificate,
    RawLotRow,
    RecallRow,
    Record,
    SignatureRow,
    UtilityRow,
)
from lizao.app.record_facts import (
    actions,
    charges,
    deviations,
    facts_of,
    movements,
    phases,
    results,
)
from lizao.app.record_plots import Drawn, plots
from lizao.app.views import BatchFigures
from lizao.app.words import Words
from lizao.control.run import BatchRun
from lizao.documents.recipe_book import version_name
from lizao.ledger.store import Ledger
from lizao.material.balance import balances
from lizao.material.genealogy import trace_back
from lizao.model.equipment import Plant
from lizao.model.facts import AttributeJudged
from lizao.model.identifiers import LotId
from lizao.model.instants import Instant
from lizao.model.material import Lot
from lizao.model.quality import AttributeLimits
from lizao.model.recipe import FormulaParameter, MasterRecipe, Scaling
from lizao.people.register import People, User
from lizao.quality.certificate import certificate
from lizao.quality.register import LotFile

LARGEST_GENEALOGY_GAP = 1e-9
LARGEST_MEASURED_GAP = 0.01


@dataclass(frozen=True, slots=True)
class BatchFile:
    """What the rooms knew of a batch at the instant ``latest``; nothing in it changes any more.

    ``facts``: after so many facts of the home.
    """

    run: BatchRun
    plant: Plant
    facts: int
    latest: Instant
    started: Instant
    ended: Instant | None
    raw_lots: Mapping[LotId, Lot]
    lots: tuple[LotFile, ...]
    balances: tuple[BalanceRow, ...]
    utilities: tuple[UtilityRow, ...]
    bags: tuple[BagRow, ...]
    signatures: tuple[SignatureRow, ...]


def batch_record(
    home: Home, name: str, words: Words, master: MasterRecipe | None = None, *, with_plots: bool
) -> Record:
    """The record of the batch called ``name`` of a home in which nothing goes on meanwhile.

    ``master`` has limits and titles of its formula. UnknownNameError where there is no such batch.
    """
    return written(batch_file(home, name), home.ledger, words, master, with_plots=with_plots)


def batch_file(home: Home, name: str) -> BatchFile:
    """What the rooms know of the batch called ``name``; UnknownNameError if there is none."""
    batch = batch_of(home, name)
    run, figures = home.rooms.run.batches[batch], home.rooms.views.batches[batch]
    version = version_name(run.recipe.name, run.recipe.version)
    signed = (version, batch, run.lot_to_make)
    return BatchFile(
        run=run,
        plant=home.foundation.plant,
        facts=home.rooms.views.facts,
        latest=home.rooms.views.latest,
        started=figures.started,
        ended=figures.ended,
        raw_lots=home.rooms.run.lots,
        lots=lots_of(home, batch),
        balances=_balances(home, run),
        utilities=_utilities(home, figures),
        bags=_bags(figures),
        signatures=tuple(row for what in signed for row in _signatures(home.rooms.people, what)),
    )


def written(
    file: BatchFile,
    ledger: Ledger,
    words: Words,
    master: MasterRecipe | None = None,
    *,
    with_plots: bool,
) -> Record:
    """The record of a batch, of which the ledger tells the rest; it may be that of another reader.

    ``master`` has limits and titles of its formula.
    """
    run, plant = file.run, file.plant
    facts = facts_of(ledger, run.batch, file.facts)
    ran = phases(facts, run, plant)
    drawn = Drawn(run, plant, facts, file.started, file.latest)
    return Record(
        batch=run.batch,
        product=run.recipe.product,
        recipe=run.recipe.name,
        version=run.recipe.version,
        state=run.state,
        simulated=plant.simulated,
        head=ledger.head().text,
        started=file.started,
        ended=file.ended,
        mass_kg=sum(each.mass_kg for each in file.bags) if file.bags else None,
        formula=_formula(run, master, words),
        phases=ran,
        charges=charges(facts, run.batch, file.raw_lots),
        movements=movements(facts, run.batch),
        alarms=alarms(facts, run, plant),
        deviations=deviations(facts, run, file.lots, words),
        results=results(facts, run, words),
        judgements=tuple(
            found
            for each in file.lots
            if (found := _judgement(each, run.recipe.specification.attributes)) is not None
        ),
        balances=file.balances,
        utilities=file.utilities,
        bags=file.bags,
        actions=actions(facts, run, file.lots, words),
        signatures=file.signatures,
        plots=plots(drawn, ledger, ran, words) if with_plots else (),
    )


def lots_of(home: Home, batch: str) -> tuple[LotFile, ...]:
    """The lots that a batch made."""
    return tuple(each for each in home.rooms.register.lots.values() if each.batch == batch)


def _formula(run: BatchRun, master: MasterRecipe | None, words: Words) -> tuple[FormulaRow, ...]:
    recipe = run.recipe
    scale = recipe.mass_kg / master.reference_kg if master is not None else 1.0
    rows = []
    for name, value in recipe.formula.items():
        parameter = master.parameter(name) if master is not None else None
        low, high = _limits(parameter, scale)
        title = _title(parameter, words.lang) if parameter is not None else name
        unit = recipe.units_of_measure[name]
        overridden = name in recipe.overridden
        rows.append(FormulaRow(name, title, value, unit, low, high, overridden))
    return tuple(rows)


def _limits(parameter: FormulaParameter | None, scale: float) -> tuple[float | None, float | None]:
    if parameter is None:
        return None, None
    factor = scale if parameter.scaling is Scaling.LINEAR else 1.0
    return parameter.low * factor, parameter.high * factor


def _title(parameter: FormulaParameter, lang: str) -> str:
    return parameter.title_zh if lang == "zh" else parameter.title_en


def _judgement(lot: LotFile, limits: Sequence[AttributeLimits]) -> Judgement | None:
    """The judgement over a lot, the attributes that are still in the laboratory included."""
    if lot.disposition is None or lot.judged_at is None:
        return None
    rows = tuple(_judged(each, lot.attributes.get(each.attribute)) for each in limits)
    return Judgement(lot.lot, lot.disposition, lot.judged_at, lot.judged_by, rows)


def _judged(limits: AttributeLimits, found: AttributeJudged | None) -> JudgedRow:
    return JudgedRow(
        attribute=limits.attribute,
        value=None if found is None else found.value,
        unit=limits.unit,
        low=limits.low,
        high=limits.high,
        passed=None if found is None else found.passed,
        gating=limits.gating,
    )


def _balances(home: Home, run: BatchRun) -> tuple[BalanceRow, ...]:
    """What the book knows; the plant's own balance is the plant's, and no ledger holds it."""
    found = balances(home.rooms.book, run.batch)
    return (
        BalanceRow("genealogy", found.genealogy, LARGEST_GENEALOGY_GAP),
        BalanceRow("measured", found.measured, LARGEST_MEASURED_GAP),
    )


def _utilities(home: Home, figures: BatchFigures) -> tuple[UtilityRow, ...]:
    end = figures.ended or home.rooms.views.latest
    tonnes = sum(each.mass_kg for each in figures.bags) / 1000.0
    idle_kwh = home.rooms.views.idle_kwh(figures.started, end)
    used = (
        ("energy", figures.energy_kwh, "kWh"),
        ("nitrogen", figures.nitrogen_nm3, "Nm3"),
        ("water", figures.water_kg, "kg"),
        ("gas", figures.gas_nm3, "Nm3"),
    )
    rows = [
        UtilityRow(name, amount, unit, amount / tonnes if tonnes else None)
        for name, amount, unit in used
        if amount
    ]
    return (*rows, UtilityRow("energy_idle", idle_kwh, "kWh"))


def _bags(figures: BatchFigures) -> tuple[BagRow, ...]:
    return tuple(BagRow(each.bag, each.lot, each.mass_kg, each.at) for each in figures.bags)


def _signatures(people: People, what: str) -> tuple[SignatureRow, ...]:
    return tuple(
        SignatureRow(each.at, _signer(people.user(each.by)), each.what, each.meaning, each.reason)
        for each in people.signed(what)
    )


def _signer(user: User) -> str:
    return user.name if user.title == user.name else f"{user.title} ({user.name})"


def lot_certificate(home: Home, name: str) -> LotCertificate:
    """The certificate of the lot called ``name``.

    NothingToDoError where there is no such lot, or nobody judged it yet.
    """
    lot = LotId(name)
    trace = trace_back(home.rooms.book, lot) if lot in home.rooms.register.lots else None
    origins = {} if trace is None else trace.materials
    found = certificate(
        home.rooms.register,
        lot,
        {material: tuple(each.lot for each in shares) for material, shares in origins.items()},
        home.ledger.head().text,
    )
    figures = home.rooms.views.batches[found.batch]
    run = home.rooms.run.batches[found.batch]
    specification = run.recipe.specification
    file = home.rooms.register.lots[lot]
    bags = tuple(each for each in _bags(figures) if each.lot == lot)
    units = {each.attribute: each.unit for each in specification.attributes}
    return LotCertificate(
        lot=lot,
        product=found.product,
        batch=found.batch,
        mass_kg=found.mass_kg,
        specification=f"{specification.product} {found.specification}",
        simulated=found.simulated or home.foundation.plant.simulated,
        head=found.ledger_head,
        packed_at=bags[-1].at if bags else None,
        judgement=_judgement(file, specification.attributes),
        bags=bags,
        raw_lots=tuple(
            RawLotRow(material, each.lot, each.share, each.kg_per_kg)
            for material, shares in origins.items()
            for each in shares
        ),
        recalls=tuple(
            RecallRow(each.at, each.attribute, each.value, units.get(each.attribute, ""))
            for each in found.recalls
        ),
    )
