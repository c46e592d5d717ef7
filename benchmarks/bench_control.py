"""The decisions against their budgets, and against bare loops in the same run."""

from collections.abc import Callable
from dataclasses import replace
from time import process_time

from lizao.control.apply import apply
from lizao.control.decide import decide, settled
from lizao.control.run import EMPTY_RUN, Run
from lizao.model.equipment import Plant, Unit
from lizao.model.facts import Fact, ServiceCommanded, ServiceStateChanged
from lizao.model.identifiers import Role, UnitId
from lizao.model.recipe import Element, Form, RecipeCondition, Subject
from lizao.model.states import State
from lizao.testing.mini import block, mini_plant, mini_recipe, phase, service
from lizao.testing.scene import Scene
from lizao.testing.story import Story

STEP_BUDGET_S = 0.001
SCAN_BUDGET_S = 0.002
FOLD_BUDGET = 50_000
STEPS = 500
AGAIN = 1_000
BATCHES, UNITS_EACH = 20, 50
NEVER = RecipeCondition(Subject.FORMULA, "soak", limit=1e9)


def best(work: Callable[[], object], rounds: int = 5) -> float:
    """The least CPU seconds of a few rounds."""
    times = []
    for _ in range(rounds):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return min(times)


def stepping() -> tuple[Story, tuple[Fact, ...]]:
    """A batch whose choices are all skipped: one step after the other without waiting."""
    choices = [block(f"mix/work/no{n}", Form.CHOICE, "x", condition=NEVER) for n in range(STEPS)]
    inside = [phase(f"{each.path}/x", service("stir")) for each in choices]
    names = [each.path.rsplit("/", 1)[1] for each in choices]
    elements: tuple[Element, ...] = (
        block("mix", Form.UNIT_PROCEDURE, "work", role=Role("mixer")),
        block("mix/work", Form.OPERATION, *names),
        *choices,
        *inside,
    )
    scene = Scene(recipe=replace(mini_recipe(), elements=elements, charges=()))
    story = Story(scene)
    return story, scene.order(story.run, story.now)


def step_cost() -> tuple[float, float]:
    """CPU seconds per step of one pass, and of a bare loop that folds as many facts into dicts."""
    story, order = stepping()
    run = story.run
    for fact in order:
        run = apply(run, fact)
    facts, _ = decide(run, story.now)

    def bare() -> None:
        steps: dict[int, int] = {}
        for number in range(len(facts)):
            steps = {**steps, number: number}

    return best(lambda: decide(run, story.now)) / len(facts), best(bare) / len(facts)


def wide_plant() -> Plant:
    """A plant with so many mixers that every phase has its own."""
    plant = mini_plant()
    mixer = plant.units[0]
    mixers = tuple(
        _named(mixer, f"mixer-{number}") for number in range(1, BATCHES * UNITS_EACH + 1)
    )
    return replace(plant, units=mixers + plant.units[1:])


def _named(unit: Unit, name: str) -> Unit:
    return replace(unit, id=UnitId(name))


def wide() -> Story:
    """A thousand phases under way: batches of many unit procedures that all stir at once."""
    tops = [f"mix{n}" for n in range(UNITS_EACH)]
    elements: list[Element] = []
    for top in tops:
        elements += (
            block(top, Form.UNIT_PROCEDURE, "work", role=Role(top)),
            block(f"{top}/work", Form.OPERATION, "stir"),
            phase(f"{top}/work/stir", service("stir")),
        )
    roles = {Role(top): "mixer" for top in tops}
    recipe = replace(mini_recipe(), elements=tuple(elements), charges=(), roles=roles)
    story = Story(Scene(plant=wide_plant(), recipe=recipe))
    for _ in range(BATCHES):
        story.start()
    story.loop.turn()
    return story


def scan_cost(story: Story) -> tuple[float, float, float]:
    """CPU seconds of a scan as the loop asks for it, where nothing has changed since the last one.

    Then of a controller's very first look at all phases, and of walking them in a bare loop.
    """
    run = story.run
    _, quiet = settled(run, story.now)
    running = [each for each in run.runs.values() if each.state is State.RUNNING]

    def bare() -> int:
        return sum(each.state is State.RUNNING and each.asked is None for each in running)

    again = best(lambda: [settled(run, story.now, quiet) for _ in range(AGAIN)]) / AGAIN
    return again, best(lambda: settled(run, story.now)), best(bare)


def active_cost(story: Story) -> float:
    """CPU seconds to fold the end of one phase among all the others, and to decide what follows."""
    run = story.run
    _, quiet = settled(run, story.now)
    first = next(iter(run.runs.values()))
    ended = ServiceStateChanged(story.now, first.unit, first.service, State.COMPLETE, first.ticket)
    return best(lambda: settled(apply(run, ended), story.now, quiet))


def fold_rates() -> tuple[float, float, int]:
    """Facts folded per second over a whole batch, facts put in a dict, and how many they are."""
    story = Story()
    story.finish(story.start())
    facts = story.facts

    def fold() -> Run:
        run = EMPTY_RUN
        for fact in facts:
            run = apply(run, fact)
        return run

    def bare() -> None:
        kept: dict[int, Fact] = {}
        for number, fact in enumerate(facts):
            kept.update({number: fact})

    return len(facts) / best(fold, 20), len(facts) / best(bare, 20), len(facts)


def main() -> None:
    """Measure and print."""
    step, bare_step = step_cost()
    print(
        f"step in one pass     {step * 1e6:8.1f} us  {STEP_BUDGET_S / step:6.1f} x under budget"
        f"   {step / bare_step:6.1f} x a bare dict"
    )
    story = wide()
    phases = sum(isinstance(each, ServiceCommanded) for each in story.facts)
    scan, first, bare_scan = scan_cost(story)
    print(
        f"scan, {phases:,} phases  {scan * 1e3:8.3f} ms  {SCAN_BUDGET_S / scan:6.1f} x under budget"
        f"   {scan / bare_scan:6.2f} x a bare loop"
    )
    print(f"the very first look  {first * 1e3:8.2f} ms  {first / bare_scan:6.1f} x a bare loop")
    active = active_cost(story)
    print(f"one of them ends     {active * 1e3:8.2f} ms")
    fold, bare_fold, facts = fold_rates()
    print(
        f"fold, {facts} facts      {fold:8,.0f} /s  {fold / FOLD_BUDGET:6.1f} x the budget"
        f"        {bare_fold / fold:6.1f} x slower than a bare dict"
    )


if __name__ == "__main__":
    main()
