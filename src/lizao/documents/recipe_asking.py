"""A question of a recipe file as the model's inquiry."""

from lizao.documents.reading import optional
from lizao.documents.recipe_schema import AskPhase
from lizao.documents.yaml_source import Paper, Spot
from lizao.model.recipe import Inquiry


def inquiry(paper: Paper, spot: Spot, phase: AskPhase) -> Inquiry:
    """What a phase asks; its default is one of its options and needs a time."""
    file, known = phase.ask, ", ".join(phase.ask.options)
    for number, each in enumerate(file.options):
        if each in file.options[:number]:
            paper.fault((*spot, "options", number), each, phase.phase, phase.phase, "duplicate")
    if file.default is not None and file.default not in file.options:
        paper.fault((*spot, "default"), "default", file.default, known, "unknown_value")
    if file.default is not None and file.within is None:
        paper.fault(spot, "within", phase.phase, f"default: {file.default}", "missing_key")
    within_s = optional(paper, (*spot, "within"), "within", file.within, "s")
    if within_s is not None and within_s <= 0:
        at: Spot = (*spot, "within")
        paper.fault(at, "within", paper.at(at), "> 0 s", "outside_limits")
    text = file.text
    return Inquiry(text.en, text.zh, tuple(file.options), file.default or "", within_s or 0.0)
