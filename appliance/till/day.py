"""The day at the till: shifts open and close, cash moves, X and Z.

Sums are read from the journal when X or Z is asked for: no sale pays for them. A sale never waits for a shift: the
first one opens it with what the last close left in the drawer. A Z is stored with all its numbers and never computed
again. Knows no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appliance.domain import print_job
from appliance.domain import shift as shifts
from appliance.domain.errors import TillError
from appliance.domain.limits import MAX_AMOUNT_MINOR
from appliance.domain.shift import MoveKind, ShiftSums
from appliance.domain.staff import Right
from appliance.ports import Devices, Document, Fact, Moment, Paper, Store, Transaction
from appliance.till.box import Box
from appliance.till.intents import Intents
from appliance.till.marks import Marks
from appliance.till.open_ticket import CURRENT, PARKED
from appliance.till.open_ticket import TABLE as TICKETS
from appliance.till.people import People
from appliance.till.receipts import Receipts

SETTINGS = "settings"
SHIFT = "shift"  # the document of the open shift, and of what the last one left
CLOSED = "shifts"  # by number: where each Z stands in the journal
PAGE = 60
RIGHTS: Mapping[MoveKind, Right] = {"pay_out": "cash_out", "safe_drop": "cash_out", "no_sale": "no_sale"}
NOTHING: Document = {"n": 0, "is_open": False, "left_minor": 0, "perpetual_minor": 0}


def z_name(n: int) -> str:
    """How a Z is called where receipts have their numbers; no receipt number looks like it."""
    return f"{print_job.Z}{n}"


class Day:
    """The use cases."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        receipts: Receipts,
        devices: Devices,
        marks: Marks,
        box: Box,
        paper: Paper,
        people: People,
        settings: Callable[[], dict[str, Any]],  # Any: settings are JSON, checked when they were set
    ) -> None:
        self._store = store
        self._intents = intents
        self._receipts = receipts
        self._devices = devices
        self._marks = marks
        self._box = box
        self._paper = paper
        self._people = people
        self._settings = settings
        self.print_x: Callable[[Document], None] = lambda _x: None

    # -- what a screen asks ---------------------------------------------------------------------------

    def brief(self, moment: Moment) -> Document:
        """The snapshot's part: whether a shift is open, since when, and whether its day is over."""
        now = self._now(self._store)
        is_open = bool(now["is_open"])
        return {
            "n": now["n"],
            "is_open": is_open,
            "opened_utc": now["opened_utc"] if is_open else None,
            "is_old": is_open and now["day"] < moment.day,
        }

    def view(self) -> Document:
        """What the screen of the day needs; nothing that would tell what a blind count is to find."""
        now = self._now(self._store)
        currency = self._box.country.currency
        devices = self._devices.status()
        facts, sales, _ = self._marks.waiting()
        return {
            "n": now["n"],
            "is_open": bool(now["is_open"]),
            "opened_utc": now.get("opened_utc"),
            "offset_min": now.get("offset_min", 0),
            "day": now.get("day"),
            "float_minor": now.get("float_minor", 0),
            "is_counted": bool(now.get("is_counted", False)),
            "left_minor": now["left_minor"],
            "pieces_minor": sorted((*currency.coins_minor, *currency.notes_minor), reverse=True),
            "waiting_facts": facts,
            "waiting_receipts": sales,
            "parked": len(self._store.documents(PARKED)),
            "unprinted": devices.printer_queued,
            "unconfirmed": devices.question[1] if devices.question is not None else None,
        }

    def x(self) -> Document:
        """What happened so far; changes nothing. Raises `no_shift`.

        What should be in the drawer is for whoever may close the day: a seller's count is to stay blind.
        """
        now = self._open(self._store)
        report = self._report(now, self._sums(now))
        return report if self._people.may("close_day") else {**report, "expected_minor": None}

    def expected(self, approval: str | None) -> Document:
        """The same with what should be in the drawer; raises `no_shift`, `needs_approval`."""
        now = self._open(self._store)
        self._people.check("close_day", approval)
        return self._report(now, self._sums(now))

    def print_x_now(self) -> Document:
        """The same on paper; raises `no_shift`."""
        report = self.x()
        self.print_x(report)
        return report

    def page(self, before: int | None) -> Document:
        """Closed shifts, newest first, below the number `before`."""
        rows = [document for _, document in self._store.documents(CLOSED)]
        below = [row for row in rows if before is None or row["n"] < before]
        below.sort(key=lambda row: -row["n"])
        return {"shifts": [self._row(row) for row in below[:PAGE]], "more": len(below) > PAGE}

    def detail(self, n: int) -> Document:
        """One Z as it was stored, with its paper; raises `unknown_shift`."""
        row, fact = self._closed(n)
        return {**self._row(row), "z": fact.body, "hash": fact.hash, "paper": self._paper.lines(fact)}

    def last_z(self) -> int:
        """The number of the newest closed shift; 0 when none was closed yet."""
        now = self._now(self._store)
        return int(now["n"]) - (1 if now["is_open"] else 0)

    # -- what happens by itself -----------------------------------------------------------------------

    def ensure(self, tx: Transaction, moment: Moment) -> int:
        """The number of the open shift; opens one that nobody counted in."""
        now = self._now(tx)
        if not now["is_open"]:
            now = self._begin(tx, moment, int(now["left_minor"]), None, is_counted=False)
        return int(now["n"])

    def open_number(self, tx: Transaction) -> int | None:
        """The number of the open shift, for what happens beside sales; None between shifts. Opens none."""
        now = self._now(tx)
        return int(now["n"]) if now["is_open"] else None

    # -- what people do -------------------------------------------------------------------------------

    def open(self, key: str, float_minor: int, pieces: Mapping[int, int] | None) -> Document:
        """Begin with this much in the drawer.

        Raises `shift_is_open`, `float_out_of_range`, `count_differs` when the pieces make another sum.
        """
        counted = self._counted(float_minor, pieces)

        def decide(tx: Transaction, moment: Moment) -> Document:
            if self._now(tx)["is_open"]:
                raise TillError("shift_is_open", allowed="a shift that was closed before")
            return {"n": self._begin(tx, moment, counted, pieces, is_counted=True)["n"]}

        return self._intents.once(key, ("open_shift", float_minor, _told(pieces)), decide, durable=True)

    def move(
        self, key: str, kind: MoveKind, amount_minor: int, reason: str, approval: str | None = None
    ) -> Document:
        """Cash goes in or out beside sales, or the drawer only opens; the drawer opens once it is stored.

        Raises `cash_move_amount`, `label_too_long`, `needs_approval`.
        """
        reason = reason.strip()
        effect_minor = shifts.check_move(kind, amount_minor, reason)

        def decide(tx: Transaction, moment: Moment) -> Document:
            right = RIGHTS.get(kind)
            approved_by = None if right is None else self._people.check(right, approval)
            n = self.ensure(tx, moment)
            body = {
                **self._head(moment, approved_by),
                "shift": n,
                "kind": kind,
                "amount_minor": effect_minor,
                "reason": reason,
            }
            tx.fact("cash_moved", body)
            return {"n": n, "kind": kind, "amount_minor": effect_minor}

        intent = ("cash", kind, amount_minor, reason)
        return self._intents.once(key, intent, decide, durable=True, after=self._devices.kick_drawer)

    def close(
        self,
        key: str,
        counted_minor: int | None,
        pieces: Mapping[int, int] | None,
        approval: str | None = None,
    ) -> Document:
        """Close the shift, counted or not: a Z with all its numbers, in one durable line, and its paper.

        Raises `no_shift`, `payments_open`, `float_out_of_range`, `count_differs`, `needs_approval`.
        """
        counted = None if counted_minor is None else self._counted(counted_minor, pieces)

        def decide(tx: Transaction, moment: Moment) -> Document:
            now = self._open(tx)
            if self._holds_money(tx):
                raise TillError("payments_open", allowed="a ticket paid in full, or its payments given back")
            approved_by = self._people.check("close_day", approval)
            report = self._report(now, self._sums(now))
            expected = report["expected_minor"]
            left = expected if counted is None else counted
            perpetual = int(now["perpetual_minor"]) + report["turnover_minor"]
            state = self._store.state()
            language = self._settings()["language"]
            body = {
                **self._head(moment, approved_by),
                **report,
                "counted_minor": counted,
                "difference_minor": None if counted is None else counted - expected,
                "pieces": _told(pieces),
                "left_minor": left,
                "perpetual_minor": perpetual,
                "head": state.head,
                "last": {"epoch": state.epoch, "f": state.last_fact},
                "language": language,
            }
            f = tx.fact("shift_closed", body)
            n = int(now["n"])
            row = {
                "n": n, "epoch": state.epoch, "f": f, "at_utc": moment.utc, "offset_min": moment.offset_min,
                "day": now["day"], "turnover_minor": report["turnover_minor"], "sales": report["sales"]["count"],
                "difference_minor": body["difference_minor"],
            }  # fmt: skip
            tx.put(CLOSED, str(n), row)
            tx.put(
                SETTINGS, SHIFT, {"n": n, "is_open": False, "left_minor": left, "perpetual_minor": perpetual}
            )
            if self._devices.status().printer != "none":
                self._receipts.queue(tx, moment, "receipt", f, z_name(n), language)
            return {"n": n}

        intent = ("close_shift", counted_minor, _told(pieces))
        done = self._intents.once(key, intent, decide, durable=True, after=self._devices.print_soon)
        return self.detail(int(done["n"]))

    def reprint(self, key: str, n: int) -> Document:
        """Print a Z again, marked as a copy and noted as a fact; raises `unknown_shift`."""
        _, fact = self._closed(n)

        def decide(tx: Transaction, moment: Moment) -> Document:
            tx.fact("reprint", {"number": z_name(n)})
            language = self._settings()["language"]
            return {"job_id": self._receipts.queue(tx, moment, "copy", fact.f, z_name(n), language)}

        return self._intents.once(key, ("reprint_z", n), decide, durable=True, after=self._devices.print_soon)

    # -- inside ---------------------------------------------------------------------------------------

    def _holds_money(self, tx: Transaction) -> bool:
        """Whether something is in the drawer that belongs to no sale yet."""
        parked = (document["ticket"] for _, document in self._store.documents(PARKED))
        return any(ticket.get("payments") for ticket in (tx.get(TICKETS, CURRENT) or {}, *parked))

    def _now(self, source: Store | Transaction) -> Document:
        return source.get(SETTINGS, SHIFT) or NOTHING

    def _open(self, source: Store | Transaction) -> Document:
        now = self._now(source)
        if not now["is_open"]:
            raise TillError("no_shift", allowed="a shift that is open")
        return now

    def _begin(
        self,
        tx: Transaction,
        moment: Moment,
        float_minor: int,
        pieces: Mapping[int, int] | None,
        *,
        is_counted: bool,
    ) -> Document:
        before = self._now(tx)
        n = int(before["n"]) + 1
        opened = {
            **self._head(moment),
            "n": n,
            "float_minor": float_minor,
            "left_minor": before["left_minor"],
            "is_counted": is_counted,
            "pieces": _told(pieces),
        }
        # A shift that a sale opens is known by the sale itself: one fact a sale, and nothing to wait for.
        f = tx.fact("shift_opened", opened) if is_counted else self._store.state().last_fact
        now = {
            "n": n, "is_open": True, "epoch": self._store.state().epoch, "f": f, "opened_utc": moment.utc,
            "offset_min": moment.offset_min, "day": moment.day, "float_minor": float_minor,
            "is_counted": is_counted, "left_minor": before["left_minor"],
            "perpetual_minor": before["perpetual_minor"],
        }  # fmt: skip
        tx.put(SETTINGS, SHIFT, now)
        return now

    def _head(self, moment: Moment, approved_by: str | None = None) -> Document:
        """What every fact of the day begins with."""
        currency, person = self._box.country.currency, self._people.here()
        return {
            "at_utc": moment.utc,
            "offset_min": moment.offset_min,
            "day": moment.day,
            "currency": currency.code,
            "exponent": currency.exponent,
            "country": self._box.country.code,
            "staff": None if person is None else person.id,
            "staff_name": None if person is None else person.name,
            "approved_by": approved_by,
        }

    def _sums(self, now: Document) -> ShiftSums:
        """All facts since the shift opened, folded; a fact that cannot be read any more is not in it."""
        sums = ShiftSums()
        for fact in self._store.facts_since(int(now["epoch"]), int(now["f"])):
            sums = shifts.fold(sums, fact.type, fact.body)
        return sums

    def _report(self, now: Document, sums: ShiftSums) -> Document:
        currency = self._box.country.currency
        return {
            "n": now["n"],
            "opened_utc": now["opened_utc"],
            "opened_offset_min": now["offset_min"],
            "day": now["day"],
            "float_minor": now["float_minor"],
            "is_counted": now["is_counted"],
            **shifts.sums_to_dict(sums),
            "expected_minor": sums.expected_minor(int(now["float_minor"])),
            "currency": currency.code,
            "exponent": currency.exponent,
        }

    def _counted(self, sum_minor: int, pieces: Mapping[int, int] | None) -> int:
        if not 0 <= sum_minor <= MAX_AMOUNT_MINOR:
            raise TillError("float_out_of_range", field="amount_minor", allowed=f"0..{MAX_AMOUNT_MINOR}")
        if pieces is not None:
            currency = self._box.country.currency
            made = shifts.counted(pieces, (*currency.coins_minor, *currency.notes_minor))
            if made != sum_minor:
                raise TillError("count_differs", field="pieces", allowed=str(made), total_minor=made)
        return sum_minor

    def _closed(self, n: int) -> tuple[Document, Fact]:
        row = self._store.get(CLOSED, str(n))
        fact = None if row is None else self._store.fact(row["f"], epoch=row["epoch"])
        if row is None or fact is None:
            raise TillError("unknown_shift", field="n", allowed="the number of a closed shift", n=str(n))
        return row, fact

    def _row(self, row: Document) -> Document:
        state = "safe" if self._marks.is_safe(row["epoch"], row["f"]) else "on_box"
        return {**row, "state": state}


def _told(pieces: Mapping[int, int] | None) -> dict[str, int] | None:
    """Counted pieces as JSON has them: the piece in minor units is a key, and those there are none of are left out."""
    if pieces is None:
        return None
    return {str(piece): count for piece, count in sorted(pieces.items(), reverse=True) if count}
