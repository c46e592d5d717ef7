"""The judge of a virtual plant: whether it shows what a real one would."""

from collections.abc import Sequence

from lizao.app.adversity import CALM, Adversity, troubled
from lizao.app.collector import quiet_collector
from lizao.documents.site import Site
from lizao.testing.validation.faults import chosen_of
from lizao.testing.validation.figures import value_of
from lizao.testing.validation.observation import observe
from lizao.testing.validation.report import Judged, Report, Verdict
from lizao.testing.validation.responses import answer
from lizao.testing.validation.trial import Trial
from lizao.testing.validation.trying import try_faults

__all__ = ["Judged", "Report", "Trial", "Verdict", "trial_of", "validate"]


def trial_of(
    site: Site,
    plant: str | None = None,
    days: float | None = None,
    seed: int = 1,
    adversity: Adversity = CALM,
) -> Trial:
    """How a plant of a site is tried, by the site's acceptance file where nobody says otherwise."""
    design = troubled(site.plant(plant), adversity)
    acceptance = site.acceptance_of(design)
    looked = acceptance.days_for(design.name) if days is None else days
    return Trial(site, design, acceptance, looked, seed)


def validate(
    trial: Trial,
    *,
    with_responses: bool = False,
    with_faults: bool = False,
    faults: Sequence[str] = (),
    workers: int = 1,
) -> Report:
    """Run a plant in its steady state and judge what it shows.

    ``with_responses``: what was published of how one thing moves another is measured on it.
    ``with_faults``: every fault that its classes can have is tried too, or only those of some
    names, shared out to so many processes; UnknownNameError for a name of no fault.
    """
    chosen_of(trial.plant.units, faults)
    with quiet_collector():
        seen = observe(trial)
        tried = try_faults(trial, faults, workers) if with_faults or faults else ()
        answers = tuple(answer(trial)) if with_responses else ()
    return Report(
        plant=trial.plant.name,
        recipe=trial.acceptance.recipe,
        seed=trial.seed,
        days=trial.days,
        strikes=seen.strikes,
        figures=tuple(Judged(each, value_of(each, seen)) for each in trial.acceptance.figures),
        faults=tried,
        responses=answers,
    )
