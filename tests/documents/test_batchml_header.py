"""The size and the name of a recipe of another system."""

from pathlib import Path

import pytest

from lizao.documents.batchml.header import BatchSize
from tests.documents.foreign_batchml import document, element, imported


@pytest.mark.parametrize(
    ("size", "given", "expected"),
    [
        ("", None, (1000.0, 1000.0, 1000.0)),
        ("", BatchSize(1.0, 2.0, 3.0), (1.0, 2.0, 3.0)),
        ("<Nominal>5</Nominal><UnitOfMeasure>L</UnitOfMeasure>", BatchSize(1, 2, 3), (1, 2, 3)),
        (
            "<Nominal>50</Nominal><ScaleReference>100</ScaleReference>"
            "<UnitOfMeasure>Kilogram</UnitOfMeasure>",
            None,
            (50.0, 100.0, 50.0),
        ),
    ],
    ids=["none", "given", "volume, given", "scale reference"],
)
def test_the_batch_size_is_stated_given_or_one_tonne(
    tmp_path: Path,
    size: str,
    given: BatchSize | None,
    expected: tuple[float, float, float],
) -> None:
    """A size that was assumed is noted."""
    came = imported(tmp_path, document(element("stir", "Phase"), size=size), given)

    recipe = came.recipe
    assert (recipe.low_kg, recipe.reference_kg, recipe.high_kg) == expected
    assumed = [each.reason for each in came.notes]
    assert assumed == (["assumed"] if not size and given is None else [])


@pytest.mark.parametrize(
    ("recipe", "name"),
    [
        ("<ID>1</ID>", "paste"),
        ("<ID>lfp-26_b</ID>", "lfp-26_b"),
        ("<ID>Löwe 5</ID>", "lowe-5"),
    ],
)
def test_a_recipe_gets_a_name_of_the_language(tmp_path: Path, recipe: str, name: str) -> None:
    """A bare number is no name where there is a title."""
    came = imported(tmp_path, document(element("stir", "Phase"), recipe=recipe))

    assert came.recipe.name == name
