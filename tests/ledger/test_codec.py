"""Every fact survives storage, whatever it holds and whenever it was written."""

from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lizao.ledger.chain import Entry
from lizao.ledger.codec import UPCASTERS, VERSIONS, Codec
from lizao.model.errors import LedgerBrokenError, MalformedElementError
from lizao.model.facts import FACT_TYPES, BatchStateChanged, Fact, SampleResult, StepCompleted
from lizao.model.identifiers import BatchId, SampleId, StepPath
from lizao.model.states import State
from tests.ledger.strategies import of

CODEC = Codec()


def stored(fact: Fact, codec: Codec = CODEC) -> Entry:
    """The entry in which ``fact`` is stored."""
    return Entry("controller", 7, fact.at, 0, *codec.encode(fact), "")


@pytest.mark.parametrize("kind", FACT_TYPES, ids=lambda kind: kind.__name__)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_fact_comes_back_as_it_was(kind: type[Fact], data: st.DataObject) -> None:
    """Storage changes nothing: no float becomes an int, no tuple a list, no None a gap."""
    fact = data.draw(of(kind))

    back = CODEC.decode(stored(fact))

    assert back == fact
    assert repr(back) == repr(fact)


def test_a_whole_number_stays_a_float() -> None:
    """A report of 3.0 kg does not come back as the integer 3, nor a text of digits as a number."""
    fact = StepCompleted(1, BatchId("B"), StepPath("dose"), {"mass_kg": 3.0, "lot": "3"})

    back = CODEC.decode(stored(fact))

    assert isinstance(back, StepCompleted)
    assert [type(each) for each in back.reports.values()] == [float, str]


def test_a_read_only_mapping_and_a_number_of_another_library_are_stored_as_plain_ones() -> None:
    """What a room computes with does not reach the ledger."""

    class Kilograms(float):
        """A float of another library."""

    reports = MappingProxyType({"mass_kg": Kilograms(2.5)})

    back = CODEC.decode(stored(StepCompleted(1, BatchId("B"), StepPath("dose"), reports)))

    assert back == StepCompleted(1, BatchId("B"), StepPath("dose"), {"mass_kg": 2.5})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    """What storage could not give back does not get in."""
    with pytest.raises(MalformedElementError, match="finite"):
        CODEC.encode(SampleResult(1, SampleId("S"), "carbon", value))


def test_a_thing_that_no_fact_holds_is_refused() -> None:
    """A complex number has no stored form."""
    reports: dict[str, float] = {"a": 1j}  # type: ignore[dict-item]

    with pytest.raises(TypeError, match="complex cannot be part of a fact"):
        CODEC.encode(StepCompleted(1, BatchId("B"), StepPath("dose"), reports))


def test_an_older_version_is_raised_step_by_step() -> None:
    """A fact of a program from years ago is read through every change since."""
    newer = Codec(
        {"BatchStateChanged": 3},
        {
            ("BatchStateChanged", 1): lambda body: {**body, "state": body.pop("condition")},
            ("BatchStateChanged", 2): lambda body: {**body, "reason": "unknown"},
        },
    )
    old = '{"at":5,"batch":"B","condition":"HELD"}'

    fact = newer.decode(Entry("controller", 1, 5, 0, "BatchStateChanged", 1, old, ""))

    assert fact == BatchStateChanged(5, BatchId("B"), State.HELD, "unknown")
    assert newer.encode(fact).version == 3


@pytest.mark.parametrize(
    ("kind", "version", "body", "reason"),
    [
        ("Dreamt", 1, "{}", "unknown_kind"),
        ("BatchStateChanged", 2, "{}", "newer_than_this_program"),
        ("BatchStateChanged", 1, '{"at":5}', "unreadable_body"),
        ("BatchStateChanged", 1, "{", "unreadable_body"),
    ],
)
def test_what_this_program_cannot_read_is_named(
    kind: str, version: int, body: str, reason: str
) -> None:
    """The error tells which entry it is and why."""
    with pytest.raises(LedgerBrokenError, match=f"number=7, reason='{reason}'"):
        CODEC.decode(Entry("controller", 7, 5, 0, kind, version, body, ""))


def test_every_older_version_has_an_upcaster() -> None:
    """A kind that is at version n can be read at every version before n."""
    needed = {(kind, old) for kind, present in VERSIONS.items() for old in range(1, present)}

    assert needed == set(UPCASTERS)
    assert set(VERSIONS) <= {each.__name__ for each in FACT_TYPES}
