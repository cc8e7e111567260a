"""Random schedules of everything that can go wrong between a box and its back office, and a judge.

`python -m tests.faults.sync_model '{"first": 17, "count": 1}'` plays schedule 17 and says what is wrong. `control`
takes a rule away (`hasty`: marks from plain reads; `sequence`: the catalogue's version drawn before its transaction):
then schedules must fail.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from backoffice import catalogue, schema
from backoffice.fact_reading import Received, Unfit, read_fact
from tests.faults.loopdisk import report_from, workspace
from tests.faults.sync_office import BOX, MERCHANT, Ground, ModelOffice
from tests.faults.sync_world import LONGEST_DRAIN_S, NOON, YEAR_BEHIND, ModelBox, World, item

Report = dict[str, Any]
ORDINARY = (
    ("sell",) * 8 + ("rest",) * 6 + ("odd", "late", "kill_till", "kill_watchdog", "till_away", "unflushed")
)
ORDINARY += (
    "copy",
    "restore",
    "fail_over",
    "restart_office",
    "down",
    "clock",
    "offline",
    "sync_now",
    "damage",
)
ORDINARY += ("edit", "edit", "edit", "commit", "commit", "commit", "image")
FORKING = (*ORDINARY, "old_card", "old_card", "clone")


class Schedule:
    """One seed: what happens, and what is wrong at the end."""

    def __init__(self, seed: int, ground: Ground, control: str | None = None) -> None:
        self.office = ModelOffice(ground, hasty=control == "hasty", sequence=control == "sequence")
        self.world = World(seed, self.office)
        self.rng = random.Random(f"events-{seed}")
        self.events = FORKING if self.rng.random() < 0.3 else ORDINARY
        self.told: list[str] = []
        self.world.meanwhile = lambda: self.play(
            self.rng.choice(("sell", "kill_till", "commit", "late", "fail_over"))
        )

    def run(self) -> list[str]:
        """Everything that is wrong, in words."""
        self.world.run(self.rng.choice((0.0, 3.0)))
        for _ in range(self.rng.randrange(4, 28)):
            self.play(self.rng.choice(self.events))
            self.world.run(self.rng.choice((0.0, 0.05, 0.5, 3.0)))
        for box in self.world.boxes:
            self.world.note(box)
        self.world.calm()
        until_s = self.world.now_s + LONGEST_DRAIN_S
        wrong = ["not judged"]
        while wrong and self.world.now_s < until_s:
            self.world.run(12.0)
            wrong = (
                []
                if all(box.office.marks.waiting()[0] == 0 for box in self.world.boxes)
                else ["it never drains"]
            )
            wrong = wrong or judge(self.world)
        for box in self.world.boxes:
            wrong += [f"surprise in {loop.name}" for loop in (box.sync, box.pull) if loop.surprises]
        return self.office.wrong[:2] + wrong

    def play(self, event: str) -> None:
        """Let one thing happen to one of the boxes or to the back office."""
        self.told.append(event)
        box = self.rng.choice(self.world.boxes)
        deed = getattr(self, f"_{event}", None)
        if deed is not None:
            deed(box)
        elif event != "rest":
            raise AssertionError(event)
        elif self.rng.random() < 0.5:
            self.world.run(self.rng.uniform(0, 40))

    def _sell(self, box: ModelBox) -> None:
        if box.is_till_up:
            for _ in range(self.rng.choice((1, 1, 2, 5, 30))):
                box.sell(self.rng.randrange(1, 5000))

    def _unflushed(self, box: ModelBox) -> None:
        if box.is_till_up:
            box.sell(self.rng.randrange(1, 5000), is_flushed=False)

    def _odd(self, box: ModelBox) -> None:
        kind = self.rng.choice(("unknown_type", "unknown_version", "sums_differ", "number_used"))
        if not box.is_till_up:
            return
        if kind == "sums_differ":
            box.sell(700, shortfall_minor=1)
        elif kind == "number_used":
            if box.store.counters.get(box.store.series):
                box.sell(800, number=f"{box.store.series}-000001")
        else:
            box.write_odd(kind)

    def _late(self, _box: ModelBox) -> None:
        late = self.world.line.late
        if late:
            late.pop(self.rng.randrange(len(late)))()

    def _kill_till(self, box: ModelBox) -> None:
        self.world.note(box)
        box.store.kill()
        box.start_till()

    def _till_away(self, box: ModelBox) -> None:
        self.world.note(box)
        box.store.kill()
        box.is_till_up = not box.is_till_up
        if box.is_till_up:
            box.start_till()

    def _kill_watchdog(self, box: ModelBox) -> None:
        box.start_watchdog()

    def _copy(self, _box: ModelBox) -> None:
        if all((box.store.get("office", "identity") or {}).get("offered") for box in self.world.boxes):
            self.office.copy()

    def _restore(self, _box: ModelBox) -> None:
        if self.office.restore(self.rng.randrange(3)):
            self.world.line.late.clear()  # connections to the program that stood there are gone

    def _fail_over(self, _box: ModelBox) -> None:
        self.office.fail_over()

    def _restart_office(self, _box: ModelBox) -> None:
        self.office.restart()

    def _down(self, _box: ModelBox) -> None:
        self.world.line.down_until_s = self.world.now_s + self.rng.uniform(0, 90)

    def _clock(self, box: ModelBox) -> None:
        box.moment = YEAR_BEHIND if box.moment == NOON else NOON

    def _offline(self, box: ModelBox) -> None:
        until = self.rng.choice((None, "switched_back", "tonight"))
        box.office.switch_offline(f"off-{self.rng.random()}", until)

    def _sync_now(self, box: ModelBox) -> None:
        box.office.sync_now(f"now-{self.rng.random()}")

    def _damage(self, box: ModelBox) -> None:
        self.world.note(box)
        lost = self.rng.choice((0, 0, 1, 4))
        last = len(box.store.streams[box.store.epoch])
        self.world.is_forked |= lost > 0 and last > 0
        box.store.damage(box.moment, lost)
        box.start_till()

    def _image(self, box: ModelBox) -> None:
        box.images.append(box.store.image())

    def _old_card(self, box: ModelBox) -> None:
        if box.images:
            self.world.note(box)
            self.world.is_forked = True
            box.store = self.rng.choice(box.images).image()
            box.start_till()
            box.start_watchdog()  # no program outlives its card

    def _clone(self, box: ModelBox) -> None:
        if len(self.world.boxes) < 2:
            self.world.is_forked = True
            self.world.boxes.append(ModelBox(self.world, box.store.image()))

    def _edit(self, _box: ModelBox) -> None:
        item_id = self.rng.choice(("pear", "plum", "apple"))
        self.office.begin_edit(item_id, item(item_id, self.rng.randrange(1, 900)))

    def _commit(self, _box: ModelBox) -> None:
        self.office.commit_edit(self.rng.randrange(8))


def judge(world: World) -> list[str]:
    """What differs between the journals and the back office's books; empty when all is well."""
    books = _Books(world)
    wrong = books.check_facts() + books.check_sales() + books.check_quarantine()
    return wrong + _check_marks(world, books) + _check_catalogue(world)


class _Books:
    """Everything the back office has, read once."""

    def __init__(self, world: World) -> None:
        self.world = world

        def rows(table: Any, *names: str) -> list[tuple[Any, ...]]:  # Any: columns of any type
            columns = [table.c[name] for name in names]
            return [
                tuple(row) for row in world.office.database.read(lambda c: c.execute(select(*columns)).all())
            ]

        self.facts = {
            (epoch, f): (hash_, bytes(data))
            for epoch, f, hash_, data in rows(schema.facts, "epoch", "f", "hash", "bytes")
        }
        self.aside = {
            (epoch, f, hash_): (reason, bytes(data), state)
            for epoch, f, hash_, reason, data, state in rows(
                schema.quarantine, "epoch", "f", "hash", "reason", "bytes", "state"
            )
        }
        self.sales = rows(schema.sales, "epoch", "f", "number", "day", "hour", "total_minor")
        self.takings = rows(schema.takings, "day", "hour", "sales", "total_minor")
        self.streams = {
            epoch: (mark, head) for epoch, mark, head in rows(schema.streams, "epoch", "mark", "head")
        }

    def check_facts(self) -> list[str]:
        """Nothing lost, nothing invented."""
        wrong = []
        for box in self.world.boxes:
            for epoch, f, data in sorted(box.store.durable_facts()):
                head = box.store.head_at(epoch, f)
                kept = self.facts.get((epoch, f))
                aside = self.aside.get((epoch, f, str(head)))
                if kept != (head, data) and (aside is None or aside[1] != data):
                    wrong.append(f"fact {epoch}/{f} is lost")
                elif kept != (head, data) and not self.world.is_forked:
                    wrong.append(f"fact {epoch}/{f} is set aside without a fork")
        ever = self.world.ever.union(*(box.store.durable_facts() for box in self.world.boxes))
        invented = [(e, f) for (e, f), (_, data) in self.facts.items() if (e, f, data) not in ever]
        return wrong[:3] + [f"fact {place} was never on a disk" for place in invented[:3]]

    def check_sales(self) -> list[str]:
        """Each good sale of a stream counts once, under its number; the sums by day and hour agree."""
        expected: dict[str, tuple[Any, ...]] = {}
        again: set[tuple[int, int]] = set()
        for (epoch, f), (hash_, data) in sorted(self.facts.items()):
            try:
                row = read_fact(Received(BOX, epoch, f, hash_, data), "EUR")
            except Unfit:
                continue
            if row is not None and row.number in expected:
                again.add((epoch, f))
            elif row is not None:
                expected[row.number] = (epoch, f, row.number, row.day, row.hour, row.total_minor)
        self.used_again = again
        wrong = []
        numbers = {row[2] for row in self.sales}
        if numbers != expected.keys() or len(numbers) != len(self.sales):
            wrong.append(f"numbers differ: {sorted(numbers ^ expected.keys())[:5]}")
        if not self.world.is_forked and set(self.sales) != set(expected.values()):
            wrong.append(f"sales differ: {list(set(self.sales) ^ set(expected.values()))[:4]}")
        sums: Counter[tuple[str, int, str]] = Counter()
        for _, _, _, day, hour, total in self.sales:
            sums[day, hour, "sales"] += 1
            sums[day, hour, "total"] += total
        told: Counter[tuple[str, int, str]] = Counter()
        for day, hour, sales, total in self.takings:
            told[day, hour, "sales"] += sales
            told[day, hour, "total"] += total
        return wrong + ([f"takings differ: {dict(told)}, not {dict(sums)}"] if told != sums else [])

    def check_quarantine(self) -> list[str]:
        """Exactly what cannot be counted, with its reason, and what was set aside for a fork."""
        deserved: dict[tuple[int, int, str], str] = {}
        for (epoch, f), (hash_, data) in self.facts.items():
            try:
                read_fact(Received(BOX, epoch, f, hash_, data), "EUR")
            except Unfit as reason:
                deserved[epoch, f, hash_] = reason.reason
        wrong = []
        for key, reason in deserved.items():
            found = self.aside.get(key)
            if found is None or (found[0] != reason and not self.world.is_forked):
                wrong.append(f"not in quarantine: {key} for {reason}, found {found}")
        counted = {(row[0], row[1]) for row in self.sales}
        for key, (reason, _, state) in self.aside.items():
            epoch, f, hash_ = key
            is_in_stream = self.facts.get((epoch, f), ("",))[0] == hash_
            if is_in_stream and (epoch, f) in counted:
                wrong.append(f"counted and in quarantine: {key} {reason} {state}")
            if not is_in_stream and (reason != "set_aside" or not self.world.is_forked):
                wrong.append(f"in quarantine without cause: {key} {reason}")
            if (
                is_in_stream
                and key not in deserved
                and (epoch, f) not in self.used_again
                and not self.world.is_forked
            ):
                wrong.append(f"in quarantine undeserved: {key} {reason}")
        return wrong[:4]


def _check_marks(world: World, books: _Books) -> list[str]:
    wrong = []
    for box in world.boxes:
        for stream in box.office.marks.streams():
            epoch, last = stream["epoch"], stream["last"]
            if stream["mark"] > last and epoch != box.store.epoch:
                continue  # the box lost what the back office has: nothing to send, nothing to follow
            if stream["mark"] > last or box.store.head_at(epoch, stream["mark"]) != stream["head"]:
                wrong.append(f"the box believes a mark it does not have: {stream}")
            if stream["aside"] is None and (stream["mark"], stream["head"]) != books.streams.get(epoch):
                if last:
                    wrong.append(f"marks differ: {stream}, {books.streams.get(epoch)}")
            if stream["aside"] is not None and not world.is_forked:
                wrong.append(f"forked without a cause: {stream}")
    return wrong


def _check_catalogue(world: World) -> list[str]:
    wrong = []
    there = world.office.database.read(lambda c: catalogue.changes(c, MERCHANT, None, None))
    for box in world.boxes:
        at = box.store.get("office", "cursor") or {}
        if at != {"generation": there["generation"], "version": there["version"]}:
            wrong.append(f"cursors differ: {at}, {there['generation']} {there['version']}")
        for table in ("items", "categories"):
            here = {doc["id"]: doc for _, doc in box.store.documents(table)}
            goods = {doc["id"]: doc for doc in there[table]}  # type: ignore[attr-defined]  # lists of documents
            if here != goods:
                wrong.append(f"{table} differ: {sorted(goods.keys() ^ here.keys())} or their content")
    return wrong


def play(seed: int, ground: Ground, control: str | None = None) -> list[str]:
    """One schedule; what is wrong."""
    schedule = Schedule(seed, ground, control)
    try:
        return schedule.run()
    except Exception as broken:  # told with its seed: the schedule that breaks the rig is the one to look at
        place = traceback.extract_tb(broken.__traceback__)[-1]
        return [f"broke down: {type(broken).__name__} {broken} at {place.filename}:{place.lineno}"]


def _play_some(arguments: tuple[Sequence[int], str | None, int]) -> list[tuple[int, list[str]]]:
    seeds, control, enough = arguments
    logging.disable(logging.CRITICAL)
    failed: list[tuple[int, list[str]]] = []
    with workspace() as folder:
        ground = Ground(Path(folder))
        for seed in seeds:
            wrong = play(seed, ground, control)
            if wrong:
                failed.append((seed, wrong))
            if len(failed) >= enough:
                break
        ground.close()
    return failed


def rig(first: int, count: int, control: str | None = None, processes: int = 0, enough: int = 5) -> Report:
    """Play schedules `first` … on several processes; stops early after `enough` failures in one of them."""
    began = time.monotonic()
    workers = processes or max(2, os.cpu_count() or 2)
    parts = [(range(first + place, first + count, workers), control, enough) for place in range(workers)]
    with multiprocessing.get_context("forkserver").Pool(workers) as pool:
        failed = sorted(one for part in pool.map(_play_some, parts) for one in part)
    return {
        "variant": control or "model",
        "schedules": count,
        "failed": len(failed),
        "problems": [
            f"schedule {seed}: {'; '.join(wrong)[:600]} -- again: {command(seed)}"
            for seed, wrong in failed[:4]
        ],
        "seconds": round(time.monotonic() - began, 1),
    }


def command(seed: int) -> str:
    """What plays one schedule again."""
    return f'python -m tests.faults.sync_model \'{{"first": {seed}, "count": 1}}\''


if __name__ == "__main__":
    report_from(rig)
