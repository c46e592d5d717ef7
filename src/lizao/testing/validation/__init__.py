"""The judge of a virtual plant: whether it shows what a real one would."""

from typing import TYPE_CHECKING

from lizao.documents.site import Site
from lizao.testing.validation.faults import try_faults
from lizao.testing.validation.figures import value_of
from lizao.testing.validation.observation import Trial, observe
from lizao.testing.validation.report import Judged, Report, Verdict

if TYPE_CHECKING:
    from lizao.model.acceptance import Acceptance

__all__ = ["Judged", "Report", "Verdict", "validate"]


def validate(
    site: Site,
    plant: str | None = None,
    days: float | None = None,
    seed: int = 1,
    *,
    with_faults: bool = False,
) -> Report:
    """Run a plant of a site in its steady state and judge it by the site's acceptance file.

    ``with_faults``: every fault that its classes can have is tried too.
    """
    design = site.plant(plant)
    acceptance: Acceptance = site.acceptance_of(design)
    looked = acceptance.days_for(design.name) if days is None else days
    trial = Trial(site, design, acceptance, looked, seed)
    seen = observe(trial)
    figures = tuple(Judged(each, value_of(each, seen)) for each in acceptance.figures)
    faults = tuple(try_faults(trial)) if with_faults else ()
    return Report(design.name, acceptance.recipe, seed, looked, figures, faults)
