"""Make one batch from Python: the same house as behind `lizao make`."""

from pathlib import Path

from lizao.app.clock import SystemClock
from lizao.app.house import MakeOrder, Presence, make
from lizao.app.making import Making, Pace
from lizao.app.settings import Settings
from lizao.model.instants import in_hours

settings = Settings(home=Path("home"), state=Path("state"))
stages: set[str] = set()


def watch(making: Making) -> None:
    """Say when a stage begins; called at every turn of the loop."""
    for path, step in making.run.steps.items():
        if "/" not in path and step.state.name == "RUNNING" and path not in stages:
            stages.add(path)
            started = making.home.rooms.views.batches[making.batch].started
            print(f"{in_hours(making.loop.now - started):6.1f} h  {path}")


nobody_interrupts = Presence(interrupted=lambda: False, watch=watch)
order = MakeOrder(recipe="lfp-26", tonnes="2", seed=1, overrides={"soak1_temperature": "768 °C"})
ending, result = make(order, settings, SystemClock(), Pace(), nobody_interrupts)

made = result.values
print(f"{made['batch']}: {ending}, {made['tonnes_packed']:.3f} t, {made['disposition']}")
for name, judged in made["quality"].items():
    print(f"  {name:20s} {judged['value']:10.3f} {judged['unit']}")
