"""How big things may get. One place, so that ticket, payment and web answer with the same bounds."""

from __future__ import annotations

MAX_AMOUNT_MINOR = 2**53 - 1  # the screen counts in IEEE doubles; beyond this JSON numbers lie
MAX_QUANTITY = 9_999
MAX_WEIGHT_G = 999_999
MAX_TARE_G = 99_999
MAX_ASKED_PRICE_MINOR = 99_999_999  # what is typed at a sale: eight digits
MAX_LINES = 1_000
MAX_UNDO_STEPS = 20
