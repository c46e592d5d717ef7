"""The big-bag packer."""

from lizao.plant.compiled import compiled
from lizao.plant.content import BAGS, Store, lose, take
from lizao.plant.records import OFF

FULL = 1


class Packer:
    """A packer filling one bag at a time on a scale with a bias."""

    source: float
    flag: float
    on: float
    rate_kg_per_h: float
    target_kg: float
    filled_kg: float
    """Measured, in the present bag."""
    bias_share: float
    drive_kw: float
    power_kw: float
    energy_kwh: float
    bags: float


@compiled
def step_packer(packer: Packer, store: Store) -> int:
    """Fill the bag for one second; flag when its scale shows the target."""
    packer.power_kw = 0.0
    if packer.on == OFF:
        return 0
    packer.power_kw = packer.drive_kw
    packer.energy_kwh += packer.power_kw / 3600.0
    shown = min(packer.rate_kg_per_h / 3600.0, packer.target_kg - packer.filled_kg)
    taken = take(store, int(packer.source), shown / (1.0 + packer.bias_share))
    lose(store, 1.0, BAGS)
    packer.filled_kg += taken * (1.0 + packer.bias_share)
    if packer.filled_kg >= packer.target_kg - 1.0e-9:
        packer.on = 0.0
        packer.flag = FULL
        return 1
    return 0
