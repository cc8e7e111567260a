"""Paying a ticket, at once or in parts and in several ways; with the last part it becomes a sale.

Every part is on the disk before anything is drawn or opened: money that was taken is never only on a screen. Knows no
paper's look and no screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from appliance.domain import ticket as tickets
from appliance.domain.discount import is_unapproved
from appliance.domain.errors import TillError
from appliance.domain.payment import round_cash, take_cash
from appliance.domain.sale import Sale, make_sale, sale_body
from appliance.domain.tender import Payment, Tender
from appliance.domain.tenders import Due, Wish, tender_rule
from appliance.domain.ticket import Ticket, due_minor
from appliance.effects import after_sale
from appliance.ports import Clock, Devices, Document, Moment, Store, Transaction
from appliance.till import views
from appliance.till.box import Box
from appliance.till.day import Day
from appliance.till.intents import Intents
from appliance.till.open_ticket import OpenTicket
from appliance.till.pay_settings import PaySettings
from appliance.till.people import People
from appliance.till.receipts import Receipts
from appliance.till.stock import Stock

SETTINGS = "settings"
LAST_SALE = "last_sale"
MAX_PAYMENTS = 20


class Desk(Protocol):
    """What paying asks of the till around it."""

    def snapshot(self) -> Document: ...

    def fresh(self, moment: Moment) -> Ticket: ...

    def screen(self) -> Document: ...


class Paying:
    """The use cases. `failed` is told the ticket that could not be stored, which a screen goes on showing."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        intents: Intents,
        devices: Devices,
        box: Box,
        desk: Desk,
        open_ticket: OpenTicket,
        receipts: Receipts,
        stock: Stock,
        day: Day,
        people: People,
        settings: PaySettings,
        failed: Callable[[Ticket], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._intents = intents
        self._devices = devices
        self._box = box
        self._desk = desk
        self._ticket = open_ticket
        self._receipts = receipts
        self._stock = stock
        self._day = day
        self._people = people
        self._settings = settings
        self._failed = failed

    def pay_cash(
        self,
        key: str,
        *,
        given_minor: int,
        total_minor: int,
        tip_minor: int = 0,
        approval: str | None = None,
    ) -> Document:
        """Take cash for all that is due: number, sale, print job and the next ticket in one durable line.

        `total_minor` is the ticket's total as the vendor saw it. `last_sale` of the answer is this key's own sale,
        however late it is asked again. Raises `ticket_empty`, `total_changed`, `needs_approval` (discounts over the
        limit), and what `take_cash` raises.
        """

        def take(ticket: Ticket) -> Tender:
            _check_seen(tickets.total_minor(ticket), total_minor, "total_minor")
            due = self._due(ticket)
            return take_cash(due.cash_minor, given_minor, due.currency, tip_minor)

        intent: tuple[object, ...] = ("pay", given_minor, total_minor)
        return self._pay(key, (*intent, tip_minor) if tip_minor else intent, take, approval)

    def take(
        self, key: str, kind: str, wish: Wish, seen_due_minor: int, approval: str | None = None
    ) -> Document:
        """Take a part of what is due, or all of it, one way; `seen_due_minor` is what the vendor saw.

        Raises `ticket_empty`, `total_changed`, `too_many_payments`, `nothing_due`, `needs_approval`, `unknown_tender`,
        and what the way to pay raises.
        """
        rule = tender_rule(kind)

        def take(ticket: Ticket) -> Tender:
            due = self._due(ticket)
            _check_seen(due.exact_minor, seen_due_minor, "due_minor")
            if len(ticket.payments) >= MAX_PAYMENTS:
                raise TillError("too_many_payments", allowed=f"at most {MAX_PAYMENTS}", most=MAX_PAYMENTS)
            if kind != "cash" and due.exact_minor <= 0:
                raise TillError("nothing_due", field="kind", allowed="cash")
            return rule.take(wish, due)

        intent = ("take", kind, wish.amount_minor, wish.tip_minor, wish.reference, seen_due_minor)
        return self._pay(key, intent, take, approval)

    def take_back(self, key: str, payment_id: str) -> Document:
        """Give a payment of the open ticket back; the sale will tell of it. Raises `payment_unknown`."""
        given_back: list[Payment] = []

        def decide(tx: Transaction, moment: Moment) -> None:
            before = self._ticket.read(tx, lambda: self._desk.fresh(moment))
            after = tickets.without_payment(before, payment_id)
            given_back.append(after.taken_back[-1])
            self._ticket.write(tx, before, after)

        def after() -> None:
            if given_back[-1].tender.kind == "cash":
                self._devices.kick_drawer()

        self._intents.once(key, ("take_back", payment_id), decide, durable=True, after=after)
        return self._desk.snapshot()

    def transfer(self) -> Document:
        """The code a customer's banking app reads, for what is due; raises `no_account`, `amount_out_of_range`."""
        now = self._store.state()
        ticket = self._ticket.read(self._store, lambda: self._desk.fresh(self._clock.now()))
        due = due_minor(ticket)
        note = f"{self._box.merchant_name} {now.series}{ticket.id[-6:]}"
        told = self._settings.code(due, note)
        account = self._settings.view()["account"]
        return {"text": told, "amount_minor": due, "name": account["name"], "account": account["account"]}

    def _due(self, ticket: Ticket) -> Due:
        exact = due_minor(ticket)
        return Due(exact, round_cash(exact, self._settings.cash_step_minor()), self._box.country.currency)

    def _pay(
        self,
        key: str,
        intent: tuple[object, ...],
        take: Callable[[Ticket], Tender],
        approval: str | None,
    ) -> Document:
        """One tender: kept on the ticket, or the last one, and the ticket becomes a sale."""
        paid: list[Ticket] = []
        sold: list[Document] = []
        taken: list[Tender] = []

        def decide(tx: Transaction, moment: Moment) -> Document:
            ticket = self._ticket.read(tx, lambda: self._desk.fresh(moment))
            if not ticket.lines:
                raise TillError("ticket_empty")
            tender = take(ticket)
            taken.append(tender)
            paid.append(ticket)
            due = self._due(ticket)
            if tender.amount_minor != (due.cash_minor if tender.kind == "cash" else due.exact_minor):
                payment = Payment(f"pay{ticket.rev + 1}", moment.utc, tender)
                self._ticket.write(tx, ticket, tickets.with_payment(ticket, payment))
                return {"payment_id": payment.id}
            if is_unapproved(ticket.lines, ticket.discounts):
                approved_by = self._people.check("discount_over_limit", approval)
                ticket = tickets.approve_discounts(ticket, approved_by) if approved_by else ticket
            rounding_minor = due.exact_minor - tender.amount_minor
            sold.append(self._sell(tx, moment, ticket, tender, rounding_minor))
            return {"number": sold[-1]["number"]}

        def after() -> None:
            if sold:
                after_sale(
                    self._devices, sold[-1], self._box.country.currency, self._desk.screen()["language"]
                )
            elif taken[-1].kind == "cash":
                self._devices.kick_drawer()

        try:
            answer = self._intents.once(key, intent, decide, durable=True, after=after)
        except TillError as refusal:
            if paid and refusal.code == "store_failed":
                self._failed(paid[0])
            raise
        snapshot = self._desk.snapshot()
        own = answer.get("number")  # none when there is something left to pay
        if own is None or (snapshot["last_sale"] or {}).get("number") == own:
            return snapshot
        return {**snapshot, "last_sale": self._receipts.last_sale(own)}

    def _sell(
        self, tx: Transaction, moment: Moment, ticket: Ticket, tender: Tender, rounding_minor: int
    ) -> Document:
        screen = self._desk.screen()
        shift = self._day.ensure(tx, moment)
        series, counter = tx.next_receipt()
        sale: Sale = make_sale(
            ticket,
            (*(payment.tender for payment in ticket.payments), tender),
            self._box.country,
            series=series,
            counter=counter,
            at_utc=moment.utc,
            offset_min=moment.offset_min,
            day=moment.day,
            language=screen["language"],
            person=self._people.here(),
            shift=shift,
            rounding_minor=rounding_minor,
        )
        f = tx.fact("sale", sale_body(sale))
        self._stock.sold(tx, sale.lines)
        job_id = None
        if screen["quick_print"] and self._devices.status().printer != "none":
            job_id = self._receipts.queue(tx, moment, "receipt", f, sale.number, sale.language)
        self._ticket.write(tx, ticket, self._desk.fresh(moment))
        last_sale = views.last_sale(sale, job_id)
        tx.put(SETTINGS, LAST_SALE, last_sale)
        return last_sale


def _check_seen(actual_minor: int, seen_minor: int, field: str) -> None:
    if actual_minor != seen_minor:
        raise TillError("total_changed", field=field, allowed=str(actual_minor), total_minor=actual_minor)
