"""What a mapping remembers of its changes says the same as looking at all of it."""

import pickle
from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from lizao.control.entries import REMEMBERED, Entries, Grouped, Picked, differing, put, without


class _Part(NamedTuple):
    """An entry of the tests."""

    owner: str
    wanted: bool


_States: TypeAlias = list[Mapping[int, _Part]]
_PARTS = {key: [_Part("ab"[key % 2], wanted) for wanted in (False, True)] for key in range(6)}
_PUT = st.dictionaries(st.sampled_from([*_PARTS]), st.booleans(), max_size=3)
_GONE = st.lists(st.sampled_from([*_PARTS]), max_size=3, unique=True)


def _grown(steps: list[dict[int, bool] | list[int]]) -> _States:
    """The states that some changes lead through."""
    states: _States = [{}]
    for step in steps:
        if isinstance(step, dict):
            entries = {key: _PARTS[key][wanted] for key, wanted in step.items()}
            states.append(put(states[-1], entries))
        else:
            states.append(without(states[-1], step))
    return states


_HISTORIES = st.lists(_PUT | _GONE, max_size=20).map(_grown)


@given(_HISTORIES, st.data())
def test_two_states_differ_in_what_is_another(states: _States, data: st.DataObject) -> None:
    """Also backwards, and between states of two histories, of which nothing is remembered."""
    old = data.draw(st.sampled_from(states))
    new = data.draw(st.sampled_from([*states, *data.draw(_HISTORIES)]))
    whole = {key for key in {*old, *new} if old.get(key) is not new.get(key)}
    assert set(differing(old, new)) == whole


@given(_HISTORIES, st.data())
def test_picked_and_grouped_keep_up(states: _States, data: st.DataObject) -> None:
    """Whatever they were asked before, in whatever order."""
    picked: Picked[int, _Part] = Picked(attrgetter("wanted"))
    grouped: Grouped[str, int, _Part] = Grouped(attrgetter("owner"))
    for state in data.draw(st.lists(st.sampled_from(states), max_size=8)):
        assert picked.of(state) == {key for key, each in state.items() if each.wanted}
        groups: dict[str, list[tuple[int, _Part]]] = {}
        for key, each in state.items():
            groups.setdefault(each.owner, []).append((key, each))
        assert {key: [*each.items()] for key, each in grouped.of(state).items()} == groups


def test_what_came_twice_stands_where_it_came_last() -> None:
    """The order of a group is that of the entries, also where the same key went in between."""
    old = put({}, {0: _PARTS[0][0], 2: _PARTS[2][0]})
    grouped: Grouped[str, int, _Part] = Grouped(attrgetter("owner"))
    assert [*grouped.of(old)["a"]] == [0, 2]
    new = put(without(put(old, {4: _PARTS[4][0]}), [0, 4]), {0: _PARTS[0][1]})
    assert [*grouped.of(new)["a"]] == [2, 0]


def test_what_was_changed_before_it_went_is_nowhere() -> None:
    """Its last change is looked at after it has gone."""
    grouped: Grouped[str, int, _Part] = Grouped(attrgetter("owner"))
    old = put({}, {0: _PARTS[0][0], 2: _PARTS[2][0]})
    assert [*grouped.of(old)["a"]] == [0, 2]
    new = without(put(old, {0: _PARTS[0][1]}), [0])
    assert [*grouped.of(new)["a"]] == [2]


def test_little_is_remembered() -> None:
    """The past of a mapping is not kept for ever, and what follows is the same without it."""
    old = new = put({}, {0: _PARTS[0][0]})
    for _ in range(3 * REMEMBERED):
        new = put(new, {1: _PARTS[1][0]})
    assert isinstance(new, Entries)
    change, depth = new.latest, 0
    while change.before is not None:
        change, depth = change.before, depth + 1
    assert depth <= REMEMBERED
    assert differing(old, new) == [1]


def test_without_what_is_not_there_it_is_the_same() -> None:
    """Nobody has to look again."""
    old = put({}, {0: _PARTS[0][0]})
    assert without(old, [1]) is old
    assert differing(old, old) == []


def test_written_down_it_is_a_plain_mapping() -> None:
    """A snapshot holds what there is, and not how it came to be."""
    read = pickle.loads(pickle.dumps(put({}, {0: "a"})))
    assert read == {0: "a"}
    assert type(read) is dict
