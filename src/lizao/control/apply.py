"""``apply(run, fact) -> run``: the only way state changes. One table: fact type to fold."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from lizao.control import (
    fold_batch,
    fold_equipment,
    fold_exceptions,
    fold_material,
    fold_saggars,
    fold_scopes,
    fold_units,
    ownership,
)
from lizao.control.run import Run
from lizao.model.facts import Fact

Fold = Callable[[Run, Any], Run]

FOLDS: Final[Mapping[type, Fold]] = MappingProxyType(
    {
        **fold_batch.FOLDS,
        **fold_exceptions.FOLDS,
        **fold_equipment.FOLDS,
        **fold_material.FOLDS,
        **fold_saggars.FOLDS,
        **fold_scopes.FOLDS,
        **fold_units.FOLDS,
        **ownership.FOLDS,
    }
)


def apply(run: Run, fact: Fact) -> Run:
    """The run after ``fact``; facts that decisions never look at leave it as it is."""
    fold = FOLDS.get(type(fact))
    return run if fold is None else fold(run, fact)
