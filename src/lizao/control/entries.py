"""Mappings that nobody changes, and that remember which keys were changed last.

A process cell has hundreds of batches, services and runs, and hardly one of them changes at a
time. Who knows what followed from a state looks at what has changed since, not at all of it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Group = TypeVar("_Group")

REMEMBERED: Final = 64
"""So many changes in a row are remembered; what was before is looked at as a whole."""


class _Change(Generic[_Key]):
    """Keys that were put, or that are ``gone``, and the change before; a state has its latest."""

    __slots__ = ("before", "gone", "keys", "number")

    def __init__(
        self, before: "_Change[_Key] | None", keys: tuple[_Key, ...], *, gone: bool
    ) -> None:
        told = before if before is not None and before.number < REMEMBERED else None
        self.before = told
        self.number: int = 0 if told is None else told.number + 1
        self.keys = keys
        self.gone = gone


class Entries(dict[_Key, _Value]):
    """A mapping with its latest changes; written down, it is a mapping like any other."""

    __slots__ = ("latest",)

    latest: _Change[_Key]

    def __reduce__(self) -> tuple[type[dict[_Key, _Value]], tuple[dict[_Key, _Value]]]:
        """What it holds, without its past."""
        return dict, ({**self},)


def put(old: Mapping[_Key, _Value], entries: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    """``old`` with some entries changed or added."""
    new = _after(old, tuple(entries), gone=False)
    new.update(entries)
    return new


def without(old: Mapping[_Key, _Value], keys: Iterable[_Key]) -> Mapping[_Key, _Value]:
    """``old`` without some of its keys; the same where it has none of them."""
    gone = tuple(key for key in keys if key in old)
    if not gone:
        return old
    new = _after(old, gone, gone=True)
    for key in gone:
        del new[key]
    return new


def _after(
    old: Mapping[_Key, _Value], keys: tuple[_Key, ...], *, gone: bool
) -> Entries[_Key, _Value]:
    new: Entries[_Key, _Value] = Entries(old)
    new.latest = _Change(old.latest if isinstance(old, Entries) else None, keys, gone=gone)
    return new


def _since(old: Mapping[_Key, _Value], new: Mapping[_Key, _Value]) -> list[_Change[_Key]] | None:
    """What led from one to the other, the first change first; None where it is not known."""
    if not isinstance(old, Entries) or not isinstance(new, Entries):
        return None
    changes: list[_Change[_Key]] = []
    change: _Change[_Key] | None = new.latest
    while change is not old.latest:
        if change is None:
            return None
        changes.append(change)
        change = change.before
    return changes[::-1]


def differing(old: Mapping[_Key, _Value], new: Mapping[_Key, _Value]) -> list[_Key]:
    """The keys that only one of the two has, or that each has with another entry."""
    if old is new:
        return []
    changes = _since(old, new)
    keys = {**old, **new} if changes is None else {key for each in changes for key in each.keys}
    return [key for key in keys if old.get(key) is not new.get(key)]


class Picked(Generic[_Key, _Value]):
    """The keys of the entries that are ``wanted``, kept up with what changes."""

    def __init__(self, wanted: Callable[[_Value], bool]) -> None:
        """Nothing was looked at yet."""
        self._wanted = wanted
        self._last: tuple[Mapping[_Key, _Value], frozenset[_Key]] = ({}, frozenset())

    def of(self, entries: Mapping[_Key, _Value]) -> frozenset[_Key]:
        """The keys of those of ``entries``."""
        before, found = self._last
        if entries is before:
            return found
        keys = differing(before, entries)
        wanted = (key for key in keys if key in entries and self._wanted(entries[key]))
        found = found.difference(keys).union(wanted) if keys else found
        self._last = (entries, found)
        return found


class Grouped(Generic[_Group, _Key, _Value]):
    """Entries by what they belong to for good, each group in their order, kept up with changes."""

    def __init__(self, group: Callable[[_Value], _Group]) -> None:
        """Nothing was looked at yet."""
        self._group = group
        self._last: tuple[Mapping[_Key, _Value], Mapping[_Group, Mapping[_Key, _Value]]] = ({}, {})

    def of(self, entries: Mapping[_Key, _Value]) -> Mapping[_Group, Mapping[_Key, _Value]]:
        """The groups of ``entries``; none is empty."""
        before, found = self._last
        if entries is before:
            return found
        changes = _since(before, entries)
        if changes is None:
            before, found, changes = {}, {}, [_Change(None, tuple(entries), gone=False)]
        groups = dict(found)
        for each in changes:
            self._follow(groups, before, entries, each)
        self._last = (entries, groups)
        return groups

    def _follow(
        self,
        groups: dict[_Group, Mapping[_Key, _Value]],
        before: Mapping[_Key, _Value],
        entries: Mapping[_Key, _Value],
        change: _Change[_Key],
    ) -> None:
        """Do one change to the groups; what came and went since is nowhere."""
        for key in change.keys:
            known = before.get(key, entries.get(key))
            if known is None:
                continue
            group = self._group(known)
            members = dict(groups.pop(group, {}))
            if change.gone:
                members.pop(key, None)
            elif key in entries:
                members[key] = entries[key]
            if members:
                groups[group] = members
