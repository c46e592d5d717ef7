"""Errors name the thing, the value and the limit."""

import pytest

from lizao.model import errors
from lizao.model.errors import LizaoError, MaterialMissingError, ValueOutsideLimitsError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, LizaoError) and kind is not LizaoError
]


def test_an_error_tells_its_key_and_values() -> None:
    """Logs and tests read one line; doors take the values and find the words."""
    error = ValueOutsideLimitsError("soak1_temperature", 900.0, 760.0, 785.0, "degC")

    assert error.details() == {
        "thing": "soak1_temperature", "value": 900.0, "low": 760.0, "high": 785.0, "unit": "degC",
    }  # fmt: skip
    assert str(error) == (
        "value_outside_limits: thing='soak1_temperature', value=900.0, low=760.0, high=785.0, "
        "unit='degC'"
    )


def test_an_error_can_be_raised_and_caught_as_one_of_ours() -> None:
    """Doors catch the root and nothing broader."""
    with pytest.raises(LizaoError, match="FePO4"):
        raise MaterialMissingError(material="FePO4", missing_kg=3_100.0, needed_kg=5_730.0)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_its_own_key_and_values(kind: type[LizaoError]) -> None:
    """No two errors share a text."""
    assert kind.key != LizaoError.key
    assert [other for other in KINDS if other.key == kind.key] == [kind]
    assert kind.__dataclass_fields__  # type: ignore[attr-defined]
