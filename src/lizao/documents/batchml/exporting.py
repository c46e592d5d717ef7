"""A master recipe as BatchML V7."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lizao.documents.batchml.condition_text import condition_text
from lizao.documents.batchml.drawing import Drawing, own, tag
from lizao.documents.batchml.vocabulary import (
    CAPABILITY,
    CHOICE,
    EXCEPTION,
    HIGH_LIMIT,
    LOT,
    LOW_LIMIT,
    PREFERRED,
    SEQUENCE,
    UNIT_CLASS,
    V7,
)
from lizao.documents.batchml.xml_source import EXTENSION, Node, write_xml
from lizao.model.identifiers import StepPath
from lizao.model.recipe import (
    ANY_UNIT,
    Action,
    Charge,
    Demand,
    Element,
    Form,
    FormulaParameter,
    MasterRecipe,
    Scaling,
    Setting,
    Source,
)

BEGIN: Final = "BEGIN"
END: Final = "END"
_PREFIXES: Final = {V7: "b2mml", EXTENSION: "lizao"}


def export_recipe(recipe: MasterRecipe) -> str:
    """The recipe as a BatchML V7 document; MalformedElementError for text that XML cannot hold."""
    sizes = [
        tag("Nominal", repr(recipe.reference_kg)),
        tag("Min", repr(recipe.low_kg)),
        tag("Max", repr(recipe.high_kg)),
        tag("ScaleReference", repr(recipe.reference_kg)),
        tag("UnitOfMeasure", "kg"),
    ]
    header = [
        tag("ProductID", recipe.product),
        tag("ProductName", recipe.title_en),
        tag("BatchSize", sizes),
        tag("Status", "Other", OtherValue=recipe.status),
    ]
    elements = _Elements({each.path: each for each in recipe.elements})
    content = [
        tag("ID", recipe.name),
        tag("Version", recipe.version),
        tag("Description", recipe.title_en, languageID="en"),
        tag("Description", recipe.title_zh, languageID="zh"),
        tag("Header", header),
        *(
            _role(role, unit_class, recipe.demands.get(role, ANY_UNIT))
            for role, unit_class in recipe.roles.items()
        ),
        tag("Formula", [*map(_parameter, recipe.formula), *map(_charge, recipe.charges)]),
        *elements.procedure(),
        own("Recipe", format="1", hold_level=recipe.hold_level.value),
    ]
    return write_xml(tag("BatchInformation", [tag("MasterRecipe", content)]), _PREFIXES)


def _role(role: str, unit_class: str, demand: Demand) -> Node:
    asked = [(UNIT_CLASS, unit_class), *((CAPABILITY, each) for each in demand.needs)]
    if demand.prefer is not None:
        asked.append((PREFERRED, demand.prefer))
    if demand.choose is not None:
        asked.append((CHOICE, demand.choose.value))
    constraints = [
        tag("Constraint", [tag("ID", name), tag("Condition", f"{name} == {value}")])
        for name, value in asked
    ]
    return tag("EquipmentRequirement", [tag("ID", role), *constraints])


def _value(text: str, interpretation: Node, data_type: str, unit: str = "") -> Node:
    content = [tag("ValueString", text), interpretation, tag("DataType", data_type)]
    return tag("Value", [*content, tag("UnitOfMeasure", unit)] if unit else content)


def _parameter(parameter: FormulaParameter) -> Node:
    unit = parameter.unit

    def limit(kind: str, value: float) -> Node:
        content = [
            tag("ID", kind),
            tag("ParameterType", "Other", OtherValue=kind),
            _value(repr(value), tag("DataInterpretation", "Constant"), "double", unit),
        ]
        return tag("Parameter", content)

    content = [
        tag("ID", parameter.name),
        tag("Description", parameter.title_en, languageID="en"),
        tag("ParameterType", "ProcessParameter"),
        _value(repr(parameter.default), tag("DataInterpretation", "Constant"), "double", unit),
        tag("Scaled", "Yes" if parameter.scaling is Scaling.LINEAR else "No"),
        limit(LOW_LIMIT, parameter.low),
        limit(HIGH_LIMIT, parameter.high),
        own("Title", parameter.title_zh, language="zh"),
    ]
    return tag("Parameter", content)


def _charge(charge: Charge) -> Node:
    words: dict[str, str] = {
        "material": charge.material,
        "into": charge.vessel,
        "rule": charge.rule.value,
        "share": charge.share,
        "complement": "true" if charge.complement else "",
        "numerator": charge.numerator,
        "denominator": charge.denominator,
        "supplies": charge.supplies,
    }
    content = [
        tag("ID", f"charge:{charge.name}"),
        tag("Description", charge.material),
        tag("ParameterType", "ProcessInput"),
        _value(charge.formula, tag("DataInterpretation", "Reference"), "string"),
        own("Charge", **{key: word for key, word in words.items() if word}),
    ]
    return tag("Parameter", content)


def _setting(setting: Setting) -> Node:
    """A service parameter: a constant, a reference to the formula, or the lot."""
    ours = own("Setting")
    raised = {"plus": repr(setting.plus)} if setting.plus else {}
    if setting.source is Source.LOT:
        value = _value("", tag("DataInterpretation", "Other", OtherValue=LOT), "string")
    elif setting.source is Source.FORMULA:
        value = _value(setting.formula, tag("DataInterpretation", "Reference"), "string")
        ours = own("Setting", factor=repr(setting.factor), offset=repr(setting.offset), **raised)
    else:
        is_text = isinstance(setting.value, str)
        text = str(setting.value) if is_text else repr(setting.value)
        constant = tag("DataInterpretation", "Constant")
        value = _value(text, constant, "string" if is_text else "double")
    kind = tag("ParameterType", "ProcessParameter")
    return tag("Parameter", [tag("ID", setting.parameter), kind, value, ours])


def _action(action: Action) -> Node:
    words: dict[str, str] = {
        "work": action.work.value,
        "service": action.service,
        "charge": action.charge,
        "source": action.source or "",
        "destination": action.destination or "",
        "reason": action.reason,
        "asked": action.asked or "",
    }
    content = [own("Attribute", each) for each in action.panel]
    if (inquiry := action.inquiry) is not None:
        content += (own("Option", each) for each in inquiry.options)
        content.append(own("Question", inquiry.text_en, language="en"))
        content.append(own("Question", inquiry.text_zh, language="zh"))
        words["default"] = inquiry.default
        words["within_s"] = repr(inquiry.within_s) if inquiry.within_s else ""
    if action.complete_when is not None:
        content.append(own("Until", condition_text(action.complete_when)))
    return own("Action", content, **{key: word for key, word in words.items() if word})


@dataclass(frozen=True, slots=True)
class _Elements:
    """The elements of a recipe by path, for writing one level after the other."""

    by_path: Mapping[StepPath, Element]

    def procedure(self) -> list[Node]:
        """The logic of the unit procedures, and the unit procedures."""
        whole = [each for each in self.by_path.values() if each.form is Form.UNIT_PROCEDURE]
        drawing = Drawing()
        steps = {each.path: drawing.step(each.path) for each in whole}
        begin, end = drawing.step(BEGIN), drawing.step(END)
        followed = {path for each in whole for path in each.after}
        out = {path: _way_out(drawing, step, path) for path, step in steps.items()}
        start = drawing.structure(BEGIN.lower(), "ParallelDivergent")
        drawing.connect(begin, start)
        for each in whole:
            conditions = [f"{path} is complete" for path in each.after]
            if each.condition is not None:
                conditions.append(condition_text(each.condition))
            transition = drawing.transition(" AND ".join(conditions) or "TRUE")
            meeting = drawing.structure(f"{each.path}:before", "ParallelConvergent")
            for path in each.after or [BEGIN]:
                drawing.connect(out.get(StepPath(path), start), meeting)
            drawing.connect(meeting, transition, steps[each.path])
        last = drawing.structure(END.lower(), "ParallelConvergent")
        for path in steps:
            if path not in followed:
                drawing.connect(out[path], last)
        drawing.connect(last, drawing.transition("TRUE"), end)
        return [drawing.written(), *_ends(), *map(self._unit_procedure, whole)]

    def _unit_procedure(self, element: Element) -> Node:
        roles = [element.role or "", *element.claims]
        content = [
            tag("ID", element.path),
            tag("RecipeElementType", "UnitProcedure"),
            *(tag("EquipmentRequirement", [tag("ID", role)]) for role in roles),
            *self._inside(element),
            own("UnitProcedure", split=str(element.split)),
        ]
        return tag("RecipeElement", content)

    def _inside(self, element: Element) -> list[Node]:
        """The logic of an element that holds others one after the other, and those."""
        drawing = Drawing()
        begin = drawing.step(BEGIN)
        held: list[Element] = []
        last = self._chain(drawing, begin, element.children, held)
        drawing.connect(last, drawing.transition("TRUE"), drawing.step(END))
        exceptions = (self._exception(self.by_path[path]) for path in element.exceptions)
        return [drawing.written(), *_ends(), *map(self._element, held), *exceptions]

    def _exception(self, element: Element) -> Node:
        """What is watched while an element runs, beside its procedure logic, with its branch."""
        handling, condition = element.handling, element.condition
        assert handling is not None, "an exception is handled"
        assert condition is not None, "an exception has a condition"
        words = {
            "severity": str(handling.severity),
            "meanwhile": handling.meanwhile.value,
            "then": handling.then.value,
            "at_most": str(element.at_most),
        }
        content = [
            tag("ID", element.path),
            tag("RecipeElementType", "Other", OtherValue=EXCEPTION),
            *(self._inside(element) if element.children else ()),
            own("Exception", [own("When", condition_text(condition))], **words),
        ]
        return tag("RecipeElement", content)

    def _element(self, element: Element) -> Node:
        kind = tag("RecipeElementType", "Operation")
        if element.form is Form.SEQUENCE:
            kind = tag("RecipeElementType", "Other", OtherValue=SEQUENCE)
        content = [tag("ID", element.path), kind]
        if element.action is None:
            return tag("RecipeElement", [*content, *self._inside(element)])
        content = [
            tag("ID", element.path),
            tag("RecipeElementType", "Phase"),
            tag("EquipmentRequirement", [tag("ID", element.role or "")]),
            *map(_setting, element.action.settings),
            _action(element.action),
        ]
        return tag("RecipeElement", content)

    def _chain(
        self, drawing: Drawing, start: str, children: tuple[StepPath, ...], held: list[Element]
    ) -> str:
        """Draw elements one after the other from a point on; the point where they end."""
        here = start
        for number, path in enumerate(children):
            if number or (here in drawing.kinds and drawing.kinds[here] == "Step"):
                transition = drawing.transition("TRUE")
                drawing.connect(here, transition)
                here = transition
            here = self._draw(drawing, here, self.by_path[path], held)
        return here

    def _draw(self, drawing: Drawing, here: str, element: Element, held: list[Element]) -> str:
        """Draw one element after a point; the point where it ends."""
        match element.form:
            case Form.PARALLEL:
                return self._parallel(drawing, here, element, held)
            case Form.CHOICE:
                return self._choice(drawing, here, element, held)
            case Form.LOOP:
                return self._loop(drawing, here, element, held)
            case _:
                held.append(element)
                step = drawing.step(element.path)
                drawing.connect(here, step)
                return step

    def _parallel(self, drawing: Drawing, here: str, element: Element, held: list[Element]) -> str:
        split = drawing.structure(element.path, "ParallelDivergent")
        join = drawing.structure(f"{element.path}:end", "ParallelConvergent")
        drawing.connect(here, split)
        for path in element.children:
            drawing.connect(self._draw(drawing, split, self.by_path[path], held), join)
        return join

    def _choice(self, drawing: Drawing, here: str, element: Element, held: list[Element]) -> str:
        assert element.condition is not None, "a choice has a condition"
        text = condition_text(element.condition)
        branch = drawing.structure(element.path, "SerialDivergent")
        merge = drawing.structure(f"{element.path}:end", "SerialConvergent")
        yes, no = drawing.transition(text), drawing.transition(f"NOT ({text})")
        drawing.connect(here, branch, yes)
        drawing.connect(self._chain(drawing, yes, element.children, held), merge)
        drawing.connect(branch, no, merge)
        return merge

    def _loop(self, drawing: Drawing, here: str, element: Element, held: list[Element]) -> str:
        assert element.condition is not None, "a loop has a condition"
        text = condition_text(element.condition)
        head = drawing.structure(f"{element.path}:start", "SerialConvergent")
        branch = drawing.structure(element.path, "SerialDivergent")
        again = drawing.transition(f"NOT ({text}) AND rounds < {element.at_most}")
        enough = drawing.transition(f"{text} OR rounds >= {element.at_most}")
        drawing.connect(here, head)
        drawing.connect(self._chain(drawing, head, element.children, held), branch)
        drawing.connect(branch, again, head)
        drawing.connect(branch, enough)
        return enough


def _way_out(drawing: Drawing, step: str, path: StepPath) -> str:
    """The divergence after a unit procedure, for all that follow it."""
    split = drawing.structure(f"{path}:after", "ParallelDivergent")
    drawing.connect(step, split)
    return split


def _ends() -> list[Node]:
    """The elements that begin and end a level."""
    return [
        tag("RecipeElement", [tag("ID", name), tag("RecipeElementType", kind)])
        for name, kind in ((BEGIN, "Begin"), (END, "End"))
    ]
