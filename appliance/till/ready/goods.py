"""What is sold, with its prices and taxes: how old is it?"""

from __future__ import annotations

from appliance.till.ready.readings import GoodsReading
from appliance.till.ready.row import Row

NAME = "goods"
LOOK_S = 24 * 3600  # prices of yesterday
ACT_S = 7 * 24 * 3600  # prices of another market day


def row(reading: GoodsReading) -> Row:
    """An empty box first, then age; a box of its own has no age."""
    params = {"count": reading.items, "version": reading.version}
    if reading.items == 0:
        return Row(NAME, "act", "goods.empty", go="goods")
    if reading.aside:
        return Row(NAME, "look", "goods.aside", {"count": reading.aside}, go="goods")
    if not reading.is_enrolled:
        return Row(NAME, "ok", "goods.own", params)
    if reading.seen_s is None:
        return Row(NAME, "look", "goods.never", params, go="status")
    if reading.seen_s < 0:
        return Row(NAME, "look", "goods.clock", params, go="status")
    aged = {**params, "age_s": reading.seen_s}
    if reading.seen_s >= ACT_S:
        return Row(NAME, "act", "goods.old", aged, go="status")
    if reading.seen_s >= LOOK_S:
        return Row(NAME, "look", "goods.old", aged, go="status")
    return Row(NAME, "ok", "goods.fresh", aged)
