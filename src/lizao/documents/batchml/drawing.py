"""Procedure logic as it is written: steps, transitions and links of one level."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lizao.documents.batchml.vocabulary import V7
from lizao.documents.batchml.xml_source import EXTENSION, Node


def tag(name: str, content: str | Sequence[Node] = "", **attributes: str) -> Node:
    """An element of BatchML V7 with a text or with children."""
    if isinstance(content, str):
        return Node(name, content, V7, attributes=attributes)
    return Node(name, namespace=V7, attributes=attributes, children=list(content))


def own(name: str, content: str | Sequence[Node] = "", **attributes: str) -> Node:
    """An element of our extension."""
    text, children = (content, []) if isinstance(content, str) else ("", list(content))
    return Node(name, text, EXTENSION, attributes=attributes, children=children)


@dataclass(slots=True)
class Drawing:
    """One procedure logic under construction; points are what links join."""

    kinds: dict[str, str] = field(default_factory=dict)
    links: list[Node] = field(default_factory=list)
    steps: list[Node] = field(default_factory=list)
    transitions: list[Node] = field(default_factory=list)

    def step(self, element: str) -> str:
        """A step that runs an element."""
        name = f"S{len(self.steps) + 1}"
        self.kinds[name] = "Step"
        content = [tag("ID", name), tag("RecipeElementID", element), tag("RecipeElementVersion")]
        self.steps.append(tag("Step", content))
        return name

    def transition(self, condition: str) -> str:
        """A transition with its condition."""
        name = f"T{len(self.transitions) + 1}"
        self.kinds[name] = "Transition"
        self.transitions.append(tag("Transition", [tag("ID", name), tag("Condition", condition)]))
        return name

    def structure(self, name: str, kind: str) -> str:
        """A divergence or convergence: a link with a name and no ends of its own."""
        self.kinds[name] = "Link"
        content = [tag("ID", name), tag("LinkType", kind), tag("Depiction", "None")]
        self.links.append(tag("Link", content))
        return name

    def connect(self, *points: str) -> None:
        """Links from each point to the next."""
        for source, target in pairwise(points):
            self._link(source, target)

    def _link(self, source: str, target: str) -> None:
        ends = [
            tag(
                f"{end}ID",
                [
                    tag(f"{end}IDValue", name),
                    tag(f"{end}Type", self.kinds[name]),
                    tag("IDScope", "Internal"),
                ],
            )
            for end, name in (("From", source), ("To", target))
        ]
        name = tag("ID", f"L{len(self.links) + 1}")
        drawn = [tag("LinkType", "ControlLink"), tag("Depiction", "LineAndArrow")]
        self.links.append(tag("Link", [name, *ends, *drawn]))

    def written(self) -> Node:
        """The procedure logic."""
        return tag("ProcedureLogic", [*self.links, *self.steps, *self.transitions])
