"""Promotions: so much off, every so-many-th cheaper, so many for a price, a bundle; in hours, on days, by a coupon.

What a ticket gets depends on what is on it, never on the order of the taps. Each unit takes part in at most one
promotion; where several fit, they are tried one after the other in every order (beyond four: the one that alone saves
most first) and the customer gets what saves most, the same each time. Deposits and what costs nothing take no part.
Knows no store, no clock, no category's goods but what it is told.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Final, Literal, get_args

from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.money import allocate, round_half_up
from appliance.domain.reading import (
    Document,
    flag,
    is_plain,
    text,
    text_or_none,
    texts,
    unreadable,
    whole,
    wholes,
)
from appliance.domain.tax import FULL_BP

if TYPE_CHECKING:
    from appliance.domain.ticket import Line

Kind = Literal["percent", "nth", "set", "bundle"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

MAX_PROMOTIONS = 50
MAX_GOODS = 100  # items and categories one promotion names
MAX_SET = 100
MAX_NAME = 40
MAX_CODE = 24
DAY_MIN = 24 * 60
TRIED = 4  # promotions on one ticket that are tried in every order


@dataclass(frozen=True, slots=True)
class Promotion:
    """One promotion as the stall set it.

    percent: `value_bp` off. nth: of every `count` pieces the cheapest `free` get `value_bp` off (3 for 2: 3, 1,
    10,000). set: any `count` pieces for `price_minor`. bundle: one of each of `item_ids` for `price_minor`.

    It holds for `item_ids` and goods of `category_ids`; with neither, for all goods. Weekdays are 0 (Monday) to 6, none
    means all; minutes are of the local day, `until_min` excluded, and may go over midnight.
    """

    id: str
    name: str
    kind: Kind
    is_on: bool = True
    item_ids: tuple[str, ...] = ()
    category_ids: tuple[str, ...] = ()
    value_bp: int = FULL_BP
    count: int = 1
    free: int = 0
    price_minor: int = 0
    weekdays: tuple[int, ...] = ()
    from_min: int = 0
    until_min: int = DAY_MIN
    code: str | None = None  # only with this coupon


@dataclass(frozen=True, slots=True)
class Given:
    """What one promotion takes off a ticket: in all, and of each line."""

    promotion: Promotion
    amount_minor: int
    parts: tuple[tuple[str, int], ...]  # (line id, minor units), none of them zero


@dataclass(frozen=True, slots=True)
class Offers:
    """The promotions that hold for a ticket, found by what is on it; made once a ticket."""

    promotions: tuple[Promotion, ...] = ()
    category_of: Callable[[str], str | None] = lambda _item_id: None

    def fitting(self, lines: Iterable[Line], coupons: Sequence[str]) -> list[Promotion]:
        """Those that could take something off these lines."""
        if not self.promotions:
            return []
        items = {line.item_id for line in lines}
        categories = {self.category_of(item_id) for item_id in items}
        return [
            one
            for one in self.promotions
            if (one.code is None or one.code in coupons)
            and (
                not (one.item_ids or one.category_ids)
                or not items.isdisjoint(one.item_ids)
                or not categories.isdisjoint(one.category_ids)
            )
        ]

    def is_meant(self, promotion: Promotion, item_id: str) -> bool:
        """Whether a promotion is for an item."""
        if not (promotion.item_ids or promotion.category_ids):
            return True
        return (
            item_id in promotion.item_ids
            or bool(promotion.category_ids)
            and self.category_of(item_id) in promotion.category_ids
        )


NO_OFFERS = Offers()


def check_promotion(promotion: Promotion) -> Promotion:
    """The promotion itself if it can be one; raises `promotion_invalid` naming the field."""

    def refuse(field: str, allowed: str) -> TillError:
        return TillError("promotion_invalid", field=field, allowed=allowed)

    p = promotion
    if not p.name.strip() or len(p.name) > MAX_NAME or not is_plain(p.name):
        raise refuse("name", f"1..{MAX_NAME} signs")
    if len(p.item_ids) + len(p.category_ids) > MAX_GOODS:
        raise refuse("item_ids", f"at most {MAX_GOODS} items and categories")
    if not 1 <= p.value_bp <= FULL_BP:
        raise refuse("value_bp", f"1..{FULL_BP}")
    if p.kind in ("nth", "set") and not 2 <= p.count <= MAX_SET:
        raise refuse("count", f"2..{MAX_SET}")
    if p.kind == "nth" and not 1 <= p.free < p.count:
        raise refuse("free", f"1..{p.count - 1}")
    if p.kind in ("set", "bundle") and not 1 <= p.price_minor <= MAX_AMOUNT_MINOR:
        raise refuse("price_minor", f"1..{MAX_AMOUNT_MINOR}")
    if p.kind == "bundle" and (not 2 <= len(set(p.item_ids)) == len(p.item_ids) or p.category_ids):
        raise refuse("item_ids", "two or more different items, and no category")
    if len(set(p.weekdays)) != len(p.weekdays) or any(not 0 <= one <= 6 for one in p.weekdays):
        raise refuse("weekdays", "different days of 0..6")
    if not 0 <= p.from_min < DAY_MIN or not 1 <= p.until_min <= DAY_MIN or p.from_min == p.until_min:
        raise refuse("until_min", f"another minute than from_min, 1..{DAY_MIN}")
    if p.code is not None and not (1 <= len(p.code) <= MAX_CODE and p.code.isalnum() and p.code.isascii()):
        raise refuse("code", f"1..{MAX_CODE} letters and digits")
    return p


def holds_at(promotion: Promotion, weekday: int, minute: int) -> bool:
    """Whether it is on at a local time; `weekday` 0 is Monday. After midnight it is still the evening before."""
    p = promotion
    if not p.is_on:
        return False
    if p.from_min < p.until_min:
        return (not p.weekdays or weekday in p.weekdays) and p.from_min <= minute < p.until_min
    if minute >= p.from_min:
        return not p.weekdays or weekday in p.weekdays
    return minute < p.until_min and (not p.weekdays or (weekday - 1) % 7 in p.weekdays)


@dataclass(frozen=True, slots=True)
class _Run:
    """Units of one line that no promotion has taken yet; a weighed line is one unit of its amount."""

    line_id: str
    item_id: str
    price_minor: int
    count: int
    is_piece: bool

    @property
    def amount_minor(self) -> int:
        return self.price_minor * self.count

    def without(self, count: int) -> _Run:
        """The same less some units."""
        if count == 0:
            return self
        return _Run(self.line_id, self.item_id, self.price_minor, self.count - count, self.is_piece)


def promote(lines: Sequence[Line], offers: Offers, coupons: Sequence[str] = ()) -> tuple[Given, ...]:
    """What promotions take off bare, discountable lines, ordered by promotion id; nothing where nothing is saved."""
    fitting = sorted(offers.fitting(lines, coupons), key=lambda one: one.id)
    if not fitting:
        return ()
    runs = sorted(map(_run, lines), key=lambda run: (-run.price_minor, run.item_id, run.line_id))
    given: list[Given] = []
    for rivals, theirs in _rivals(fitting, runs, offers):
        best = max(
            (_in_order(order, theirs, offers) for order in _orders(rivals, theirs, offers)), key=_saved
        )
        given += best
    return tuple(sorted(given, key=lambda one: one.promotion.id))


def _rivals(
    fitting: Iterable[Promotion], runs: list[_Run], offers: Offers
) -> list[tuple[list[Promotion], list[_Run]]]:
    """Promotions that want the same lines, together with these lines; the others do not touch each other."""
    groups: list[tuple[list[Promotion], set[str]]] = []
    for promotion in fitting:
        wanted = {run.line_id for run in runs if offers.is_meant(promotion, run.item_id)}
        rivals = [promotion]
        apart = []
        for group, lines in groups:
            if lines.isdisjoint(wanted):
                apart.append((group, lines))
            else:
                rivals, wanted = group + rivals, wanted | lines
        groups = [*apart, (rivals, wanted)]
    return [(group, [run for run in runs if run.line_id in lines]) for group, lines in groups]


def _orders(rivals: list[Promotion], runs: list[_Run], offers: Offers) -> Iterable[Sequence[Promotion]]:
    if len(rivals) <= TRIED:
        return permutations(sorted(rivals, key=lambda one: one.id))
    alone = {one.id: _saved(_in_order((one,), runs, offers)) for one in rivals}
    return [sorted(rivals, key=lambda one: (-alone[one.id], one.id))]


def _saved(given: Iterable[Given]) -> int:
    return sum(one.amount_minor for one in given)


def _run(line: Line) -> _Run:
    is_piece = line.unit == "piece"
    count = line.quantity if is_piece else 1
    return _Run(line.id, line.item_id, line.amount_minor // count, count, is_piece)


def _in_order(order: Iterable[Promotion], runs: list[_Run], offers: Offers) -> list[Given]:
    """What one after the other takes of what the ones before left."""
    given = []
    for promotion in order:
        meant = [run for run in runs if offers.is_meant(promotion, run.item_id)]
        taken, off = _RULES[promotion.kind](promotion, meant)
        parts = tuple(sorted((line_id, part) for line_id, part in off.items() if part))
        if parts:
            given.append(Given(promotion, sum(part for _, part in parts), parts))
            runs = [left for run in runs if (left := run.without(taken.get(run.line_id, 0))).count]
    return given


Outcome = tuple[dict[str, int], dict[str, int]]  # units taken of each line, minor units off each line


def _percent(promotion: Promotion, runs: list[_Run]) -> Outcome:
    amounts = [run.amount_minor for run in runs]
    off = round_half_up(sum(amounts) * promotion.value_bp, FULL_BP)
    parts = allocate(off, amounts) if off else (0,) * len(runs)
    return {run.line_id: run.count for run in runs}, _by_line(runs, parts)


def _nth(promotion: Promotion, runs: list[_Run]) -> Outcome:
    """Dearest first in groups of `count`: the last `free` of each group are its cheapest."""
    runs = [run for run in runs if run.is_piece]
    size, free = promotion.count, promotion.free
    end = sum(run.count for run in runs) // size * size

    def cheaper_before(place: int) -> int:
        return place // size * free + max(0, place % size - (size - free))

    taken: dict[str, int] = {}
    parts: dict[str, int] = {}
    place = 0
    for run in runs:
        stop = min(place + run.count, end)
        if stop > place:
            taken[run.line_id] = stop - place
            hit = cheaper_before(stop) - cheaper_before(place)
            parts[run.line_id] = hit * round_half_up(run.price_minor * promotion.value_bp, FULL_BP)
        place += run.count
    return taken, parts


def _set(promotion: Promotion, runs: list[_Run]) -> Outcome:
    """Dearest first, as long as a set costs less than its pieces."""
    return _sets(promotion, [(runs, promotion.count)])


def _bundle(promotion: Promotion, runs: list[_Run]) -> Outcome:
    slots = [([run for run in runs if run.item_id == item_id], 1) for item_id in promotion.item_ids]
    return _sets(promotion, slots)


def _sets(promotion: Promotion, slots: list[tuple[list[_Run], int]]) -> Outcome:
    """As many sets for the price as save something; what they save is split by the pieces' share."""
    heaps = [(deque(run for run in runs if run.is_piece), count) for runs, count in slots]
    taken: dict[str, int] = {}
    worth: dict[str, int] = {}
    saved = 0
    while all(sum(run.count for run in heap) >= count for heap, count in heaps):
        times = max(1, min(heap[0].count // count for heap, count in heaps))  # sets that look alike, at once
        pieces = [piece for heap, count in heaps for piece in _dearest(heap, count * times)]
        saving = sum(piece.amount_minor for piece in pieces) - promotion.price_minor * times
        if saving <= 0:
            break
        for piece in pieces:
            taken[piece.line_id] = taken.get(piece.line_id, 0) + piece.count
            worth[piece.line_id] = worth.get(piece.line_id, 0) + piece.amount_minor
        saved += saving
    if not saved:
        return {}, {}
    return taken, dict(zip(worth, allocate(saved, list(worth.values())), strict=True))


def _dearest(heap: deque[_Run], count: int) -> list[_Run]:
    """Take the first `count` units off a heap that has them."""
    pieces = []
    while count:
        run = heap.popleft()
        part = min(run.count, count)
        pieces.append(run.without(run.count - part))
        count -= part
        if part < run.count:
            heap.appendleft(run.without(part))
    return pieces


def _by_line(runs: Sequence[_Run], parts: Sequence[int]) -> dict[str, int]:
    return {run.line_id: part for run, part in zip(runs, parts, strict=True)}


_RULES: dict[Kind, Callable[[Promotion, list[_Run]], Outcome]] = {
    "percent": _percent,
    "nth": _nth,
    "set": _set,
    "bundle": _bundle,
}


def promotion_to_dict(promotion: Promotion) -> dict[str, object]:
    """The JSON shape of a promotion."""
    return {
        "id": promotion.id,
        "name": promotion.name,
        "kind": promotion.kind,
        "is_on": promotion.is_on,
        "item_ids": list(promotion.item_ids),
        "category_ids": list(promotion.category_ids),
        "value_bp": promotion.value_bp,
        "count": promotion.count,
        "free": promotion.free,
        "price_minor": promotion.price_minor,
        "weekdays": list(promotion.weekdays),
        "from_min": promotion.from_min,
        "until_min": promotion.until_min,
        "code": promotion.code,
    }


def promotion_from_dict(document: Document) -> Promotion:
    """Read what `promotion_to_dict` wrote; raises `unreadable_record` or `promotion_invalid`."""
    said = text(document, "kind")
    kind = next((one for one in KINDS if one == said), None)
    if kind is None:
        raise unreadable("kind", " or ".join(KINDS))
    return check_promotion(
        Promotion(
            id=text(document, "id"),
            name=text(document, "name"),
            kind=kind,
            is_on=flag(document, "is_on"),
            item_ids=texts(document, "item_ids"),
            category_ids=texts(document, "category_ids"),
            value_bp=whole(document, "value_bp"),
            count=whole(document, "count"),
            free=whole(document, "free"),
            price_minor=whole(document, "price_minor"),
            weekdays=wholes(document, "weekdays"),
            from_min=whole(document, "from_min"),
            until_min=whole(document, "until_min"),
            code=text_or_none(document, "code"),
        )
    )
