"""The life of a recipe: every step of the table, four eyes, and content that never changes."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from lizao.documents.recipe_book import (
    EMPTY_BOOK,
    MEANINGS,
    OF_FILE,
    RecipeBook,
    apply,
    move_on,
    refuse_unapproved,
    register,
)
from lizao.documents.recipe_digest import digest, same_content
from lizao.documents.recipe_file import load_recipe
from lizao.model.errors import (
    FourEyesError,
    LizaoError,
    RecipeNotApprovedError,
    RecipeRetiredError,
    RecipeStepRefusedError,
    RecipeVersionTakenError,
    UnknownNameError,
)
from lizao.model.identifiers import MaterialName, Role, StepPath
from lizao.model.recipe import (
    Action,
    Element,
    Form,
    FormulaParameter,
    MasterRecipe,
    Scaling,
    Work,
)
from lizao.model.recipe_life import RECIPE_LIFE, TO_BE_APPROVED, RecipeStatus, RecipeStep
from tests.documents.drawn_recipes import recipes
from tests.documents.papers import FOLDER

DIGEST = "cd1ac95e78f326c9c50a73dcc2ef19788feb138917b4ab214e3dca0ffb2c581a"
FIXED = MasterRecipe(
    name="paste",
    version="1",
    status="draft",
    product=MaterialName("paste"),
    title_en="paste",
    title_zh="糊",
    reference_kg=1000.0,
    low_kg=100.0,
    high_kg=2000.0,
    formula=(FormulaParameter("hold", "h", 1.5, 1.0, 2.0, Scaling.FIXED, "hold", "保持"),),
    charges=(),
    roles={Role("mill"): "mill"},
    elements=(
        Element(StepPath("mix"), Form.UNIT_PROCEDURE, (StepPath("mix/wait"),), Role("mill")),
        Element(StepPath("mix/wait"), Form.PHASE, action=Action(Work.WAIT)),
    ),
)
"""Written here, so that nothing but the program can change its digest."""
LIFE = {
    "draft": ("verified", "-", "retired"),
    "verified": ("-", "approved", "retired"),
    "approved": ("-", "-", "retired"),
    "retired": ("-", "-", "-"),
}
"""What follows on verify, approve and retire, written a second time by hand."""
WAYS = {
    RecipeStatus.DRAFT: (),
    RecipeStatus.VERIFIED: (RecipeStep.VERIFY,),
    RecipeStatus.APPROVED: (RecipeStep.VERIFY, RecipeStep.APPROVE),
    RecipeStatus.RETIRED: (RecipeStep.RETIRE,),
}
PEOPLE = {RecipeStep.VERIFY: "li.wei", RecipeStep.APPROVE: "chen.jing", RecipeStep.RETIRE: "boss"}


@pytest.fixture(scope="module")
def recipe() -> MasterRecipe:
    """A small recipe, a draft by its file."""
    return load_recipe(FOLDER / "small.yaml")


def registered(recipe: MasterRecipe, status: RecipeStatus = RecipeStatus.DRAFT) -> RecipeBook:
    """A book with a version that has come so far."""
    return moved(with_version(EMPTY_BOOK, recipe), recipe, *WAYS[status])


def with_version(book: RecipeBook, recipe: MasterRecipe) -> RecipeBook:
    """The book with one version more."""
    (fact,) = register(book, recipe, "li.wei", 1)
    return apply(book, fact)


def moved(book: RecipeBook, recipe: MasterRecipe, *steps: RecipeStep) -> RecipeBook:
    """The book after steps of one version, each by another person."""
    for step in steps:
        fact = move_on(book, recipe.name, recipe.version, step, PEOPLE[step], "why", 2)
        book = apply(book, fact)
    return book


@pytest.mark.parametrize(("status", "step"), [*product(RecipeStatus, RecipeStep)])
def test_a_version_goes_where_the_table_says(
    recipe: MasterRecipe, status: RecipeStatus, step: RecipeStep
) -> None:
    """Every status and every step; what the table has not is refused with both."""
    book = registered(recipe, status)
    assert book.version(recipe.name, recipe.version).status is status
    follows = LIFE[status][[*RecipeStep].index(step)]
    assert RECIPE_LIFE.get((status, step), "-") == follows
    if follows == "-":
        with pytest.raises(RecipeStepRefusedError) as refused:
            move_on(book, recipe.name, recipe.version, step, "boss", "why", 3)
        assert (refused.value.recipe_status, refused.value.recipe_step) == (status, step)
        return
    fact = move_on(book, recipe.name, recipe.version, step, "boss", "why", 3)
    assert (fact.status, fact.digest) == (follows, digest(recipe))
    assert (fact.by, fact.meaning, fact.reason) == ("boss", MEANINGS[step], "why")
    after = apply(book, fact).version(recipe.name, recipe.version)
    assert (after.status, after.recipe) == (follows, replace(recipe, status="draft"))


def test_who_verified_does_not_approve(recipe: MasterRecipe) -> None:
    """Four eyes; anybody else may, and whoever verified may still retire."""
    book = registered(recipe, RecipeStatus.VERIFIED)
    with pytest.raises(FourEyesError, match=r"li\.wei"):
        move_on(book, recipe.name, recipe.version, RecipeStep.APPROVE, "li.wei", "why", 3)
    move_on(book, recipe.name, recipe.version, RecipeStep.RETIRE, "li.wei", "why", 3)


@pytest.mark.parametrize("status", RecipeStatus)
def test_only_an_approved_version_makes_batches(recipe: MasterRecipe, status: RecipeStatus) -> None:
    """What the home says counts, whatever the file says; what is missing is told."""
    book = registered(recipe, status)
    for stated in OF_FILE:
        offered = replace(recipe, status=stated)
        if status is RecipeStatus.APPROVED:
            refuse_unapproved(book, offered)
            continue
        with pytest.raises((RecipeNotApprovedError, RecipeRetiredError)) as refused:
            refuse_unapproved(book, offered)
        missing = getattr(refused.value, "missing", ())
        assert missing == TO_BE_APPROVED.get(status, ())


@pytest.mark.parametrize(
    ("stated", "refused"),
    [("draft", RecipeNotApprovedError), ("obsolete", RecipeRetiredError), ("approved", None)],
)
def test_a_file_counts_where_nothing_is_registered(
    recipe: MasterRecipe, stated: str, refused: type[LizaoError] | None
) -> None:
    """Another registered version of the same recipe changes nothing in that."""
    book = registered(replace(recipe, version="other"))
    offered = replace(recipe, status=stated)
    if refused is None:
        refuse_unapproved(book, offered)
        return
    with pytest.raises(refused):
        refuse_unapproved(book, offered)


def test_a_version_has_one_content(recipe: MasterRecipe) -> None:
    """The same again is nothing new; another is refused with both digests, also by a batch."""
    book = registered(recipe, RecipeStatus.APPROVED)
    assert register(book, replace(recipe, status="approved"), "li.wei", 3) == ()
    other = replace(recipe, high_kg=recipe.high_kg + 1.0)
    for attempt in (
        lambda: register(book, other, "li.wei", 3),
        lambda: refuse_unapproved(book, other),
    ):
        with pytest.raises(RecipeVersionTakenError) as refused:
            attempt()
        assert refused.value.registered == digest(recipe)
        assert refused.value.digest == digest(other) != digest(recipe)


def test_the_last_approved_version_is_made(recipe: MasterRecipe) -> None:
    """A newer draft waits; a retired version gives way to the one before it."""
    old, new = replace(recipe, version="1"), replace(recipe, version="2")
    book = registered(old, RecipeStatus.APPROVED)
    book = with_version(book, new)
    assert book.approved(recipe.name) == replace(old, status="draft")
    assert book.latest(recipe.name) == replace(new, status="draft")
    book = moved(book, new, RecipeStep.VERIFY, RecipeStep.APPROVE)
    assert book.approved(recipe.name) == replace(new, status="draft")
    book = moved(book, new, RecipeStep.RETIRE)
    assert book.approved(recipe.name) == replace(old, status="draft")
    assert book.approved("nobody") is None


def test_what_is_not_registered_is_told_with_what_is(recipe: MasterRecipe) -> None:
    """The error lists the versions."""
    book = registered(recipe)
    with pytest.raises(UnknownNameError, match=f"{recipe.name} {recipe.version}"):
        book.version(recipe.name, "99")


@given(one=recipes(), other=recipes())
def test_a_digest_is_of_the_content_and_of_nothing_else(
    one: MasterRecipe, other: MasterRecipe
) -> None:
    """The status is left out; all else counts."""
    assert digest(replace(one, status="draft")) == digest(replace(one, status="approved"))
    assert (digest(one) == digest(other)) == same_content(one, other)
    assert digest(one) != digest(replace(one, version=f"{one.version}!"))


def test_a_digest_outlives_the_program() -> None:
    """It is written in ledgers: a later program that computes another one breaks them."""
    assert digest(FIXED) == DIGEST
