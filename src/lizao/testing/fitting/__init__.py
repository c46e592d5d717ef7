"""A virtual plant is fitted to what was seen of another plant."""

import math
from collections.abc import Sequence

from lizao.model.equipment import Plant
from lizao.model.errors import NotNowError
from lizao.plant.fitting import Told
from lizao.plant.fitting import fit as searched
from lizao.testing.fitting.coefficients import FIT, Coefficient, named, with_values
from lizao.testing.fitting.report import Compared, FitReport, Fitted
from lizao.testing.fitting.twins import Twins

__all__ = ["Coefficient", "Compared", "FitReport", "Fitted", "Told", "Twins", "fit", "named"]


def fit(twins: Twins, plant: Plant, names: Sequence[str], seeds: int = 4) -> FitReport:
    """Estimate coefficients of a virtual plant from what was seen of another.

    The plant makes the same orders again and again, without chance, until what it shows comes
    closest. ``seeds`` plants that are left to chance say before how far apart batches lie.
    Raises what ``named`` does, and NotNowError where the plant does not show what was seen.
    """
    data = twins.data
    coefficients = named(plant, names)
    sigmas = twins.sigmas(plant, seeds)

    def model(values: Sequence[float]) -> Sequence[float] | None:
        return twins.shown(with_values(plant, dict(zip(coefficients, values, strict=True))))

    seen = [each.value for each in data.observations]
    found = searched(model, [each.value for each in coefficients], seen, sigmas)
    if found is None:
        missing = twins.missing(plant) or data.observations[0]
        thing = f"{missing.batch} {missing.name}"
        raise NotNowError(thing, FIT, "not_shown")
    return FitReport(
        plant=plant.name,
        coefficients=tuple(
            Fitted(each, told.told, told.value, told.low, told.high)
            if told.told is Told.FITTED
            else Fitted(each, told.told, tied_to=tuple(coefficients[n].name for n in told.tied_to))
            for each, told in zip(coefficients, found.estimates, strict=True)
        ),
        compared=tuple(map(Compared, data.observations, sigmas, found.modelled)),
        misfit=None if math.isnan(found.misfit) else found.misfit,
        settled=found.settled,
        plants=twins.count,
    )
