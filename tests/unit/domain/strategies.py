"""Random but sensible stalls and tickets for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from appliance.domain import ticket as tickets
from appliance.domain.catalogue import Item
from appliance.domain.countries import PACKS
from appliance.domain.countries.pack import CountryPack
from appliance.domain.discount import Discount
from appliance.domain.errors import TillError
from appliance.domain.measure import at_price, returned
from appliance.domain.ticket import Ticket

packs = st.sampled_from(sorted(PACKS.values(), key=lambda pack: pack.code))


def an_item(**changed: object) -> Item:
    """An apple, unless told otherwise."""
    fields: dict[str, object] = {
        "id": "apples",
        "name": "Apples",
        "category_id": "fruit",
        "price_minor": 120,
        "unit": "piece",
        "tax_code": "reduced",
        "emoji": "🍎",
        "colour": "#a8442a",
        "position": 0,
    }
    return Item(**(fields | changed))  # type: ignore[arg-type]  # fields are typed by Item itself


BOTTLE = an_item(
    id="juice", name="Apple juice", price_minor=290, tax_code="standard", deposit_id="deposit-glass"
)
DEPOSIT = an_item(
    id="deposit-glass", name="Deposit, glass", price_minor=15, tax_code="standard", kind="deposit"
)
RETURN = an_item(
    id="return-glass", name="Bottle returned", price_minor=-15, tax_code="standard", kind="deposit"
)
PEARS = an_item(id="pears", name="Pears", price_minor=399, unit="kg")
FREE = an_item(id="jumble", name="Jumble", price_minor=0, is_free_price=True)
GOODS = (an_item(), BOTTLE, DEPOSIT, RETURN, PEARS)


def added(
    ticket: Ticket,
    item: Item,
    line_id: str,
    pack: CountryPack,
    *,
    quantity: int = 1,
    weight_g: int | None = None,
    tare_g: int = 0,
) -> Ticket:
    """`add_item` as the till does it: rate from the pack, deposit with the bottle."""
    rate = pack.rate(item.tax_code)
    return tickets.add_item(
        ticket,
        item,
        rate,
        line_id,
        quantity=1 if item.unit == "kg" else quantity,
        weight_g=weight_g if item.unit == "kg" else None,
        tare_g=tare_g,
        deposit=DEPOSIT if item.deposit_id else None,
        deposit_rate=pack.deposit_rate(rate),
    )


_added = st.tuples(st.just("add"), st.sampled_from(GOODS), st.integers(1, 40), st.integers(1, 9_000))
_asked = st.one_of(
    st.tuples(st.just("price"), st.none(), st.integers(1, 99_999_999), st.none()),
    st.tuples(st.just("tare"), st.none(), st.integers(0, 900), st.integers(1, 9_000)),
    st.tuples(st.just("empties"), st.none(), st.integers(1, 40), st.none()),
)
_changed = st.one_of(
    st.tuples(st.just("quantity"), st.integers(0, 9), st.integers(1, 40), st.none()),
    st.tuples(st.just("weight"), st.integers(0, 9), st.none(), st.integers(1, 9_000)),
    st.tuples(st.just("remove"), st.integers(0, 9), st.none(), st.none()),
    st.tuples(st.just("clear"), st.none(), st.none(), st.none()),
)
_discounted = st.one_of(
    st.tuples(st.just("percent"), st.none() | st.integers(0, 9), st.integers(1, 10_000), st.none()),
    st.tuples(st.just("amount"), st.none() | st.integers(0, 9), st.integers(1, 900), st.none()),
    st.tuples(st.just("no_discount"), st.integers(0, 9), st.none(), st.none()),
)
actions = st.one_of(_added, _added, _changed, _discounted, _asked)


def act(ticket: Ticket, action: tuple[object, ...], step: int, pack: CountryPack) -> Ticket:
    """One action of a vendor on a ticket; a refused one leaves it as it is."""
    name, which, quantity, weight_g = action
    own = [line for line in ticket.lines if line.parent_id is None]
    try:
        if name == "add":
            assert isinstance(which, Item)
            return added(ticket, which, f"l{step}", pack, quantity=quantity, weight_g=weight_g)
        if name == "price":
            return added(ticket, at_price(FREE, quantity), f"l{step}", pack)
        if name == "tare":
            return added(ticket, PEARS, f"l{step}", pack, weight_g=weight_g, tare_g=quantity)
        if name == "empties":
            return added(ticket, returned(DEPOSIT), f"l{step}", pack, quantity=quantity)
        if name == "clear":
            return tickets.clear(ticket)
        if not own:
            return ticket
        if name == "no_discount":
            given = ticket.discounts
            return tickets.remove_discount(ticket, given[which % len(given)].id) if given else ticket
        line_id = None if which is None else own[which % len(own)].id
        if name in ("percent", "amount"):
            return tickets.add_discount(ticket, Discount(f"d{step}", "", name, quantity, line_id))
        if name == "quantity":
            return tickets.set_quantity(ticket, line_id, quantity)
        if name == "weight":
            return tickets.set_weight(ticket, line_id, weight_g)
        return tickets.remove_line(ticket, line_id)
    except TillError:
        return ticket


@st.composite
def busy_tickets(draw: st.DrawFn) -> tuple[Ticket, CountryPack]:
    """A ticket after up to a dozen actions, with at least one line: nobody pays for nothing."""
    pack = draw(packs)
    ticket = Ticket("t1", "2026-11-22T06:59:00.000Z")
    for step, action in enumerate(draw(st.lists(actions, max_size=12))):
        ticket = act(ticket, action, step, pack)
    return ticket if ticket.lines else added(ticket, an_item(), "last", pack), pack
