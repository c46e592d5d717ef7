"""Write a plant of one mixer and a recipe of two phases, and run it on paper: no physics, no files.

The paper plant has services that take their time and nothing else; control cannot tell it from a
real one. So a procedure can be tried, held and crashed in milliseconds.
"""

from lizao.model.equipment import Finish, Plant, Service, Unit, Use
from lizao.model.facts import StepCompleted, StepStarted
from lizao.model.identifiers import MaterialName, Role, ServiceName, UnitId
from lizao.model.instants import MINUTE
from lizao.model.quality import Specification
from lizao.model.recipe import Form, MasterRecipe
from lizao.model.states import Command
from lizao.testing.mini import block, phase, service
from lizao.testing.paper import PaperTimes
from lizao.testing.scene import Scene
from lizao.testing.story import Story

SERVICES = tuple(Service(ServiceName(name), Finish.SELF) for name in ("stir", "rest"))
mixer = Unit(UnitId("mixer-1"), "mixer", Use.EXCLUSIVE, "kitchen", SERVICES)

plant = Plant("kitchen", "home", simulated=True, units=(mixer,), transfers=(), places=())
recipe = MasterRecipe(
    name="dough",
    version="1",
    status="approved",
    product=MaterialName("dough"),
    title_en="Dough",
    title_zh="面团",
    reference_kg=100.0,
    low_kg=10.0,
    high_kg=200.0,
    formula=(),
    charges=(),
    roles={Role("mixer"): "mixer"},
    elements=(
        block("mix", Form.UNIT_PROCEDURE, "dough", role=Role("mixer")),
        block("mix/dough", Form.OPERATION, "stir", "rest"),
        phase("mix/dough/stir", service("stir")),
        phase("mix/dough/rest", service("rest")),
    ),
)
times = PaperTimes(durations_s={"stir": 600.0, "rest": 1800.0})

story = Story(
    Scene(plant, (), (), times, recipe, Specification(MaterialName("dough"), "1", ()), 100.0)
)
start = story.now
batch = story.start()
story.forward(minutes=5)
story.say(batch, Command.HOLD)
story.forward(minutes=30)
story.crash()  # the controller dies; another folds the facts and takes over
story.say(batch, Command.RESTART)
story.finish(batch)

for fact in story.facts:
    if isinstance(fact, StepStarted | StepCompleted):
        print(f"{(fact.at - start) / MINUTE:5.0f} min  {type(fact).__name__:14s} {fact.step}")
print(f"{batch} is {story.batch(batch).state}")
