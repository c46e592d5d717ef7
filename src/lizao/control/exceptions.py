"""What goes wrong: unanswered commands, failed and lost services. What no rule covers is asked."""

from collections.abc import Mapping
from typing import Final

from lizao.control.deadlines import due_at, escalation_of
from lizao.control.run import BatchRun, Run, ServiceRun
from lizao.control.scopes import GOES_ON, TOP, accepts, is_asked, level_of, prevails, scope_of
from lizao.control.services import again, failed
from lizao.model.commands import Value
from lizao.model.facts import BatchCommanded, CommandUnanswered, DeadlinePassed, Fact, QuestionAsked
from lizao.model.identifiers import QuestionId, StepPath
from lizao.model.instants import Instant
from lizao.model.states import Command

RULE: Final = "rule"
"""Who acts when no person does."""
ESCALATED: Final = "deadline_passed"
"""Why a rule stops or aborts a phase."""


def next_facts(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """The next thing to say about what went wrong in a batch."""
    return _unanswered(run, batch, now) or _late(run, batch, now) or _failures(run, batch, now)


def ask(  # noqa: PLR0913, PLR0917 - a question names all it is about
    run: Run,
    batch: BatchRun,
    step: StepPath,
    text: str,
    details: Mapping[str, Value],
    now: Instant,
) -> tuple[Fact, ...]:
    """Hold what the recipe says is held, and ask a person, once; ``text`` is a text key."""
    facts: list[Fact] = []
    if not any(
        (each.batch, each.step, each.text) == (batch.batch, step, text)
        for each in run.questions.values()
    ):
        question = QuestionId(f"Q{run.questions_asked + 1}")
        facts.append(QuestionAsked(now, question, batch.batch, step, text, details))
    held = level_of(batch, step)
    asked = scope_of(batch, held).asked
    if prevails(Command.HOLD, asked) and accepts(batch, held, Command.HOLD):
        named = None if held == TOP else held
        facts.append(BatchCommanded(now, batch.batch, Command.HOLD, RULE, text, named))
    return tuple(facts)


def _unanswered(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    for each in run.runs_of(batch.batch):
        if each.asked is None or each.overdue or now < each.answer_by or each.unit in run.taken:
            continue
        fact = CommandUnanswered(now, each.unit, each.service, each.asked, each.ticket)
        details: dict[str, Value] = {
            "unit": each.unit,
            "service": each.service,
            "command": each.asked,
            "severity": _severity(run, each),
        }
        return (fact, *ask(run, batch, each.step, "service_unanswered", details, now))
    return ()


def _late(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    """What did not come to its end in time: the phase is told what the plant says, or a person."""
    for each in run.runs_of(batch.batch):
        if each.told is None or (due := due_at(run, each)) is None or now < due:
            continue
        then = escalation_of(run, each, each.told).then
        told = accepts(batch, each.step, then) if then is not None else False
        passed = DeadlinePassed(
            now, each.unit, each.service, each.told, each.ticket, then if told else None
        )
        if then is not None and told:
            return (passed, BatchCommanded(now, batch.batch, then, RULE, ESCALATED, each.step))
        details: dict[str, Value] = {
            "unit": each.unit,
            "service": each.service,
            "state": each.state,
            "command": each.told,
        }
        repeated = (again(run, each, now),) if each.asked is not None else ()
        return (passed, *repeated, *ask(run, batch, each.step, "service_late", details, now))
    return ()


def _failures(run: Run, batch: BatchRun, now: Instant) -> tuple[Fact, ...]:
    if batch.state not in GOES_ON or batch.asked is not None:
        return ()
    for each in run.runs_of(batch.batch):
        if not failed(batch, each) or each.unit in run.taken:
            continue
        if not is_asked(batch, each.step):
            return service_failed(run, batch, each, now)
    return ()


def _severity(run: Run, each: ServiceRun) -> int:
    """How severe the plant file calls trouble with the unit of a service."""
    unit = run.plant.unit(each.unit) if run.plant else None
    return unit.failure_severity if unit else 1


def service_failed(run: Run, batch: BatchRun, each: ServiceRun, now: Instant) -> tuple[Fact, ...]:
    """Hold around a service that left its way, and tell a person what it reported."""
    text = "service_lost" if each.lost else "service_failed"
    details: dict[str, Value] = {
        "unit": each.unit,
        "service": each.service,
        "state": each.state,
        "severity": _severity(run, each),
        **({"interlock": each.reports["interlock"]} if "interlock" in each.reports else {}),
    }
    return ask(run, batch, each.step, text, details, now)
