"""A morning's sales at a stall, the same for ever: made by the real domain from the demo's goods and a seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from appliance import demo
from appliance.domain.countries import country
from appliance.domain.payment import suggest_notes, take_cash
from appliance.domain.sale import make_sale, sale_body
from appliance.domain.ticket import Ticket, add_item, total_minor
from appliance.ports import Moment
from appliance.store.line import encode_fact
from tests.unit.watchdog.books import Chain, TillBook

SEED = 20261122


def sales(count: int, language: str = "de", seed: int = SEED) -> Chain:
    """A stream of `count` sales, byte for byte as the store writes them."""
    rng = random.Random(seed)
    pack = country(demo.country(language))
    _, items = demo.catalogue(language)
    by_id = {item.id: item for item in items}
    goods = [item for item in items if item.kind == "goods"]
    at = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    chain = Chain()
    for counter in range(1, count + 1):
        at += timedelta(milliseconds=rng.randrange(15_000, 120_000))
        opened = at - timedelta(milliseconds=rng.randrange(4_000, 60_000))
        ticket = Ticket(_id("t", opened, rng), _stamp(opened))
        for _ in range(rng.choices((1, 2, 3, 4, 6), (35, 30, 18, 12, 5))[0]):
            item = rng.choice(goods)
            ticket = add_item(
                ticket,
                item,
                pack.rate(item.tax_code),
                f"l{ticket.rev + 1}",
                weight_g=rng.randrange(80, 2_400) if item.unit == "kg" else None,
                deposit=by_id[item.deposit_id] if item.deposit_id else None,
            )
        total = total_minor(ticket)
        given = rng.choice(suggest_notes(total, pack.currency) or (total,))
        sale = make_sale(
            ticket,
            [take_cash(total, given, pack.currency)],
            pack,
            series="A",
            counter=counter,
            at_utc=_stamp(at),
            offset_min=60,
            day="2026-11-22",
            language=language,
        )
        moment = Moment(_stamp(at), "ntp", 60, pack.zone, "2026-11-22")
        chain.add(encode_fact(counter, 1, "sale", moment, sale_body(sale)))
    return chain


def batches(count: int, size: int = 100) -> list[bytes]:
    """The bodies of the pushes of `count` sales, `size` at a time."""
    till = TillBook(streams={1: sales(count)})
    found = (till.batch(1, after, size, aside=False) for after in range(0, count, size))
    return [batch for batch in found if batch is not None]


def _id(kind: str, at: datetime, rng: random.Random) -> str:
    return f"{kind}-{int(at.timestamp() * 1000):x}-{rng.randbytes(5).hex()}"


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
