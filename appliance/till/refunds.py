"""Goods that come back: what is left of a sale, and the money that goes out of the drawer for it.

The answer to "how much is left" is decided under the store's lock, so that two screens never pay the same goods back.
Knows no screen; the drawer opens once the refund is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from appliance.domain import refund as refunding
from appliance.domain.errors import TillError
from appliance.domain.receipt import QR_VERSION, SHORT_HASH
from appliance.domain.refund import Already, Back, Origin
from appliance.domain.sale import Sale, receipt_number, sale_from_body
from appliance.domain.tender import drawer_minor
from appliance.domain.ticket_record import line_to_dict
from appliance.ports import Devices, Document, Fact, Moment, Store, Transaction
from appliance.till.day import Day
from appliance.till.intents import Intents
from appliance.till.pay_settings import PaySettings
from appliance.till.people import People
from appliance.till.receipts import Receipts
from appliance.till.stock import Stock

TABLE = "refunds"  # by the sale's receipt number: what came back of it


class Refunds:
    """The use cases."""

    def __init__(
        self,
        store: Store,
        intents: Intents,
        receipts: Receipts,
        devices: Devices,
        stock: Stock,
        day: Day,
        people: People,
        pay_settings: PaySettings,
        settings: Callable[[], dict[str, Any]],  # Any: settings are JSON, checked when they were set
    ) -> None:
        self._store = store
        self._intents = intents
        self._receipts = receipts
        self._devices = devices
        self._stock = stock
        self._day = day
        self._people = people
        self._pay_settings = pay_settings
        self._settings = settings

    def scanned(self, code: str) -> str:
        """The receipt number a receipt's QR code names.

        Raises `unknown_receipt`, or `receipt_differs` when the paper says another thing than the journal.
        """
        version, number, _, _, short_hash = (*code.split("|"), "", "", "", "")[:5]
        if version != QR_VERSION:
            raise TillError("unknown_receipt", field="code", allowed="a receipt of this box", number=number)
        fact = self._receipts.fact(number)
        if fact.hash[:SHORT_HASH] != short_hash:
            raise TillError(
                "receipt_differs", field="code", allowed="the receipt as it was printed", number=number
            )
        return number

    def offer(self, number: str, back: Sequence[Back] | None, *, in_cash: bool = False) -> Document:
        """What can still come back of a sale, and what `back` (None: everything left) would pay, and how.

        Raises `unknown_receipt`, `not_a_sale`, and what `refund_lines` raises.
        """
        sale = sale_from_body(self._sale(number).body)
        known = self._store.get(TABLE, number)
        already = self._already(known)
        rest = refunding.everything_left(sale, already)
        chosen = rest if back is None else back
        lines = refunding.refund_lines(sale, already, chosen) if chosen else ()
        repaid = refunding.repaid_so_far(known, already)
        step_minor = self._pay_settings.cash_step_minor()
        money = refunding.money_back(sale, already, lines, repaid, step_minor, in_cash=in_cash)
        return {
            "number": number,
            "at_utc": sale.at_utc,
            "offset_min": sale.offset_min,
            "total_minor": sale.total_minor,
            "left_minor": _payout_minor(sale, already, rest),
            "chosen_minor": -sum(one.line.amount_minor for one in lines),
            "money": [
                {"kind": one.kind, "amount_minor": -one.amount_minor}
                for one in money.tenders
                if one.amount_minor
            ],
            "is_cash_only": all(one.kind == "cash" for one in sale.tenders),
            "lines": [
                {**line_to_dict(line), "left": refunding.left_of(line, already)}
                for line in sale.lines
                if line.parent_id is None
            ],
            "refunds": list((known or {}).get("numbers", [])),
        }

    def give_back(
        self,
        key: str,
        number: str,
        back: Sequence[Back] | None,
        *,
        total_minor: int,
        reason: str,
        in_cash: bool = False,
        approval: str | None = None,
    ) -> Document:
        """Pay back what comes back (None: everything left), the way it was paid or all in cash; one durable line.

        `total_minor` is the sum the vendor saw. Raises what `offer` raises, `total_changed`, `needs_approval`.
        """
        fact = self._sale(number)
        sale = sale_from_body(fact.body)
        reason = reason.strip()
        moved: list[int] = []

        def decide(tx: Transaction, moment: Moment) -> Document:
            approved_by, person = self._people.check("refund", approval), self._people.here()
            known = tx.get(TABLE, number)
            already = self._already(known)
            shift = self._day.ensure(tx, moment)
            series, counter = tx.next_receipt()
            refund, repaid = refunding.make_refund(
                sale,
                Origin(number, fact.epoch, fact.f, fact.hash),
                already,
                refunding.everything_left(sale, already) if back is None else back,
                number=receipt_number(series, counter),
                series=series,
                counter=counter,
                at_utc=moment.utc,
                offset_min=moment.offset_min,
                day=moment.day,
                language=self._settings()["language"],
                reason=reason,
                approved_by=approved_by,
                person=person,
                shift=shift,
                repaid=refunding.repaid_so_far(known, already),
                step_minor=self._pay_settings.cash_step_minor(),
                in_cash=in_cash,
            )
            if -refund.total_minor != total_minor:
                paid = -refund.total_minor
                raise TillError("total_changed", field="total_minor", allowed=str(paid), total_minor=paid)
            f = tx.fact("refund", refunding.refund_body(refund))
            self._stock.returned(tx, [one.line for one in refund.lines if one.to_stock])
            numbers = (*(known or {}).get("numbers", ()), refund.number)
            after = refunding.with_refund(already, refund)
            tx.put(TABLE, number, refunding.already_to_dict(after, numbers, repaid))
            job_id = None
            if self._devices.status().printer != "none":
                job_id = self._receipts.queue(tx, moment, "receipt", f, refund.number, refund.language)
            out_minor = -drawer_minor(refund.tenders)
            moved.append(out_minor)
            return {"number": refund.number, "paid_out_minor": out_minor, "print_job_id": job_id}

        def after() -> None:
            if moved[-1]:
                self._devices.kick_drawer()
            self._devices.print_soon()

        intent: tuple[object, ...] = (
            "refund",
            number,
            None if back is None else tuple(back),
            total_minor,
            reason,
        )
        return self._intents.once(
            key, (*intent, "cash") if in_cash else intent, decide, durable=True, after=after
        )

    def _sale(self, number: str) -> Fact:
        fact = self._receipts.fact(number)
        if fact.type != "sale":
            raise TillError("not_a_sale", field="number", allowed="the receipt of a sale", number=number)
        return fact

    def _already(self, document: Document | None) -> Already:
        return refunding.already_from_dict(document)


def _payout_minor(sale: Sale, already: Already, back: Sequence[Back]) -> int:
    """What a customer gets for these; 0 when there is nothing."""
    if not back:
        return 0
    return -sum(one.line.amount_minor for one in refunding.refund_lines(sale, already, back))
