"""Random days at a stall, kept a second time by hand: `python -m tests.faults.market_days '{"days": 10, "seed": 1}'`.

A vendor taps, weighs, discounts, sells, takes back, moves cash, counts stock, changes prices and closes the day, on the
real till and its real store; in between the box is cut off and another one goes on from the bytes that are there, and
the clock is set. Beside it `Ledger` keeps books of its own, with its own arithmetic, from what the vendor saw. At the
end the till, its journal, the Zs, a till that reads the journal again, and the back office that got the facts in
repeated and overlapping batches must say the same.
"""

from __future__ import annotations

import logging
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from appliance.domain.countries import country
from appliance.domain.errors import TillError
from appliance.domain.refund import Back
from appliance.domain.tenders import Wish
from appliance.store import open_store
from appliance.store.line import chain
from appliance.till.refunds import Refunds
from backoffice import catalogue, schema
from backoffice.database import Database
from tests.faults.loopdisk import report_from, workspace
from tests.office.stall import M, open_merchant, push_body, send
from tests.unit.till.stall import FakeClock, Stall, stall_on

PROMOTIONS: list[dict[str, Any]] = [
    {"name": "3 für 2", "kind": "nth", "count": 3, "free": 1, "category_ids": ["fruit"]},
    {
        "name": "Der zweite halb",
        "kind": "nth",
        "count": 2,
        "free": 1,
        "value_bp": 5_000,
        "item_ids": ["juice"],
    },
    {"name": "Fünf zusammen", "kind": "set", "count": 5, "price_minor": 500, "item_ids": ["apple"]},
    {"name": "Vesper", "kind": "bundle", "price_minor": 333, "item_ids": ["apple", "juice"]},
    {"name": "Am Vormittag", "kind": "percent", "value_bp": 1_500, "until_min": 11 * 60},
]

Json = dict[str, Any]  # facts and answers are JSON
FIRST_DAY = date(2026, 11, 22)
PIECES = ("apple", "juice")
COUNTED = ("apple", "pear", "juice")
ROUNDED = dict(
    enumerate((0, -1, -2, 2, 1, 0, -1, -2, 2, 1))
)  # what a last digit loses or gains in five cents
NOTES = (0, 5, 95, 150, 500, 1_000, 5_000)
REFUSED = frozenset(
    {"nothing_to_discount", "too_many_discounts", "nothing_to_refund", "refund_not_paid_out", "not_counted",
     "ticket_empty", "nothing_to_undo", "line_unknown", "too_many_lines", "more_paid_than_due", "too_many_payments",
     "tare_too_heavy", "nothing_to_split", "discounts_differ", "payments_open"}
)  # fmt: skip


@dataclass
class Ledger:
    """The vendor's own books: what was in the hand, and nothing that was read from the till's files."""

    drawer: int = 0
    turnover: int = 0
    ever: int = 0
    sales: int = 0
    numbers: list[str] = field(default_factory=list)
    paid: dict[str, int] = field(default_factory=dict)  # by sale: what the customer has paid and not got back
    stock: dict[str, int] = field(default_factory=dict)
    closed: int = 0
    parts: Counter[str] = field(default_factory=Counter)  # of the open ticket, by the way they were paid
    aside: dict[str, Counter[str]] = field(default_factory=dict)  # the same of each parked ticket
    by_way: dict[str, Counter[str]] = field(
        default_factory=dict
    )  # by sale: what each way paid and has not got back
    ways: Counter[str] = field(default_factory=Counter)  # of the shift, cash without its tips
    tips: Counter[str] = field(default_factory=Counter)


class Days:
    """One stall through its days."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._random = folder, random.Random(seed)
        self._cuts = self._keys = 0
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.ledger = Ledger()
        self.day = FIRST_DAY
        self._clock = FakeClock()
        self._place = folder / "box-0"
        self.stall = self._open()
        self._jumble = ""
        self._rounds = False  # cash to five cents, on some days

    def _promote(self) -> None:
        """Other promotions than yesterday, on some days none."""
        promotions = self.stall.till.promotions
        for one in promotions.view(self._clock.now())["promotions"]:
            promotions.remove(self._key(), one["id"])
        for wish in self._random.sample(PROMOTIONS, self._random.randint(0, len(PROMOTIONS))):
            promotions.make(self._key(), wish)

    # -- the vendor -------------------------------------------------------------------------------------

    def live(self, actions: int) -> None:
        """One day from morning to Z."""
        self._turn_clock()
        self._rounds = self._random.random() < 0.5
        step = 5 if self._rounds else 0
        self.stall.till.pay_settings.change(self._key(), kinds=["card"], cash_step_minor=step, account=None)
        self._promote()
        if self._random.random() < 0.7:
            floated = self._random.choice((0, 5_000, 12_345))
            if not self.stall.till.snapshot()["shift"]["is_open"]:
                self.stall.till.day.open(self._key(), floated, None)
                self.ledger.drawer = floated
        deeds = (
            (self._tap, 30), (self._weigh, 8), (self._more_or_less, 8), (self._undo, 3), (self._discount, 10),
            (self._pay, 18), (self._take_back, 7), (self._cash, 5), (self._goods_move, 4), (self._price, 2),
            (self._cut, 1), (self._turn_clock, 2), (self._pay_a_part, 8), (self._part_back, 1),
            (self._ask, 4), (self._empties, 3), (self._put_aside, 6),
        )  # fmt: skip
        for _ in range(actions):
            deed = self._random.choices([one for one, _ in deeds], [weight for _, weight in deeds])[0]
            try:
                deed()
                self.done[deed.__name__] += 1
            except TillError as refusal:
                if refusal.code not in REFUSED:
                    raise
        self._close()
        self.day += timedelta(days=1)

    def _key(self) -> str:
        self._keys += 1
        return f"vendor-{self._keys:08d}"

    def _ticket(self) -> Json:
        ticket: Json = self.stall.till.snapshot()["ticket"]
        return ticket

    def _tap(self) -> None:
        self.stall.till.add_line(
            self._key(),
            self._random.choice(PIECES),
            quantity=self._random.choice((None, 1, 3)),
            weight_g=None,
        )

    def _weigh(self) -> None:
        """What the customer takes, with the vessel on the scale and without."""
        tare = self._random.choice((None, 0, 20, 250))
        net, before = self._random.randint(1, 3_000), self._ticket()["lines"]
        gross = net + (tare or 0)
        add = self.stall.till.add_line
        after = add(self._key(), "pear", quantity=None, weight_g=gross, tare_g=tare)["ticket"]["lines"]
        [line] = [one for one in after if one["id"] not in {old["id"] for old in before}]
        told = (line["weight_g"], line.get("tare_g", 0))
        self._hold(told == (net, tare or 0), f"weighed {net} g in {tare} g, told {told}")

    def _ask(self) -> None:
        """Something whose price is typed; it is made when it is first sold."""
        goods = self.stall.till.goods
        if not self._jumble:
            wish = {"name": "Trödel", "category_id": "fruit", "price_minor": 0, "tax_code": "standard"}
            self._jumble = str(goods.make_item(self._key(), wish | {"is_free_price": True})["id"])
        before, price = self._ticket()["total_minor"], self._random.randint(1, 9_999)
        add = self.stall.till.add_line
        after = add(self._key(), self._jumble, quantity=None, weight_g=None, price_minor=price)["ticket"]
        if not after["discounts"]:
            self._hold(after["total_minor"] == before + price, f"a price of {price} adds another sum")

    def _empties(self) -> None:
        ticket, count = self._ticket(), self._random.choice((1, 1, 20))
        before = ticket["total_minor"]
        add = self.stall.till.add_line
        after = add(self._key(), "bottle", quantity=count, weight_g=None, is_returned=True)["ticket"]
        if (
            not ticket["discounts"] and not after["discounts"]
        ):  # other promotions than at the tap before would show now
            self._hold(after["total_minor"] == before - 15 * count, f"{count} empties take another sum off")

    def _more_or_less(self) -> None:
        own = [line for line in self._ticket()["lines"] if line["parent_id"] is None]
        if not own:
            return
        line = self._random.choice(own)
        if self._random.random() < 0.3:
            self.stall.till.remove_line(self._key(), line["id"])
        elif line["unit"] == "kg":
            grams = self._random.randint(1, 3_000)
            self.stall.till.change_line(self._key(), line["id"], quantity=None, weight_g=grams)
        else:
            count = self._random.randint(1, 6)
            self.stall.till.change_line(self._key(), line["id"], quantity=count, weight_g=None)

    def _undo(self) -> None:
        self.stall.till.undo(self._key())

    def _discount(self) -> None:
        ticket = self._ticket()
        by_hand = [one["id"] for one in ticket["discounts"] if one.get("promotion_id") is None]
        if by_hand and self._random.random() < 0.3:
            self.stall.till.discounts.take_back(self._key(), self._random.choice(by_hand))
            return
        own = [line["id"] for line in ticket["lines"]] or ["none"]
        kind = self._random.choice(("percent", "amount"))
        value = (
            self._random.choice((500, 1_000, 3_333)) if kind == "percent" else self._random.randint(1, 400)
        )
        line_id = None if self._random.random() < 0.5 else self._random.choice(own)
        self.stall.till.discounts.give(self._key(), line_id=line_id, kind=kind, value=value, label="")  # type: ignore[arg-type]  # one of two words

    def _pay_a_part(self) -> None:
        due = self._ticket()["due_minor"]
        if due < 2:
            return
        kind = self._random.choice(("card", "card", "voucher", "iou", "cash"))
        is_all = kind != "cash" and self._random.random() < 0.3
        amount = due if is_all else self._random.randint(1, max(due - 3, 1))
        tip = self._random.choice((0, 0, 50)) if kind == "card" else 0
        ticket = self._ticket()
        wish = Wish(amount + tip, tip, "No. 7")
        after = self.stall.till.paying.take(self._key(), kind, wish, due)
        self.ledger.parts[kind] += amount
        self.ledger.parts[f"{kind} tip"] += tip
        if after["ticket"]["id"] != ticket["id"]:
            self._sold(ticket, after["last_sale"]["number"], due - amount)

    def _part_back(self) -> None:
        for payment in self._ticket()["payments"][:1]:
            self.stall.till.paying.take_back(self._key(), payment["id"])
            self.ledger.parts[payment["kind"]] -= payment["amount_minor"]
            self.ledger.parts[f"{payment['kind']} tip"] -= payment["tip_minor"]

    def _put_aside(self) -> None:
        """Park, go on with another, put two together, take them apart: no piece comes or goes."""
        parking, ledger, ticket = self.stall.till.parking, self.ledger, self._ticket()
        rows, before = parking.view()["parked"], self._pieces()
        chosen = self._random.choice(rows)["id"] if rows else ""
        deed = self._random.choice(("park", "take", "take", "merge", "split"))
        if not rows or (deed == "park" and len(rows) < 5):
            parking.park(self._key(), self._random.choice((None, "Table 4")))
            ledger.aside[ticket["id"]], ledger.parts = ledger.parts, Counter()
        elif deed == "split":
            line = self._random.choice(ticket["lines"] or [{"id": "none", "parent_id": None, "quantity": 1}])
            pieces = {line["parent_id"] or line["id"]: self._random.randint(1, line["quantity"])}
            to = self._random.choice(("open", "parked", chosen))
            parking.split(self._key(), pieces, to)
            for one in parking.view()["parked"]:
                ledger.aside.setdefault(one["id"], Counter())
            ledger.aside.pop(self._ticket()["id"], None)
        elif deed == "merge":
            parking.merge(self._key(), chosen)
            ledger.parts += ledger.aside.pop(chosen)
        else:
            parking.take(self._key(), chosen)
            if ticket["lines"]:
                ledger.aside[ticket["id"]] = ledger.parts
            ledger.parts = ledger.aside.pop(chosen)
        self._hold(self._pieces() == before, "parking made or lost a piece")

    def _pieces(self) -> Counter[str]:
        """How many of each item are on the open ticket and on those that are parked."""
        parked = (document["ticket"]["lines"] for _, document in self.stall.store.documents("parked"))
        found: Counter[str] = Counter()
        for line in (line for lines in (self._ticket()["lines"], *parked) for line in lines):
            found[line["item_id"]] += line["quantity"]
        return found

    def _pay(self) -> None:
        ticket = self._ticket()
        total = ticket["total_minor"]
        paid = sum(amount for way, amount in self.ledger.parts.items() if not way.endswith("tip"))
        due = total - paid
        sign = -1 if due < 0 else 1
        in_cash = due + sign * ROUNDED[abs(due) % 10] if self._rounds and abs(due) > 2 else due
        tip = self._random.choice((0, 0, 0, 20)) if in_cash > 0 else 0
        given = max(in_cash, 0) + tip + self._random.choice(NOTES if in_cash >= 0 else (0,))
        key, pay = self._key(), self.stall.till.paying.pay_cash
        sold = pay(key, given_minor=given, total_minor=total, tip_minor=tip)["last_sale"]
        if self._random.random() < 0.1:  # asked again, as a screen does after a lost answer
            again = pay(key, given_minor=given, total_minor=total, tip_minor=tip)["last_sale"]
            self._hold(again["number"] == sold["number"], "a payment asked again is another sale")
        self.ledger.parts["cash"] += in_cash
        self.ledger.parts["cash tip"] += tip
        self._sold(ticket, sold["number"], due - in_cash)

    def _sold(self, ticket: Json, number: str, rounding: int) -> None:
        """Write a sale into the books; `rounding` is what the customer did not pay."""
        ledger, total = self.ledger, ticket["total_minor"]
        ways = {way: amount for way, amount in ledger.parts.items() if not way.endswith("tip")}
        ledger.numbers.append(number)
        ledger.paid[number] = total
        ledger.by_way[number] = Counter(ways)
        ledger.ways.update(ways)
        for way in ways:
            ledger.tips[way] += ledger.parts[f"{way} tip"]
        self._hold(sum(ways.values()) + rounding == total, f"{number}: what was handed over is another sum")
        ledger.drawer += ledger.parts["cash"] + ledger.parts["cash tip"]
        ledger.parts.clear()
        ledger.turnover += total
        ledger.sales += 1
        for line in ticket["lines"]:
            if line["item_id"] in ledger.stock:
                ledger.stock[line["item_id"]] -= line["weight_g"] or line["quantity"]

    def _take_back(self) -> None:
        if not self.ledger.paid:
            return
        number = self._random.choice(list(self.ledger.paid))
        offer = self.stall.till.refunds.offer(number, None)
        self._hold(offer["left_minor"] == self.ledger.paid[number], f"{number}: another sum is left")
        back = [
            Back(line["id"], self._random.randint(1, line["left"]), self._random.random() < 0.7)
            for line in offer["lines"]
            if line["left"] and self._random.random() < 0.6
        ]
        wanted = None if self._random.random() < 0.3 else back
        chosen = self.stall.till.refunds.offer(number, wanted)
        paid = chosen["chosen_minor"]
        done = self.stall.till.refunds.give_back(self._key(), number, wanted, total_minor=paid, reason="")
        ledger = self.ledger
        self._money_back(number, paid, chosen["money"], done)
        ledger.numbers.append(done["number"])
        ledger.paid[number] -= paid
        # Where more empties came in than goods went out, what is left is negative: only nothing comes back of it.
        self._hold(paid == 0 or ledger.paid[number] >= 0, f"{number}: more came back than was paid")
        ledger.turnover -= paid
        items = {line["id"]: line["item_id"] for line in offer["lines"]}
        took = wanted if wanted is not None else [Back(one["id"], one["left"]) for one in offer["lines"]]
        for one in took:
            if one.to_stock and items[one.line_id] in ledger.stock:
                ledger.stock[items[one.line_id]] += one.measure

    def _money_back(self, number: str, paid: int, told: list[Json], done: Json) -> None:
        """Other ways than cash first, cash rounded; with the last goods every way has back what it paid."""
        ledger, ways = self.ledger, self.ledger.by_way[number]
        other = sum(amount for way, amount in ways.items() if way != "cash")
        money: Counter[str] = Counter()
        for one in told:
            money[one["kind"]] += one["amount_minor"]
        in_cash = money["cash"]
        self._hold(done["paid_out_minor"] == in_cash, f"{number}: another sum came out of the drawer")
        self._hold(
            sum(money.values()) - in_cash == min(paid, other),
            f"{number}: {dict(money)} for {paid} of {dict(ways)}",
        )
        self._hold(abs(sum(money.values()) - paid) <= 4, f"{number}: more than rounding went back or stayed")
        ways.subtract(money)
        ledger.ways.subtract(money)
        ledger.drawer -= in_cash
        if not self.stall.till.refunds.offer(number, None)["left_minor"]:
            gone = all(line["left"] == 0 for line in self.stall.till.refunds.offer(number, None)["lines"])
            self._hold(not gone or not any(ways.values()), f"{number}: {dict(ways)} is left of the money")

    def _cash(self) -> None:
        kind = self._random.choice(("pay_in", "pay_out", "safe_drop", "no_sale"))
        amount = 0 if kind == "no_sale" else self._random.randint(1, 5_000)
        self.stall.till.day.move(self._key(), kind, amount, "")  # type: ignore[arg-type]  # one of four words
        self.ledger.drawer += {"pay_in": amount, "no_sale": 0}.get(kind, -amount)

    def _goods_move(self) -> None:
        item, kind = self._random.choice(COUNTED), self._random.choice(("receive", "count", "waste", "load"))
        amount = self._random.randint(1, 40)
        self.stall.till.stock.move(self._key(), item, kind, amount, "spoiled" if kind == "waste" else None)  # type: ignore[arg-type]  # as above
        if kind == "count":
            self.ledger.stock[item] = amount
        else:
            self.ledger.stock[item] = self.ledger.stock.get(item, 0) + (
                -amount if kind == "waste" else amount
            )

    def _price(self) -> None:
        item = self._random.choice(COUNTED)
        self.stall.till.goods.change_item(self._key(), item, {"price_minor": self._random.randint(1, 900)})

    def _turn_clock(self) -> None:
        """A clock that is set, backwards too: only the business day goes on."""
        minute = self._random.randint(0, 8 * 60)
        self._clock.turn_to(f"{self.day}T{6 + minute // 60:02d}:{minute % 60:02d}:00.000Z", str(self.day))

    def _cut(self) -> None:
        """The process dies: another one goes on from what the files hold at this moment."""
        self._cuts += 1
        place = self._folder / f"box-{self._cuts}"
        shutil.copytree(self._place, place)
        self.stall.store.close()
        shutil.rmtree(self._place)
        self._place = place
        self.stall = self._open()

    def _close(self) -> None:
        ledger, till = self.ledger, self.stall.till
        x = till.day.x() if till.snapshot()["shift"]["is_open"] else None
        if x is None:
            till.day.move(self._key(), "no_sale", 0, "")  # opens a shift without a sale: it closes, too
            x = till.day.x()
        self._hold(
            x["expected_minor"] == ledger.drawer, f"drawer {x['expected_minor']}, by hand {ledger.drawer}"
        )
        while self._ticket()["payments"]:
            self._part_back()
        for row in till.parking.view()["parked"]:
            if row["paid_minor"]:  # the day does not close on money that belongs to no sale
                before = self._ticket()
                till.parking.take(self._key(), row["id"])
                if before["lines"]:
                    self.ledger.aside[before["id"]] = self.ledger.parts
                self.ledger.parts = self.ledger.aside.pop(row["id"])
                while self._ticket()["payments"]:
                    self._part_back()
        for one in x["tenders"]:
            told = (one["amount_minor"], one["tips_minor"])
            self._hold(told == (ledger.ways[one["kind"]], ledger.tips[one["kind"]]), f"{one['kind']}: {told}")
        counted = (
            None if self._random.random() < 0.5 else max(0, ledger.drawer + self._random.randint(-300, 300))
        )
        z = till.day.close(self._key(), counted, None)["z"]
        ledger.closed += 1
        ledger.ever += ledger.turnover
        self._hold(z["n"] == ledger.closed, f"Z {z['n']} follows {ledger.closed - 1}")
        self._hold(
            z["turnover_minor"] == ledger.turnover, f"turnover {z['turnover_minor']}, {ledger.turnover}"
        )
        self._hold(z["sales"]["count"] == ledger.sales, "the Z counts other sales")
        self._hold(z["perpetual_minor"] == ledger.ever, "the sum of all days is another one")
        self._hold(
            sum(tax["gross_minor"] for tax in z["taxes"]) == ledger.turnover, "taxes are not the turnover"
        )
        if counted is not None:
            self._hold(z["difference_minor"] == counted - ledger.drawer, "over and short are not the count's")
        ledger.drawer = ledger.drawer if counted is None else counted
        ledger.turnover = ledger.sales = 0
        ledger.ways.clear()
        ledger.tips.clear()

    # -- the judges -------------------------------------------------------------------------------------

    def judge(self, database: Database) -> None:
        """After the last day: journal, a till that reads it anew, and the back office."""
        facts = self._facts()
        self._judge_numbers(facts)
        self._judge_sums(facts)
        levels = self._levels()
        self._hold(levels == self.ledger.stock, f"stock {levels}, by hand {self.ledger.stock}")
        before = (self._view(), levels)
        self._cut()
        self._hold(
            (self._view(), self._levels()) == before, "a till that reads the journal again says another thing"
        )
        self._judge_office(database)

    def _view(self) -> Json:
        till = self.stall.till
        return {
            "sales": till.sales(before=None, limit=100),
            "shifts": till.day.page(None),
            "left": {number: till.refunds.offer(number, None)["left_minor"] for number in self.ledger.paid},
        }

    def _levels(self) -> dict[str, int]:
        return {level["item_id"]: level["left"] for level in self.stall.till.stock.view()["levels"]}

    def _facts(self) -> list[Json]:
        return [
            {"type": fact.type, "f": fact.f, "body": fact.body} for fact in self.stall.store.facts_since(1, 0)
        ]

    def _judge_numbers(self, facts: list[Json]) -> None:
        numbers = [fact["body"]["number"] for fact in facts if fact["type"] in ("sale", "refund")]
        self._hold(numbers == self.ledger.numbers, "receipts have other numbers than the vendor was told")
        wanted = [f"A-{n:06d}" for n in range(1, len(numbers) + 1)]
        self._hold(numbers == wanted, "receipt numbers have a gap")

    def _judge_sums(self, facts: list[Json]) -> None:
        """Every receipt agrees with itself; what came back of a line is never more than was sold of it."""
        sold: dict[str, Json] = {}
        back: Counter[tuple[str, str]] = Counter()
        for fact in facts:
            body = fact["body"]
            if fact["type"] not in ("sale", "refund"):
                continue
            total, number = body["total_minor"], body["number"]
            self._hold(sum(line["amount_minor"] for line in body["lines"]) == total, f"{number}: lines")
            self._hold(sum(tax["gross_minor"] for tax in body["taxes"]) == total, f"{number}: taxes")
            handed = sum(one["amount_minor"] for one in body["tenders"])
            self._hold(handed + body["rounding_minor"] == total, f"{number}: tenders")
            for tax in body["taxes"]:
                self._hold(
                    tax["net_minor"] + tax["tax_minor"] == tax["gross_minor"], f"{number}: net and tax"
                )
            if fact["type"] == "sale":
                sold[number] = body
                taken = sum(one["amount_minor"] for one in body["discounts"])
                lost = sum(line["discount_minor"] for line in body["lines"])
                self._hold(taken == lost, f"{number}: discounts")
                continue
            lines = {line["id"]: line for line in sold[body["of"]["number"]]["lines"]}
            for line in body["lines"]:
                place = (body["of"]["number"], line["id"])
                back[place] += line["weight_g"] or line["quantity"]
                whole = lines[line["id"]]
                self._hold(
                    back[place] <= (whole["weight_g"] or whole["quantity"]), f"{number}: too much came back"
                )

    def _judge_office(self, database: Database) -> None:
        """The same facts through repeated, overlapping and short batches."""
        store = self.stall.store
        last = store.last_durable(1)
        stream = [bytes(fact) for fact in self._exact(last)]
        mark = 0
        while mark < last:
            first = max(1, mark + 1 - self._random.choice((0, 0, 0, 5)))
            upto = min(last, mark + self._random.randint(1, 200))
            told = send(database, push_body(stream, first, upto))
            if self._random.random() < 0.2:
                told = send(database, push_body(stream, first, upto))
            mark = told["mark"]
        office = database.read(
            lambda c: {
                "takings": c.execute(
                    select(func.coalesce(func.sum(schema.takings.c.total_minor), 0))
                ).scalar_one(),
                "receipts": c.execute(select(func.count()).select_from(schema.sales)).scalar_one(),
                "shifts": c.execute(select(func.count()).select_from(schema.shifts)).scalar_one(),
                "levels": {row.item_id: row.level for row in c.execute(select(schema.stock))},
                "aside": [row.reason for row in c.execute(select(schema.quarantine.c.reason))],
            }
        )
        ledger = self.ledger
        self._hold(
            int(office["takings"]) == ledger.ever, f"office {office['takings']}, by hand {ledger.ever}"
        )
        self._hold(office["receipts"] == len(ledger.numbers), "the office has other receipts")
        self._hold(office["shifts"] == ledger.closed, "the office has other Zs")
        self._hold(
            office["levels"] == ledger.stock, f"office stock {office['levels']}, by hand {ledger.stock}"
        )
        self._hold(office["aside"] == [], f"the office set aside {office['aside'][:4]}")

    def _exact(self, last: int) -> list[bytes]:
        facts: list[bytes] = []
        head = bytes(32)
        while len(facts) < last:
            part = self.stall.store.stream_part(1, len(facts), 500, 1 << 20)
            if part is None:
                self._hold(False, "the journal cannot be sent")
                break
            for fact in part.facts:
                head = chain(head, fact)
            facts += part.facts
            self._hold(head.hex() == part.end, "the chain of what is sent is broken")
        return facts

    def goods(self) -> Json:
        """What a box offers before its first pull."""
        store = self.stall.store
        return {
            table: [document for _, document in store.documents(table)] for table in ("categories", "items")
        }

    # -- inside -----------------------------------------------------------------------------------------

    def _open(self) -> Stall:
        store = open_store(self._place, series="A", now=self._clock.now)
        return stall_on(store, self._clock, land=replace(country("DE"), cash_steps_minor=(5,)))

    def _hold(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.wrong.append(f"{self.day}: {what}")


def rig(days: int, seed: int, actions: int = 600, control: str | None = None) -> Json:
    """Live `days` days; `control` takes a rule away, and something must then be wrong."""
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    if control == "forgets":  # a till that does not remember what came back
        Refunds._already = lambda _self, _document: {}  # type: ignore[method-assign]  # the control
    with workspace() as folder:
        database = Database.open(f"sqlite:///{folder / 'office.db'}")
        database.write(open_merchant)
        stall = Days(Path(folder), seed)
        goods = stall.goods()
        database.write(lambda c: catalogue.offer(c, M, goods["categories"], goods["items"]))
        for _ in range(days):
            stall.live(actions)
            if stall.wrong:
                break
        if not stall.wrong:
            stall.judge(database)
        stall.stall.store.close()
        database.close()
    return {
        "variant": control or "days",
        "days": days,
        "actions": sum(stall.done.values()),
        "deeds": dict(stall.done),
        "receipts": len(stall.ledger.numbers),
        "cuts": stall.done["_cut"],
        "failed": len(stall.wrong),
        "problems": [f"seed {seed}: {one}" for one in stall.wrong[:4]],
        "seconds": round(time.monotonic() - began, 1),
    }


if __name__ == "__main__":
    report_from(rig)
