"""A recipe against a plant: whatever could not run there is found before anything moves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lizao.documents.check_settings import check_settings
from lizao.documents.recipe_file import read_recipe
from lizao.documents.validation import called
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.equipment import Finish, Plant, Service, Transfer, Unit, Use
from lizao.model.errors import DocumentError
from lizao.model.identifiers import Role, ServiceName, StepPath, UnitId
from lizao.model.recipe import (
    ANY_UNIT,
    Action,
    Element,
    Form,
    MasterRecipe,
    Meanwhile,
    RecipeCondition,
    Subject,
    Work,
)

_CHARGE, _PREPARE = ServiceName("charge"), ServiceName("prepare")
_SEND, _CONVEY, _RECEIVE = ServiceName("send"), ServiceName("convey"), ServiceName("receive")


def check_recipe(
    path: Path, plant: Plant, materials: Collection[str] | None = None
) -> list[DocumentError]:
    """Every fault of a recipe file, in itself and against a plant, in the order of the file.

    ``materials`` names the site's raw materials and products; None leaves those names unchecked.
    """
    read = read_recipe(path)
    if read.recipe is not None:
        check = _Check(read.paper, read.recipe, plant, read.spots)
        check.names(materials)
        check.roles_and_charges()
        for element in read.recipe.elements:
            check.element(read.spots[element.path], element)
            check.concession(read.spots[element.path], element.action)
    return read.paper.sorted_faults()


@dataclass
class _Check:
    """One recipe held against one plant; faults go to the paper."""

    paper: Paper
    recipe: MasterRecipe
    plant: Plant
    spots: Mapping[StepPath, Spot]
    units: dict[Role, tuple[Unit, ...]] = field(default_factory=dict)

    def names(self, materials: Collection[str] | None) -> None:
        """The product and every charged material belong to the site."""
        if materials is None:
            return
        known = ", ".join(sorted(materials))
        if self.recipe.product not in materials:
            name = self.recipe.product
            self.paper.fault(("product",), self.recipe.name, name, known, "unknown_material")
        for charge in self.recipe.charges:
            if charge.material not in materials:
                spot: Spot = ("charges", charge.name, "material")
                self.paper.fault(spot, charge.name, charge.material, known, "unknown_material")

    def roles_and_charges(self) -> None:
        """Every role has units in the plant, and every vessel can be charged."""
        for role, unit_class in self.recipe.roles.items():
            self.units[role] = self._fitting(role, unit_class)
        for charge in self.recipe.charges:
            self._service(("charges", charge.name, "into"), charge.vessel, _CHARGE)

    def _fitting(self, role: Role, unit_class: str) -> tuple[Unit, ...]:
        """The units that would do for a role; where there are none, why."""
        spot: Spot = ("units", role)
        units = self.plant.of_class(unit_class)
        if not units:
            known = ", ".join(dict.fromkeys(each.unit_class for each in self.plant.units))
            self.paper.fault(spot, role, unit_class, known, "unknown_class")
            return ()
        demand = self.recipe.demands.get(role, ANY_UNIT)
        fitting = self.plant.of_class(unit_class, demand.needs)
        if not fitting:
            known = ", ".join(dict.fromkeys(x for each in units for x in each.capabilities))
            wanted = ", ".join(demand.needs)
            self.paper.fault((*spot, "needs"), role, wanted, known, "missing_capability")
        elif demand.prefer is not None and all(each.id != demand.prefer for each in fitting):
            known = ", ".join(each.id for each in fitting)
            self.paper.fault((*spot, "prefer"), role, demand.prefer, known, "unknown_unit_name")
        return fitting or units

    def element(self, spot: Spot, element: Element) -> None:
        """Check one element of the procedure."""
        action = element.action
        if element.form is Form.UNIT_PROCEDURE:
            self._split(spot, element)
            self._condition((*spot, "start_when"), element.condition)
        elif element.form is Form.CHOICE:
            self._condition((*spot, "if"), element.condition)
        elif element.form is Form.EXCEPTION:
            self._condition((*spot, "when"), element.condition)
            self._branch((*spot, "meanwhile"), element)
        elif element.form is Form.LOOP:
            self._condition((*spot, "repeat", "until"), element.condition)
        elif action is not None and element.role is not None:
            self._action(spot, element.role, action)

    def _branch(self, spot: Spot, element: Element) -> None:
        """A branch that waits until all else is held needs none of the services that are held."""
        if element.handling is None or element.handling.meanwhile is not Meanwhile.HOLD:
            return
        host = element.path.rpartition("/")[0]
        inside = self._services_below(f"{element.path}/", f"{element.path}/")
        others = self._services_below(f"{host}/", f"{element.path}/", without=True)
        for role, service in sorted(inside & others):
            self.paper.fault(spot, element.path, service, f"{role}: {service}", "held_service")

    def _services_below(
        self, start: str, branch: str, *, without: bool = False
    ) -> set[tuple[str, str]]:
        """Role and service of the phases whose paths have one start, with or without a branch."""
        return {
            (str(each.role), str(each.action.service))
            for each in self.recipe.elements
            if each.action is not None and each.action.work is Work.SERVICE
            if each.path.startswith(start) and each.path.startswith(branch) is not without
        }

    def _split(self, spot: Spot, element: Element) -> None:
        """A unit procedure runs on no more units than the class has."""
        units = self.units.get(element.role or Role(""), ())
        if units and element.split > len(units):
            limit = f"1 … {len(units)}"
            self.paper.fault((*spot, "split"), "split", element.split, limit, "outside_limits")

    def _action(self, spot: Spot, role: Role, action: Action) -> None:
        match action.work:
            case Work.SERVICE:
                self._run(spot, role, action)
            case Work.TRANSFER:
                self._transfer(spot, action)
            case Work.CAMPAIGN:
                self._campaign(spot, role, action)
            case Work.WAIT:
                self._condition((*spot, "wait"), action.complete_when)
            case Work.SAMPLE | Work.LOT:
                key = "from" if action.work is Work.SAMPLE else "lot"
                self._place((*spot, key), role)
            case Work.CHARGE | Work.ASK | Work.QUARANTINE | Work.CONCESSION:
                pass

    def _run(self, spot: Spot, role: Role, action: Action) -> None:
        """A service exists, takes the settings, and comes to an end."""
        service = self._service((*spot, "service"), role, action.service)
        self._condition((*spot, "until"), action.complete_when)
        if service is None:
            return
        check_settings(self.paper, self.recipe, (*spot, "set"), service, action.settings)
        if service.finish is Finish.ON_COMMAND and action.complete_when is None:
            limit = f"{action.service}: {service.finish.value}"
            self.paper.fault(spot, "until", called(self.paper, spot), limit, "missing_key")

    def _transfer(self, spot: Spot, action: Action) -> None:
        """There is a path, and its three parties offer what a transfer needs."""
        self._condition((*spot, "until"), action.complete_when)
        source, destination = action.source or Role(""), action.destination or Role("")
        if not (self.units.get(source) and self.units.get(destination)):
            return
        at: Spot = (*spot, "transfer")
        paths = self._paths(source, destination)
        if not paths:
            known = ", ".join(
                f"{each.source} → {each.destination}" for each in self.plant.transfers
            )
            self.paper.fault(at, "transfer", f"{source} → {destination}", known, "impossible_path")
            return
        self._service((*at, "from"), source, _SEND)
        self._service((*at, "to"), destination, _RECEIVE)
        line = self.plant.unit(paths[0].line)
        convey = None if line is None else self._offered((*at, "set"), line, _CONVEY)
        if convey is not None:
            check_settings(self.paper, self.recipe, (*at, "set"), convey, action.settings)

    def _paths(self, source: Role, destination: Role) -> list[Transfer]:
        sources = {each.id for each in self.units[source]}
        destinations = {each.id for each in self.units[destination]}
        return [
            each
            for each in self.plant.transfers
            if each.source in sources and each.destination in destinations
        ]

    def _campaign(self, spot: Spot, role: Role, action: Action) -> None:
        """A campaign sets exactly what the batches on the line share."""
        at: Spot = (*spot, "campaign")
        prepare = self._service(at, role, _PREPARE)
        if prepare is None:
            return
        shared = self.units[role][0].campaign_parameters
        for setting in action.settings:
            if setting.parameter not in shared and prepare.parameter(setting.parameter) is not None:
                spot_of: Spot = (*at, setting.parameter)
                known = ", ".join(shared)
                self.paper.fault(spot_of, role, setting.parameter, known, "unknown_parameter")
        check_settings(self.paper, self.recipe, at, prepare, action.settings)

    def _condition(self, spot: Spot, condition: RecipeCondition | None) -> None:
        """A condition looks at a signal the unit has, or at the rows of a line service."""
        if condition is not None and condition.equals:
            self._answer(spot, condition)
        if condition is None or condition.role is None:
            return
        for unit in self.units.get(condition.role, ())[:1]:
            if condition.subject is Subject.SIGNAL:
                self._signal(spot, unit.id, condition)
            elif unit.use is not Use.LINE:
                at: Spot = (*spot, "cleared")
                self.paper.fault(at, condition.role, unit.use.value, Use.LINE.value, "wrong_use")

    def _answer(self, spot: Spot, condition: RecipeCondition) -> None:
        """An answer that is waited for is one that the question offers."""
        for each in self.recipe.elements:
            inquiry = each.action.inquiry if each.action is not None else None
            if each.path == condition.step and inquiry and condition.equals not in inquiry.options:
                at: Spot = (*spot, "equals")
                known = ", ".join(inquiry.options)
                self.paper.fault(at, str(condition.step), condition.equals, known, "unknown_value")

    def concession(self, spot: Spot, action: Action | None) -> None:
        """A concession is a person's: what it follows asks, and takes no default by rule."""
        if action is None or action.asked is None:
            return
        asking = {
            str(each.path): each.action.inquiry
            for each in self.recipe.elements
            if each.action is not None and each.action.inquiry is not None
        }
        inquiry, exists = asking.get(str(action.asked)), action.asked in self.spots
        if exists and (inquiry is None or inquiry.default):
            known = ", ".join(path for path, each in asking.items() if not each.default)
            at: Spot = (*spot, "concession")
            self.paper.fault(at, "concession", action.asked, known, "no_person")

    def _signal(self, spot: Spot, unit: UnitId, condition: RecipeCondition) -> None:
        start = f"{unit}."
        known = [each.removeprefix(start) for each in self.plant.signals if each.startswith(start)]
        if condition.name not in known:
            thing = str(condition.role)
            self.paper.fault(spot, thing, condition.name, ", ".join(known), "unknown_signal")

    def _place(self, spot: Spot, role: Role) -> None:
        """A sample is drawn, and a lot is made, where material can lie."""
        for unit in self.units.get(role, ())[:1]:
            if not unit.places:
                known = ", ".join(each.id for each in self.plant.units if each.places)
                self.paper.fault(spot, role, unit.id, known, "unknown_place")

    def _service(self, spot: Spot, role: Role, name: ServiceName) -> Service | None:
        """The service of the units of a role; units of one class offer the same."""
        units = self.units.get(role, ())
        return self._offered(spot, units[0], name) if units else None

    def _offered(self, spot: Spot, unit: Unit, name: ServiceName) -> Service | None:
        service = unit.service(name)
        if service is None:
            known = ", ".join(each.name for each in unit.services)
            self.paper.fault(
                spot, unit.unit_class, name, f"{unit.unit_class}: {known}", "missing_service"
            )
        return service
