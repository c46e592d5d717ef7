"""The office beside the plant: versions of recipes are registered, verified, approved, retired."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Final

from lizao.app.recipe_desk import act_on_recipes
from lizao.app.recipe_requests import MoveRecipe, RegisterRecipe
from lizao.control.run import Run
from lizao.documents.recipe_book import RecipeBook
from lizao.model.facts import Fact
from lizao.model.instants import Instant
from lizao.model.recipe import MasterRecipe
from lizao.model.recipe_life import RECIPE_LIFE, RecipeStep
from lizao.testing.storm.by_hand import OPERATOR, REASON, signed

_ENGINEERS: Final = ("engineer", OPERATOR)


class Office:
    """Engineers who write versions of the recipes in ``of``, and those who let them be made."""

    def __init__(self, random: Random, of: Sequence[MasterRecipe]) -> None:
        """Nothing is registered yet."""
        self.random, self.of = random, of

    def asked(self, run: Run, book: RecipeBook, now: Instant) -> tuple[Fact, ...]:
        """A version is moved on, or a new one is registered."""
        moves = [
            (*version, step)
            for version, known in book.versions.items()
            for step in RecipeStep
            if (known.status, step) in RECIPE_LIFE
        ]
        if not moves or self.random.random() < 1 / (1 + len(moves)):
            return self._registered(run, book, now)
        recipe, version, step = self.random.choice(moves)
        by, request = self.random.choice(_ENGINEERS), MoveRecipe(recipe, version, step, REASON)
        return signed(run, request, lambda: act_on_recipes(book, request, None, by, now), now, by)

    def _registered(self, run: Run, book: RecipeBook, now: Instant) -> tuple[Fact, ...]:
        if not self.of:
            return ()
        version = f"storm-{len(book.versions) + 1}"
        recipe = replace(self.random.choice(self.of), version=version)
        request = RegisterRecipe(version)
        return signed(
            run, request, lambda: act_on_recipes(book, request, recipe, OPERATOR, now), now
        )
