"""What older programs wrote is read in the words of today."""

import pytest

from lizao.ledger.upcasting import swing_piping


@pytest.mark.parametrize(("old", "new"), [(None, []), ("silo-1", ["silo-1"])])
def test_a_unit_of_one_pipe_has_a_list_of_pipes(old: str | None, new: list[str]) -> None:
    """A home of version 1 named at most one place at each end of a line; a unit may name none."""
    unit = {"id": "kiln-1", "draws_from": old, "delivers_to": old}
    body = {"at": 1, "plant": {"name": "line", "units": [unit, {"id": "silo-1"}]}}

    raised = swing_piping(body)

    assert raised["plant"]["units"] == [
        {"id": "kiln-1", "draws_from": new, "delivers_to": new},
        {"id": "silo-1", "draws_from": [], "delivers_to": []},
    ]
    assert (raised["at"], raised["plant"]["name"]) == (1, "line")
