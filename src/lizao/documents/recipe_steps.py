"""The procedure of a recipe file as the model's flat elements, parents before children."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lizao.documents.recipe_asking import inquiry
from lizao.documents.recipe_exceptions import exception_element
from lizao.documents.recipe_schema import (
    AskPhase,
    CampaignPhase,
    ChargePhase,
    ChoiceFile,
    ConcessionPhase,
    ExceptionFile,
    LoopFile,
    LotPhase,
    ParallelFile,
    Phase,
    QuarantinePhase,
    SamplePhase,
    SequenceFile,
    ServicePhase,
    StepFile,
    TransferPhase,
    UnitProcedureFile,
    WaitPhase,
)
from lizao.documents.recipe_values import Reference, Words
from lizao.documents.yaml_source import Spot
from lizao.model.identifiers import Role, ServiceName, StepPath
from lizao.model.recipe import Action, Charge, Element, Form, Work

PREPARE = ServiceName("prepare")
"""The service by which a line unit takes the settings of a campaign."""


@dataclass
class Procedure:
    """The elements of a recipe as they are read, and the spot of each in the file."""

    words: Words
    charges: Mapping[str, Charge]
    elements: list[Element] = field(default_factory=list)
    spots: dict[StepPath, Spot] = field(default_factory=dict)

    def unit_procedure(self, spot: Spot, file: UnitProcedureFile) -> None:
        """Add a unit procedure with all that is in it."""
        path = StepPath(file.unit_procedure)
        role = self.words.role((*spot, "unit"), file.unit)
        for number, each in enumerate(file.after):
            reference = Reference((*spot, "after", number), StepPath(each), path)
            self.words.references.append(reference)
        condition = None
        if file.start_when is not None:
            inner = (*spot, "start_when")
            condition = self.words.condition(inner, path, role, file.start_when)
        place = self._open(path, spot)
        children = []
        for number, operation in enumerate(file.operations):
            inner = (*spot, "operations", number)
            child = StepPath(f"{path}/{operation.operation}")
            children.append(child)
            at = self._open(child, inner)
            grandchildren = self._steps((*inner, "steps"), child, role, operation.steps)
            watched = self._exceptions(inner, child, role, operation.exceptions)
            made = Element(child, Form.OPERATION, grandchildren, role, exceptions=watched)
            self._close(at, made)
        element = Element(
            path,
            Form.UNIT_PROCEDURE,
            tuple(children),
            role,
            split=file.split,
            after=tuple(StepPath(each) for each in file.after),
            claims=tuple(
                self.words.role((*spot, "uses", number), each)
                for number, each in enumerate(file.uses)
            ),
            condition=condition,
            exceptions=self._exceptions(spot, path, role, file.exceptions),
        )
        self._close(place, element)

    def _exceptions(
        self, spot: Spot, host: StepPath, role: Role, files: Sequence[ExceptionFile]
    ) -> tuple[StepPath, ...]:
        """Add what is watched while an element runs."""
        paths = []
        for number, each in enumerate(files):
            inner = (*spot, "exceptions", number)
            path = StepPath(f"{host}/{each.exception}")
            place = self._open(path, inner)
            children = self._steps((*inner, "steps"), path, role, each.steps)
            made = exception_element(self.words, inner, path, role, each, children)
            self._close(place, made)
            paths.append(path)
        return tuple(paths)

    def _open(self, path: StepPath, spot: Spot) -> int:
        """Keep a place for an element before its children; a path used twice is a fault."""
        if path in self.spots:
            paper = self.words.paper
            first = paper.line(self.spots[path])
            paper.fault(spot, path, "procedure", f"{Path(paper.file).name}:{first}", "duplicate")
        self.spots[path] = spot
        self.elements.append(Element(path, Form.SEQUENCE, (path,)))
        return len(self.elements) - 1

    def _close(self, place: int, element: Element) -> None:
        self.elements[place] = element

    def _steps(
        self, spot: Spot, parent: StepPath, role: Role, steps: Sequence[StepFile]
    ) -> tuple[StepPath, ...]:
        """Add steps and name those that have no name after what they are and their number."""
        return tuple(
            self._step((*spot, number), parent, number, role, each)
            for number, each in enumerate(steps)
        )

    def _step(
        self, spot: Spot, parent: StepPath, number: int, role: Role, step: StepFile
    ) -> StepPath:
        if isinstance(step, Phase):
            path = StepPath(f"{parent}/{step.phase}")
            self._close(self._open(path, spot), self._phase(spot, path, role, step))
            return path
        kind = _FORMS[type(step)]
        path = StepPath(f"{parent}/{step.name or f'{kind.value}-{number + 1}'}")
        place = self._open(path, spot)
        self._close(place, self._structure(spot, path, role, step))
        return path

    def _structure(
        self,
        spot: Spot,
        path: StepPath,
        role: Role,
        step: ParallelFile | SequenceFile | ChoiceFile | LoopFile,
    ) -> Element:
        """An element that orders others."""
        if isinstance(step, ParallelFile):
            children = self._steps((*spot, "parallel"), path, role, step.parallel)
            return Element(path, Form.PARALLEL, children, role)
        if isinstance(step, SequenceFile):
            children = self._steps((*spot, "sequence"), path, role, step.sequence)
            return Element(path, Form.SEQUENCE, children, role)
        children = self._steps((*spot, "steps"), path, role, step.steps)
        if isinstance(step, ChoiceFile):
            condition = self.words.condition((*spot, "if"), path, role, step.choice)
            return Element(path, Form.CHOICE, children, role, condition=condition)
        until = self.words.condition((*spot, "repeat", "until"), path, role, step.repeat.until)
        at_most = step.repeat.at_most
        return Element(path, Form.LOOP, children, role, condition=until, at_most=at_most)

    def _phase(self, spot: Spot, path: StepPath, role: Role, phase: Phase) -> Element:
        """A phase with its action, on its own unit where it names one."""
        if isinstance(phase, ServicePhase | CampaignPhase | LotPhase) and phase.unit is not None:
            role = self.words.role((*spot, "unit"), phase.unit)
        elif isinstance(phase, SamplePhase):
            role = self.words.role((*spot, "from"), phase.source)
        elif isinstance(phase, ChargePhase) and phase.charge in self.charges:
            role = self.charges[phase.charge].vessel
        action = _ACTIONS[type(phase)](self, spot, path, role, phase)
        return Element(path, Form.PHASE, role=role, action=action)

    def service(self, spot: Spot, path: StepPath, role: Role, phase: ServicePhase) -> Action:
        """The action of a service phase."""
        action = Action(
            Work.SERVICE,
            ServiceName(phase.service),
            self.words.settings((*spot, "set"), phase.settings),
        )
        if phase.until is None:
            return action
        until = self.words.condition((*spot, "until"), path, role, phase.until)
        return replace(action, complete_when=until)

    def charge(self, spot: Spot, path: StepPath, role: Role, phase: ChargePhase) -> Action:
        """The action of a charge phase."""
        del path, role
        if phase.charge not in self.charges:
            known = ", ".join(self.charges)
            self.words.paper.fault(
                (*spot, "charge"), "charge", phase.charge, known, "unknown_charge"
            )
        return Action(Work.CHARGE, charge=phase.charge)

    def transfer(self, spot: Spot, path: StepPath, role: Role, phase: TransferPhase) -> Action:
        """The action of a transfer phase."""
        inner = (*spot, "transfer")
        return Action(
            Work.TRANSFER,
            settings=self.words.settings((*inner, "set"), phase.transfer.settings),
            complete_when=self.words.condition((*spot, "until"), path, role, phase.until),
            source=self.words.role((*inner, "from"), phase.transfer.source),
            destination=self.words.role((*inner, "to"), phase.transfer.destination),
        )

    def campaign(self, spot: Spot, path: StepPath, role: Role, phase: CampaignPhase) -> Action:
        """The action of a campaign phase."""
        del path, role
        settings = self.words.settings((*spot, "campaign"), phase.campaign)
        return Action(Work.CAMPAIGN, PREPARE, settings)

    def wait(self, spot: Spot, path: StepPath, role: Role, phase: WaitPhase) -> Action:
        """The action of a phase that waits."""
        condition = self.words.condition((*spot, "wait"), path, role, phase.wait)
        return Action(Work.WAIT, complete_when=condition)

    def sample(self, spot: Spot, path: StepPath, role: Role, phase: SamplePhase) -> Action:
        """The action of a sample phase."""
        del spot, path
        return Action(Work.SAMPLE, source=role, panel=tuple(phase.sample))

    def lot(self, spot: Spot, path: StepPath, role: Role, phase: LotPhase) -> Action:
        """The action of a phase that makes a lot."""
        del spot, path, role, phase
        return Action(Work.LOT)

    def quarantine(self, spot: Spot, path: StepPath, role: Role, phase: QuarantinePhase) -> Action:
        """The action of a phase that puts the lot in quarantine."""
        del spot, path, role
        return Action(Work.QUARANTINE, reason=phase.quarantine)

    def concession(self, spot: Spot, path: StepPath, role: Role, phase: ConcessionPhase) -> Action:
        """The action of a phase that lifts the quarantine by what a person answered."""
        del role
        asked = StepPath(phase.concession)
        self.words.references.append(Reference((*spot, "concession"), asked, path))
        return Action(Work.CONCESSION, asked=asked)

    def ask(self, spot: Spot, path: StepPath, role: Role, phase: AskPhase) -> Action:
        """The action of a phase that asks a person."""
        del path, role
        return Action(Work.ASK, inquiry=inquiry(self.words.paper, (*spot, "ask"), phase))


_FORMS: Mapping[type, Form] = {
    ParallelFile: Form.PARALLEL,
    SequenceFile: Form.SEQUENCE,
    ChoiceFile: Form.CHOICE,
    LoopFile: Form.LOOP,
}
_ACTIONS: Mapping[type, Callable[..., Action]] = {
    ServicePhase: Procedure.service,
    ChargePhase: Procedure.charge,
    TransferPhase: Procedure.transfer,
    CampaignPhase: Procedure.campaign,
    WaitPhase: Procedure.wait,
    SamplePhase: Procedure.sample,
    LotPhase: Procedure.lot,
    AskPhase: Procedure.ask,
    QuarantinePhase: Procedure.quarantine,
    ConcessionPhase: Procedure.concession,
}
