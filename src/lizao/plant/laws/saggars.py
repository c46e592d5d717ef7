"""Saggars: how often one cracks, and what its coating leaves in the powder, by its age."""

from lizao.plant.compiled import compiled


@compiled
def worn_share(passes: float, life_passes: float) -> float:
    """Return how worn (1) a saggar is after so many passes through a kiln (estimate: linear)."""
    return min(1.0, passes / life_passes)


@compiled
def aged(worn: float, when_new: float, when_worn: float) -> float:
    """Return a property (any unit) between its value of a new and of a worn saggar (estimate)."""
    return when_new + (when_worn - when_new) * worn
