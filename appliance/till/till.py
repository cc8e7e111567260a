"""The intents of a screen, each one line of the journal.

Deciding and appending happen under the store's lock; waiting for the disk happens after it. What is answered,
drawn or handed to a device is durable first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from appliance.domain import measure
from appliance.domain import ticket as tickets
from appliance.domain.discount import PRESETS_BP, check_presets
from appliance.domain.errors import TillError
from appliance.domain.light import Light, light
from appliance.domain.ticket import Ticket
from appliance.effects import after_start, while_selling
from appliance.ports import Clock, Devices, Document, Moment, Paper, Store, Transaction
from appliance.till import catalogue as catalogues
from appliance.till import views, welcome
from appliance.till.back_office import BackOffice
from appliance.till.box import Box
from appliance.till.day import Day
from appliance.till.discounts import Discounts
from appliance.till.goods import Goods
from appliance.till.intents import Intents
from appliance.till.marks import RECEIPTS
from appliance.till.open_ticket import OpenTicket
from appliance.till.parking import Parking
from appliance.till.pay_settings import PaySettings
from appliance.till.paying import LAST_SALE, Paying
from appliance.till.people import People
from appliance.till.price_lists import PriceLists
from appliance.till.promotions import Promotions
from appliance.till.receipt_search import ReceiptSearch
from appliance.till.receipts import Receipts
from appliance.till.refunds import Refunds
from appliance.till.standing import Standing
from appliance.till.stick import NO_STICK
from appliance.till.stock import Stock

SETTINGS = "settings"
SCREEN = "screen"


class Till:
    """The use cases.

    `changed` is called after every change a screen should draw, `touched` after every deed of a person.
    Both must return at once.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        devices: Devices,
        paper: Paper,
        box: Box,
        new_id: Callable[[str], str],
        office: BackOffice,
        people: Callable[[Intents], People],
    ) -> None:
        self._store = store
        self._clock = clock
        self._devices = devices
        self._box = box
        self._new_id = new_id
        self._ticket = OpenTicket()
        self._not_sold: Ticket | None = None
        self._office = office
        self._standing = Standing(store, clock, devices, box, office)
        self._receipts = Receipts(store, paper, new_id, office.marks)
        self.search = ReceiptSearch(store, self._receipts, box.country.currency.exponent)
        self._catalogue = catalogues.load(store)
        self._notices = views.Notices()
        self.changed: Callable[[], None] = lambda: None
        self.touched: Callable[[], None] = lambda: None
        self.stick: Callable[[], Document] = lambda: NO_STICK
        self._shown: Light | None = None
        self._intents = Intents(store, clock, self._carried_out)
        self.people = people(self._intents)
        self.discounts = Discounts(self._change, self.people)
        self.promotions = Promotions(
            store,
            self._intents,
            self.people,
            new_id,
            lambda item_id: self._catalogue.category_of(item_id),
            self._change,
        )
        self.stock = Stock(
            store,
            self._intents,
            lambda: self._catalogue,
            new_id,
            self.people,
            lambda tx: self.day.open_number(tx),
        )
        self.day = Day(
            store,
            self._intents,
            self._receipts,
            devices,
            office.marks,
            box,
            paper,
            self.people,
            self.screen,
        )
        self.pay_settings = PaySettings(store, self._intents, self.people, box.country)
        self.refunds = Refunds(
            store,
            self._intents,
            self._receipts,
            devices,
            self.stock,
            self.day,
            self.people,
            self.pay_settings,
            self.screen,
        )
        self.paying = Paying(
            store,
            clock,
            self._intents,
            devices,
            box,
            self,
            self._ticket,
            self._receipts,
            self.stock,
            self.day,
            self.people,
            self.pay_settings,
            self._payment_failed,
        )
        self.parking = Parking(
            store, self._intents, self._ticket, self, self.promotions.offers, self._rung_up
        )
        self.goods = Goods(
            store, self._intents, box, new_id, self.people, self.day.open_number, self._read_catalogue
        )
        self.price_lists = PriceLists(store, clock, self._intents, self.people, self.goods, new_id)

    def open(self) -> None:
        """Show the customer where the ticket stands; called once the devices are up."""
        ticket = self._ticket.read(self._store, lambda: self.fresh(self._clock.now()))
        after_start(self._devices, ticket, self._box.country.currency, self.screen()["language"])

    def _carried_out(self) -> None:
        self.touched()
        self.changed()

    # -- what a screen asks -------------------------------------------------------------------------

    def snapshot(self) -> Document:
        """Everything a screen draws, none of it ahead of the disk."""
        while True:
            rev = views.revision()
            self._store.settle()
            drawn = self._draw(rev)
            state = self._store.state()
            if state.durable_fact == state.last_fact or state.problem is not None:
                return drawn

    def _draw(self, rev: int) -> Document:
        moment = self._clock.now()
        state = self._store.state()
        failed = self._not_sold if state.problem == "failed" else None
        return views.snapshot(
            rev=rev,
            moment=moment,
            box=self._box,
            settings=self.screen(),
            ticket=failed or self._ticket.read(self._store, lambda: self.fresh(moment)),
            last_sale=None if failed else self._store.get(SETTINGS, LAST_SALE),
            state=state,
            sales=sum(self._store.count(type_) for type_ in RECEIPTS),
            devices=self._devices.status(),
            notice=self._notices.latest,
            catalogue_version=self._catalogue.version,
            light=light(self._standing.at(moment, state)),
            sync=self._office.view(moment),
            welcome=welcome.step(self._store, self._box),
            stock=self.stock.latest(),
            stick=self.stick(),
            people=self.people.latest(),
            shift=self.day.brief(moment),
            payments=self.pay_settings.view(),
            parked=self.parking.count(),
        )

    def catalogue(self) -> Document:
        """Categories and items in the order of the tiles."""
        return self._catalogue.answer()

    def catalogue_changed(self) -> None:
        """The tables have another catalogue: use it from the next tap on."""
        self._read_catalogue()
        self.changed()

    def _read_catalogue(self) -> None:
        self._catalogue = catalogues.load(self._store)

    def sales(self, *, before: tuple[int, int] | None, limit: int) -> Document:
        """Receipts, newest first; `before` is the sale (epoch, f) to continue below."""
        return self._receipts.page(before, limit)

    def sale(self, number: str) -> Document:
        """One receipt; raises `unknown_receipt`."""
        return self._receipts.detail(number)

    def about(self) -> Document:
        """Version, chain and space."""
        return self._standing.about()

    def report(self) -> Document:
        """What the box says of itself to its back office."""
        return self._standing.report()

    def heartbeat(self) -> Document:
        """What the lamp needs to know of the till; evaluated by a thread that beats only while this answers.

        What only time changes (a silent watchdog, a sale that waits too long) is noticed here for the screens, too.
        """
        self.price_lists.look()
        state = self._standing.now()
        shown = light(state)
        if shown != self._shown:
            self._shown = shown
            self.changed()
        return {
            "can_save": state.can_save,
            "attention": state.attention,
            "enrolled": state.enrolled,
            "offline_by_choice": state.offline_by_choice,
            "oldest_waiting_s": state.oldest_waiting_s,
        }

    # -- the ticket -----------------------------------------------------------------------------------

    def add_line(
        self,
        key: str,
        item_id: str,
        *,
        quantity: int | None,
        weight_g: int | None,
        price_minor: int | None = None,
        tare_g: int | None = None,
        is_returned: bool = False,
    ) -> Document:
        """Put an item on the ticket; `tare_g` None is the item's own."""
        self.price_lists.look()
        item = self._catalogue.item(item_id)
        item = measure.returned(item) if is_returned else measure.at_price(item, price_minor)
        goods_rate = self._box.country.rate(item.tax_code)
        deposit = self._catalogue.deposit_of(item)

        def add(ticket: Ticket) -> Ticket:
            return tickets.add_item(
                ticket,
                item,
                goods_rate,
                f"l{ticket.rev + 1}",
                quantity or 1,
                weight_g,
                deposit,
                self._box.country.deposit_rate(goods_rate),
                (item.tare_g or 0) if tare_g is None else tare_g,
            )

        more = (price_minor, tare_g, is_returned)
        intent = ("add", item_id, quantity, weight_g, *(more if any(more) or tare_g == 0 else ()))
        return self._change(key, intent, add)

    def scan(self, key: str, gtin: str) -> Document:
        """Put the item a barcode names on the ticket."""
        return self.add_line(key, self._catalogue.by_code(gtin).id, quantity=None, weight_g=None)

    def change_line(
        self, key: str, line_id: str, *, quantity: int | None, weight_g: int | None, tare_g: int | None = None
    ) -> Document:
        """Change how many or how much; exactly one of the two. `tare_g` None leaves the vessel as it was."""
        if (quantity is None) == (weight_g is None):
            raise TillError("bad_request", field="quantity", allowed="either quantity or weight_g")

        def change(ticket: Ticket) -> Ticket:
            if quantity is not None:
                return tickets.set_quantity(ticket, line_id, quantity)
            return tickets.set_weight(ticket, line_id, weight_g or 0, tare_g)

        more = () if tare_g is None else (tare_g,)
        return self._change(key, ("change", line_id, quantity, weight_g, *more), change)

    def remove_line(self, key: str, line_id: str) -> Document:
        """Void a line."""
        return self._change(key, ("remove", line_id), lambda ticket: tickets.remove_line(ticket, line_id))

    def undo(self, key: str) -> Document:
        """Take the last change back."""
        return self._change(key, ("undo",), tickets.undo)

    def clear(self, key: str) -> Document:
        """Void every line."""
        return self._change(key, ("clear",), tickets.clear)

    # -- after the sale -------------------------------------------------------------------------------

    def reprint(self, key: str, number: str) -> Document:
        """Print a copy, marked as one and noted as a fact; raises `unknown_receipt`."""
        fact = self._receipts.fact(number)

        def decide(tx: Transaction, moment: Moment) -> Document:
            tx.fact("reprint", {"number": number})
            language = self.screen()["language"]
            return {"job_id": self._receipts.queue(tx, moment, "copy", fact.f, number, language)}

        return self._intents.once(
            key, ("reprint", number), decide, durable=True, after=self._devices.print_soon
        )

    def answer_print(self, key: str, job_id: str, *, printed: bool) -> Document:
        """The vendor says whether an unconfirmed receipt came out; no prints a copy."""

        def decide(tx: Transaction, moment: Moment) -> None:
            self._receipts.answer(tx, moment, job_id, printed=printed)

        self._intents.once(
            key, ("printed", job_id, printed), decide, durable=True, after=self._devices.print_soon
        )
        return self.snapshot()

    @property
    def language(self) -> str:
        """What the screen speaks now."""
        return str(self.screen()["language"])

    def change_settings(
        self,
        key: str,
        *,
        language: str | None = None,
        quick_print: bool | None = None,
        discount_presets_bp: list[int] | None = None,
    ) -> Document:
        """Change what the screen speaks, whether a receipt is printed by itself, which discounts have a key."""
        presets = None if discount_presets_bp is None else check_presets(discount_presets_bp)

        def decide(tx: Transaction, _moment: Moment) -> None:
            settings = self.screen()
            if language is not None:
                settings["language"] = language
            if quick_print is not None:
                settings["quick_print"] = quick_print
            if presets is not None:
                settings["discount_presets_bp"] = list(presets)
            tx.put(SETTINGS, SCREEN, settings)

        intent = ("settings", language, quick_print, *(presets or ()))
        self._intents.once(key, intent, decide, durable=True)
        return self.snapshot()

    def notice(self, key: str, **params: int | str) -> None:
        """Say something on the screen that nobody's tap asked for (an unknown barcode was scanned)."""
        self._notices.add(key, params)
        self.changed()

    # -- inside ---------------------------------------------------------------------------------------

    def _change(
        self, key: str, intent: tuple[object, ...], transition: Callable[[Ticket], Ticket]
    ) -> Document:
        """One lazy transition of the open ticket."""

        def decide(tx: Transaction, moment: Moment) -> None:
            before = self._ticket.read(tx, lambda: self.fresh(moment))
            if before.rev == 0:
                before = replace(before, opened_utc=moment.utc)
            before = replace(before, offers=self.promotions.offers(before, moment))
            after = tickets.check_paid(transition(before))
            self.stock.check(tx, before, after)
            self._ticket.write(tx, before, after)
            if tx.get(SETTINGS, LAST_SALE) is not None:
                tx.remove(SETTINGS, LAST_SALE)  # the change stays on screen until the next tap

        self._intents.once(key, intent, decide, durable=False, after=self._rung_up)
        return self.snapshot()

    def _payment_failed(self, ticket: Ticket) -> None:
        """The screen goes on showing what was not sold."""
        self._not_sold = ticket
        self.changed()

    def _rung_up(self) -> None:
        ticket = self._ticket.read(self._store, lambda: self.fresh(self._clock.now()))
        while_selling(self._devices, ticket, self._box.country.currency, self.screen()["language"])

    def fresh(self, moment: Moment) -> Ticket:
        """An empty ticket. It opens with its first tap, which sets the time again."""
        return Ticket(id=self._new_id("t"), opened_utc=moment.utc)

    def screen(self) -> dict[str, Any]:  # Any: settings are JSON, checked when they were set
        return {
            "language": self._box.language,
            "quick_print": True,
            "discount_presets_bp": list(PRESETS_BP),
            **(self._store.get(SETTINGS, SCREEN) or {}),
        }
