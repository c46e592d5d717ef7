"""Drive one service of the virtual plant by hand, through the transport that control uses."""

from lizao.app.home import VIRTUAL_EPOCH
from lizao.documents.site import load_site
from lizao.equipment.memory import MemoryTransport
from lizao.model.commands import CommandService, StartService
from lizao.model.facts import ServiceStateChanged
from lizao.model.identifiers import ServiceName, UnitId
from lizao.model.instants import MINUTE
from lizao.model.states import Command, State
from lizao.plant.virtual import VirtualPlant

site = load_site(None)
plant = VirtualPlant.make(site.plant(), site.materials, seed=1, settings={}, at=VIRTUAL_EPOCH)
transport = MemoryTransport(plant)
tank, charge = UnitId("premix-1"), ServiceName("charge")

transport.read()  # the deliveries of the first day
transport.write([StartService(tank, charge, 1, None, {"lot": "water-01", "mass_kg": 5000.0})])

held = False
while plant.at < VIRTUAL_EPOCH + 60 * MINUTE:
    image = transport.read()
    for report in image.reports:
        fact = report.fact
        if not isinstance(fact, ServiceStateChanged):
            continue
        print(f"{(fact.at - VIRTUAL_EPOCH) / MINUTE:5.1f} min  {fact.service} is {fact.state}")
        if fact.state is State.RUNNING and not held:
            held = True
            transport.advance(fact.at + 4 * MINUTE)
            transport.write([CommandService(tank, charge, 1, Command.HOLD)])
        elif fact.state is State.HELD:
            transport.advance(fact.at + 20 * MINUTE)
            transport.write([CommandService(tank, charge, 1, Command.RESTART)])
    transport.acknowledge(max((each.sequence for each in image.reports), default=0))
    transport.advance(VIRTUAL_EPOCH + 60 * MINUTE)

signal = next(name for name in transport.read().values if name == "premix-1.mass_kg")
print(f"the tank shows {transport.read().values[signal]:,.0f} kg")
