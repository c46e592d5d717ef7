"""Whatever moves wherever, and whatever the meters say, no kilogram and no origin is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lizao.material.balance import balances, reconcile
from lizao.material.book import Book
from lizao.material.genealogy import trace_back, trace_forward
from lizao.material.stock import decide, mass_kg
from lizao.model.facts import (
    BagPacked,
    Fact,
    Flow,
    LotMade,
    MaterialMoved,
    MaterialUnaccounted,
    PlaceEmptied,
)
from lizao.model.identifiers import BagId, LotId, MaterialName, PlaceId
from tests.material.story import B1, B2, IRON, IRON_2, LITHIUM, charge, folded, furnished, told

LOTS = (IRON, IRON_2, LITHIUM)
VESSELS = ("tank", "blender", "silo", "silo-2", "conveyor", "kiln-1/row/1", "kiln-1/row/2")
EVERYWHERE = (*VESSELS, "bag/b1", "bag/b2", "exhaust", "dust", "elsewhere")
BATCHES = st.sampled_from([B1, B2, None])
# A meter may read anything, but nobody measures a flow in micrograms.
MASSES = st.floats(0.001, 2_000.0) | st.sampled_from([0.0, -5.0, float("nan"), float("inf")])
PLACES = st.sampled_from(EVERYWHERE).map(PlaceId)
INSTANTS = st.integers(2, 6)


def movements() -> st.SearchStrategy[MaterialMoved]:
    """Anything goes anywhere, from a place to itself and out of a sink too."""
    return st.builds(
        MaterialMoved,
        at=INSTANTS,
        since=st.just(1),
        source=PLACES,
        destination=PLACES,
        mass_kg=MASSES,
        flow=st.sampled_from(list(Flow)),
        batch=BATCHES,
    )


def charges() -> st.SearchStrategy[MaterialMoved]:
    """A raw lot goes into a vessel."""
    return st.builds(
        charge,
        lot=st.sampled_from(LOTS),
        kg=st.floats(0.001, 2_000.0),
        to=st.sampled_from(VESSELS),
        at=INSTANTS,
        batch=st.sampled_from([B1, B2]),
    )


def papers() -> st.SearchStrategy[Fact]:
    """Places found empty, write-offs, lots and labels."""
    lot = st.builds(
        LotMade, INSTANTS, st.just(LotId("P")), st.just(MaterialName("lfp")), st.just(B1), PLACES,
        st.just(10.0),
    )  # fmt: skip
    bag = st.builds(
        BagPacked, INSTANTS, st.just(BagId("b1")), st.just(LotId("P")), st.just(B1),
        st.floats(1.0, 500.0), st.just(True),
    )  # fmt: skip
    written_off = st.builds(MaterialUnaccounted, INSTANTS, PLACES, st.floats(-50.0, 50.0))
    return st.builds(PlaceEmptied, INSTANTS, PLACES) | written_off | lot | bag


def days() -> st.SearchStrategy[list[Fact]]:
    """A day in a plant that nobody designed; each batch charges enough to be measured by."""
    start = st.just([charge(IRON, 1_000.0), charge(LITHIUM, 1_000.0, to="silo", batch=B2)])
    later = st.lists(movements() | charges() | papers(), max_size=40)
    return st.tuples(start, later).map(lambda parts: [*parts[0], *parts[1]])


def posted(book: Book) -> Book:
    """The book after everything that is to be posted was posted."""
    return folded(book, decide(book, 9))


@given(days(), st.booleans())
def test_the_book_closes(facts: list[Fact], post_at_once: bool) -> None:
    """In = out + inventory + posted, by mass and by origin, before and after posting."""
    book = furnished()
    for fact in facts:
        book = told(book, fact)
        book = posted(book) if post_at_once else book

    for batch in (B1, B2):
        assert balances(book, batch).genealogy <= 1e-9
        assert balances(posted(book), batch).genealogy <= 1e-9
        sums = reconcile(book, batch)
        out = sums.packed_kg + sums.lost_kg + sums.wasted_kg + sums.held_kg + sums.unaccounted_kg
        assert abs(sums.charged_kg - out) <= 1e-9 * sums.charged_kg
    assert decide(posted(book), 10) == ()


@given(days())
def test_shares_of_every_material_sum_to_one(facts: list[Fact]) -> None:
    """Every bag and lot, whatever went through it."""
    book = furnished(*facts)

    things: list[BagId | LotId] = [*book.bags, *book.made]
    for name in things:
        for parts in trace_back(book, name).materials.values():
            assert abs(sum(part.share for part in parts) - 1.0) <= 1e-9
            assert all(0.0 <= part.share <= 1.0 + 1e-12 for part in parts)


@given(days())
def test_what_was_charged_is_found_again(facts: list[Fact]) -> None:
    """Forward and backward see the same genealogy."""
    book = furnished(*facts)

    for lot in LOTS:
        found = trace_forward(book, lot)
        kg = sum(each.kg for each in (*found.bags, *found.places))
        assert abs(kg - found.charged_kg) <= 1e-9 * max(found.charged_kg, 1.0)


@given(days())
def test_no_genealogy_has_a_cycle(facts: list[Fact]) -> None:
    """Whatever is made is made of older things, in fractions that never exceed the whole."""
    book = furnished(*facts)
    used = [0.0] * len(book.graph)

    for node, edges in book.graph.since(0):
        for parent, part in edges:
            assert parent < node
            assert part > 0.0
            used[parent] += part
    assert all(used[node] <= 1.0 + 1e-9 for node in range(len(used)) if node not in book.lot_nodes)


@given(days())
def test_mass_is_moved_never_made(facts: list[Fact]) -> None:
    """A movement between two places leaves the sum of their masses as it was."""
    book = furnished()
    for fact in facts:
        after = told(book, fact)
        if isinstance(fact, MaterialMoved) and fact.lot is None:
            before_kg = mass_kg(book, fact.source) + mass_kg(book, fact.destination)
            after_kg = mass_kg(after, fact.source) + mass_kg(after, fact.destination)
            assert abs(before_kg - after_kg) <= 1e-6
        book = posted(after)


@settings(max_examples=50)
@given(
    st.lists(st.floats(0.1, 100.0), min_size=1, max_size=8),
    st.lists(st.floats(0.1, 100.0), min_size=1, max_size=20),
    st.sampled_from(["silo", "conveyor"]),
)
def test_what_comes_first_leaves_first(
    layers: list[float], draws: list[float], through: str
) -> None:
    """The lots of the bags filled from a silo come in the order they went in, none twice."""
    numbered = [LotId(f"{number:03}") for number in range(len(layers))]
    book = furnished(
        *(charge(lot, kg, to=through) for lot, kg in zip(numbered, layers, strict=True))
    )
    seen: list[LotId] = []
    for number, kg in enumerate(draws):
        move = MaterialMoved(
            10 + number, 9, PlaceId(through), PlaceId(f"bag/{number}"), kg, batch=B1
        )
        book = told(book, move)
        parts = trace_back(book, BagId(str(number))).materials.values()
        seen += [part.lot for lots in parts for part in lots]

    assert seen == sorted(seen)
    assert all(seen.count(lot) >= 1 for lot in set(seen))
