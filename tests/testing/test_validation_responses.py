"""Published sensitivities on twins: what a response is made of, and some on the reference line."""

from dataclasses import replace

import pytest

from lizao.documents.site import load_site
from lizao.model.acceptance import Acceptance, Response
from lizao.model.alarms import Bilingual
from lizao.model.errors import UnknownNameError
from lizao.testing.validation import Report, Trial, Verdict, trial_of
from lizao.testing.validation.responses import Answered, answer

WORDS = Bilingual("response", "响应")
SOAK = Response("it", WORDS, "lfp-26", "carbon", "%", 1.0, 3.0, 2.0, "EE")


def only(*names: str) -> Trial:
    """The reference line with a few of its responses."""
    trial = trial_of(load_site())
    kept = tuple(each for each in trial.acceptance.responses if each.name in names)
    assert len(kept) == len(names)
    return replace(trial, acceptance=replace(trial.acceptance, responses=kept))


@pytest.mark.parametrize(("value", "holds"), [(0.9, False), (1.0, True), (3.0, True), (3.1, False)])
def test_a_response_must_lie_within_its_accuracy(value: float, holds: bool) -> None:
    """Or the report fails."""
    answered = Answered(SOAK, value)
    assert answered.holds is holds
    report = Report("line", "lfp-26", 1, 3.0, (), (), (answered,))
    assert (report.verdict is Verdict.PASS) is holds
    (values,) = report.values["responses"]
    assert (values["value"], values["published"]) == (value, 2.0)


def test_the_site_says_what_was_published_inside_its_accuracy() -> None:
    """Soak, carbon, Fe/P, glucose, oxygen, dryer, classifier, and anchors of both recipes."""
    acceptance: Acceptance = trial_of(load_site()).acceptance
    names = {each.name for each in acceptance.responses}
    assert names >= {"soak_density", "soak_grain", "carbon_density", "carbon_capacity"}
    assert names >= {"phosphorus_density", "glucose_carbon", "oxygen_carbon", "feed_outlet"}
    assert names >= {"classifier_cut", "anchor_density", "anchor_single_density"}
    assert all(each.low <= each.published <= each.high for each in acceptance.responses)


@pytest.mark.slow
def test_the_line_answers_as_was_published() -> None:
    """A recipe parameter, a coefficient of a class with a signal for its driver, an anchor."""
    names = ("soak_density", "soak_grain", "oxygen_carbon", "feed_outlet", "anchor_density")
    answered = list(answer(only(*names)))
    assert [each.response.name for each in answered if not each.holds] == []
    assert len(answered) == len(names)


@pytest.mark.slow
def test_what_is_not_seen_is_refused_by_name() -> None:
    """An attribute that nobody analyses."""
    trial = only("anchor_density")
    (anchor,) = trial.acceptance.responses
    asked = replace(trial.acceptance, responses=(replace(anchor, of="colour"),))
    with pytest.raises(UnknownNameError, match="colour"):
        list(answer(replace(trial, acceptance=asked)))
