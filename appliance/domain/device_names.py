"""Which key a plugged-in device has: the name under which the box remembers it.

Its own number wherever it may be plugged in; its socket if it has none of its own. Pure. Two devices may claim one
number (chips with a copied one): the one that was there keeps it, the newcomer is named by its socket.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from appliance.domain.device import Device, Found

_Place = tuple[str, str, str]  # kind, own number, socket


def named(now: Iterable[Found], before: Iterable[Found], known: Iterable[Device]) -> tuple[Found, ...]:
    """What is plugged in now, each with its key, sorted by it.

    What was plugged in `before` keeps its key while it stays; then whoever is where a `known` device was last.
    """
    rest: dict[tuple[str, str], Found] = {
        (one.kind, one.by_path or one.key): one for one in reversed(list(now))
    }
    keyed: dict[str, Found] = {}
    there: dict[_Place, str] = {_place(one): one.key for one in before}
    remembered: dict[_Place, str] = {
        (one.kind, one.by_id, one.by_path): one.key for one in known if one.by_path
    }
    _give(there, rest, keyed)
    _give(remembered, rest, keyed)
    claims = Counter(one.by_id for one in rest.values())
    for one in rest.values():
        is_own = one.by_id and claims[one.by_id] == 1 and one.by_id not in keyed
        key = one.by_id if is_own else one.by_path or one.key
        keyed[key] = replace(one, key=key)
    return tuple(keyed[key] for key in sorted(keyed))


def _give(keys: Mapping[_Place, str], rest: dict[tuple[str, str], Found], keyed: dict[str, Found]) -> None:
    for at, one in list(rest.items()):
        key = keys.get(_place(one))
        if key is not None and key not in keyed:
            keyed[key] = replace(one, key=key)
            del rest[at]


def _place(one: Found) -> _Place:
    return one.kind, one.by_id, one.by_path or one.key


def moved(now: Iterable[Found], known: Iterable[Device]) -> list[Device]:
    """The known devices that are elsewhere than they were, as they are to be remembered."""
    places = {one.key: (one.by_id, one.by_path) for one in now}
    return [
        replace(one, by_id=places[one.key][0], by_path=places[one.key][1])
        for one in known
        if places.get(one.key, (one.by_id, one.by_path)) != (one.by_id, one.by_path)
    ]
