"""Boxes, their watchdogs and the line to the back office, in one process, under a clock that is told.

The till's side (`BackOffice`, `Marks`), the watchdog's threads (`Sync`, `Pull`, taking turns when told) and the back
office's ingest are the product's own; the store, the wires and the time are not.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from appliance.domain.catalogue import Category, Item
from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.ports import Moment
from appliance.till import BackOffice, Box, catalogue
from appliance.watchdog.answers import NoAnswer, Outcome
from appliance.watchdog.listen import LatestView
from appliance.watchdog.pull import Pull
from appliance.watchdog.streams import AsideMark, Debt, Due, Mark
from appliance.watchdog.sync import Sync
from appliance.watchdog.till_link import TillAnswer, TillGone
from appliance.watchdog.uplinks import Loopback
from appliance.watchdog.view import Cursor, Json, cursor, till_view
from appliance.web.inside import LARGEST_BATCH_BYTES, push_body
from tests.faults.sync_office import BOX, ModelOffice
from tests.faults.sync_store import LightStore
from tests.office.stall import sale_body

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
GERMANY = country("de")
FRUIT = Category("fruit", "Fruit", "F", "#8c1d18", 1)
APPLE = Item("apple", "Apple", "fruit", 150, "piece", "reduced", "A", "#8c1d18", 1)
NOON = Moment("2026-11-22T11:00:00.000Z", "ntp", 60, "Europe/Berlin", "2026-11-22")
YEAR_BEHIND = Moment("2025-11-22T11:00:00.000Z", "estimated", 60, "Europe/Berlin", "2025-11-22")
FAULTS = ("lost", "unheard", "repeated", "late", "truncated", "busy", "killed", "interlude") + (
    "unreplicated",
) * 2
LONGEST_DRAIN_S = 900.0


class StillKey:
    """The key of the box; both clones of a card have it."""

    def private(self) -> str:
        return KEY

    def public(self) -> str:
        return KEY

    def fingerprint(self) -> str:
        return "0123 4567 89ab cdef"

    def forget(self) -> None:
        """It stays what it is."""


class Line:
    """The wires to the back office. Calm, they carry everything; otherwise chance decides."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.is_calm = False
        self.down_until_s = 0.0
        self.late: list[Callable[[], Outcome]] = []  # sent, given up by the sender, not arrived yet

    def carry(self, send: Callable[[bool], Outcome], broken: Callable[[], Outcome] | None = None) -> Outcome:
        """One request and its answer. `send(False)` commits without the promise of a failover."""
        world, rng = self._world, self._world.rng
        if self.is_calm:
            return send(True)
        if world.now_s < self.down_until_s:
            return NoAnswer("office_down", "not there")
        if rng.random() > world.badness:
            return send(True)
        fault = rng.choice(FAULTS)
        if fault == "repeated":
            send(True)
            return send(True)
        if fault == "interlude":
            answer = send(True)
            world.meanwhile()
            return answer
        if fault == "busy":
            return NoAnswer("office_down", "busy", retry_after_s=float(rng.randrange(0, 20)))
        if fault == "truncated" and broken is not None:
            return broken()
        if fault == "unreplicated":
            return send(False)
        if fault == "late":
            self.late.append(lambda: send(True))
        if fault in ("unheard", "killed"):
            send(True)
        if fault == "killed":
            self.down_until_s = world.now_s + rng.uniform(0, 20)
            world.office.restart()
            return NoAnswer("office_down", "reset")
        world.now_s += 10
        return NoAnswer("no_network", "timeout", is_timeout=True)


class OfficeWire:
    """What `Sync` and `Pull` take for the back office."""

    def __init__(self, world: World) -> None:
        self._line, self._office = world.line, world.office

    def report(self, report: Json) -> Outcome:
        said = dict(report)
        return self._line.carry(lambda safe: self._office.report(said, is_replicated=safe))

    def push(self, batch: bytes) -> Outcome:
        cut = batch[: len(batch) * 2 // 3]
        return self._line.carry(
            lambda safe: self._office.push(batch, is_replicated=safe), lambda: self._office.push(cut)
        )

    def offer(self, goods: bytes) -> Outcome:
        return self._line.carry(lambda _: self._office.offer(_loads(goods)))

    def changes(self, generation: str | None, after: int, wait_s: int, limit_bytes: int) -> Outcome:
        since = None if generation is None else after
        return self._line.carry(lambda _: self._office.changes(generation, since))

    def ask_enrolment(self, about: Json) -> Outcome:
        raise AssertionError("enrolled from the start")

    look_enrolment = ask_enrolment

    def interrupt(self) -> None:
        """Nothing waits here."""

    close = interrupt


class TillWire:
    """What `Sync` and `Pull` take for the till: the routes of `web.inside`, and a till that may be gone."""

    def __init__(self, box: ModelBox) -> None:
        self._box = box

    def batch(self, due: Due, limit: int) -> bytes | None:
        self._there()
        part = self._box.store.stream_part(due.epoch, due.after, min(limit, 1000), LARGEST_BATCH_BYTES)
        return None if part is None else push_body(part, is_aside=due.is_aside)

    def catalogue(self) -> bytes:
        self._there()
        return _dumps(self._box.office.goods())

    def tell_debt(self, debt: Debt) -> TillAnswer:
        office = self._box.office
        if isinstance(debt, Mark):
            return self._say(lambda: office.acked(debt.epoch, debt.f, debt.head))
        if isinstance(debt, AsideMark):
            return self._say(lambda: office.aside(debt.epoch, debt.f))
        return self._say(lambda: office.forked(debt.epoch))

    def tell_uplink(self, body: Json) -> TillAnswer:
        return self._say(lambda: self._box.office.said(body))

    def tell_enrolment(self, body: Json) -> TillAnswer:
        raise AssertionError("enrolled from the start")

    def offered(self, generation: str, version: int) -> TillAnswer:
        return self._say(lambda: self._box.office.offered(generation))

    def changes(self, changes: Json, asked: Cursor) -> tuple[TillAnswer, Cursor | None]:
        body = {**changes, "after": asked.version, "asked_generation": asked.generation}
        found: list[Json] = []
        answer = self._say(lambda: found.append(self._box.office.changes(body)))
        return answer, cursor(found[0]) if found else None

    def interrupt(self) -> None:
        """Nothing waits here."""

    def _there(self) -> None:
        world = self._box.world
        if not self._box.is_till_up:
            raise TillGone("restarting")
        if not world.line.is_calm and world.rng.random() < world.badness / 8:
            raise TillGone("too busy")

    def _say(self, deed: Callable[[], object]) -> TillAnswer:
        self._there()
        world = self._box.world
        try:
            deed()
        except TillError as refusal:
            return TillAnswer(409, {"error": {"code": refusal.code}})
        if not world.line.is_calm and world.rng.random() < world.badness / 8:
            raise TillGone("its answer was lost")
        return TillAnswer(200, {})


class ModelBox:
    """One physical box: its disk, its till, its watchdog."""

    def __init__(self, world: World, store: LightStore) -> None:
        self.world, self.store = world, store
        self.moment = NOON
        self.is_till_up = True
        self.images: list[LightStore] = []
        self.rev = 0
        self.start_till()
        self.start_watchdog()

    def start_till(self) -> None:
        """After a kill, a pulled plug or another card."""
        box = Box(GERMANY, "de", "Stand 12", "Obst", "0.2.0", NOON.utc, simulated=True)
        self.office = BackOffice(
            self.store, self, box, StillKey(), lambda: self.world.now_s, lambda _text: []
        )  # type: ignore[arg-type]  # the light store has what is needed
        self.office.changed = self._changed
        self.office.open()
        self.is_till_up = True
        self._changed()

    def start_watchdog(self) -> None:
        world, till = self.world, TillWire(self)
        self.latest = LatestView()
        self._seen = -1
        self.pull = Pull(
            till, lambda _: OfficeWire(world), lambda: self.sync.suspect(), world.rng.random, world.time
        )
        self.sync = Sync(
            till,
            self.latest,
            lambda _: OfficeWire(world),
            Loopback(),
            world.rng.random,
            self._turned,
            world.time,
        )
        self.sync_due_s = self.pull_due_s = world.now_s

    def now(self) -> Moment:
        """The clock of this box."""
        return self.moment

    def sell(
        self,
        total_minor: int,
        *,
        is_flushed: bool = True,
        number: str | None = None,
        shortfall_minor: int = 0,
    ) -> None:
        """A sale; with `number` under a number that is used already."""
        with self.store.transaction(self.moment, durable=True) as tx:
            if number is None:
                series, counter = tx.next_receipt()
            else:
                series, counter = number.split("-")[0], int(number.split("-")[1])
            body = sale_body(counter, total_minor, series=series)
            moment = {"at_utc": self.moment.utc, "day": self.moment.day}
            tx.fact("sale", body | moment | {"total_minor": total_minor - shortfall_minor})
        if is_flushed:
            tx.commit.wait()
        self._changed()

    def write_odd(self, kind: str) -> None:
        """A fact that no back office can count."""
        with self.store.transaction(self.moment, durable=True) as tx:
            if kind == "unknown_type":
                tx.fact("voucher", {"amount_minor": 5})
            else:
                f = len(self.store.streams[self.store.epoch]) + 1
                tx.exact("sale", b'{"f":%d,"e":%d,"type":"sale","v":"2.0","body":{}}' % (f, self.store.epoch))
        tx.commit.wait()
        self._changed()

    def take_turn(self) -> None:
        """The thread whose pause ends first goes on."""
        world = self.world
        if self.sync_due_s <= self.pull_due_s:
            world.now_s = max(world.now_s, self.sync_due_s)
            if (
                self._seen != self.rev
                and self.is_till_up
                and (world.line.is_calm or world.rng.random() < 0.85)
            ):
                self._seen = self.rev
                self.latest.put(
                    till_view({"rev": self.rev, **self.office.todo({"series": self.store.series})})
                )
            self.sync_due_s = world.now_s + self.sync.turn()
        else:
            world.now_s = max(world.now_s, self.pull_due_s)
            self.pull_due_s = world.now_s + max(self.pull.turn(), 0.5)

    def _changed(self) -> None:
        self.rev += 1
        self.sync_due_s = min(getattr(self, "sync_due_s", 0.0), self.world.now_s)

    def _turned(self, view: Any, online: bool | None) -> None:
        self.pull.obey(view, online)
        self.pull_due_s = min(self.pull_due_s, self.world.now_s + 2)


class World:
    """Everything of one schedule. `ever` is every fact that was on a disk at any time."""

    def __init__(self, seed: int, office: ModelOffice) -> None:
        self.rng = random.Random(f"sync-{seed}")
        self.now_s = 1000.0
        self.office = office
        self.badness = self.rng.choice((0.1, 0.25, 0.5))
        self.line = Line(self)
        self.meanwhile: Callable[[], None] = lambda: None
        self.ever: set[tuple[int, int, bytes]] = set()
        self.is_forked = False
        office.begin_edit("pear", item("pear", 300))
        office.write(_open_catalogue)
        office.commit_edit()
        store = LightStore()
        catalogue.replace(store, NOON, [FRUIT], [APPLE])  # type: ignore[arg-type]  # as above
        identity = {"state": "enrolled", "url": "http://127.0.0.1:8090", "box_id": BOX}
        identity |= {"merchant": {"id": "m", "name": "Obst"}, "offered": False}
        with store.transaction(NOON, durable=True) as tx:
            tx.put("office", "identity", identity)
        tx.commit.wait()
        self.boxes = [ModelBox(self, store)]

    def time(self) -> float:
        return self.now_s

    def run(self, seconds: float) -> None:
        until_s = self.now_s + seconds
        while self.now_s < until_s:
            box = min(self.boxes, key=lambda one: min(one.sync_due_s, one.pull_due_s))
            if min(box.sync_due_s, box.pull_due_s) >= until_s:
                self.now_s = until_s
                return
            box.take_turn()

    def note(self, box: ModelBox) -> None:
        """Before something is destroyed: what was on the disk."""
        self.ever |= box.store.durable_facts()

    def calm(self) -> None:
        """No fault any more; everybody is there and looks."""
        self.line.is_calm = True
        self.line.late.clear()
        self.office.finish_edits()
        for box in self.boxes:
            box.store.flush()
            if not box.is_till_up:
                box.start_till()
            key = f"calm-{self.rng.random()}"
            box.office.switch_offline(f"{key}-on", None)
            box._changed()


def item(item_id: str, price_minor: int) -> Json:
    """An item as an owner writes it."""
    from appliance.domain.catalogue import item_to_dict

    return item_to_dict(replace(APPLE, id=item_id, name=item_id, price_minor=price_minor))


def _open_catalogue(connection: Any) -> None:  # Any: a Connection
    from appliance.domain.catalogue import category_to_dict
    from backoffice import catalogue as office_catalogue
    from tests.faults.sync_office import MERCHANT

    office_catalogue.put_category(connection, MERCHANT, FRUIT.id, category_to_dict(FRUIT))


def _dumps(value: object) -> bytes:
    import orjson

    return orjson.dumps(value)


def _loads(raw: bytes) -> Json:
    import orjson

    loaded: Json = orjson.loads(raw)
    return loaded
