"""Stock: what was counted or loaded for this stall."""

from __future__ import annotations

from appliance.till.ready.readings import StockReading
from appliance.till.ready.row import Row

NAME = "stock"


def row(reading: StockReading) -> Row:
    """Nobody has to count; who does wants to know what is gone before leaving."""
    if reading.counted == 0:
        return Row(NAME, "ok", "stock.none", go="stock")
    if reading.out:
        return Row(NAME, "look", "stock.out", {"count": reading.out, "counted": reading.counted}, go="stock")
    params = {"count": reading.counted, "pieces": reading.pieces, "weight_g": reading.weight_g}
    return Row(NAME, "ok", "stock.loaded", params)
