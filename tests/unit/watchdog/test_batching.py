"""When a batch is full: more may wait behind it."""

from __future__ import annotations

import pytest

from appliance.watchdog.batching import MAX_BATCH_BYTES, Sent


@pytest.mark.parametrize(
    ("sent", "is_full"),
    [
        (Sent(400, 100_000), True),
        (Sent(399, 100_000), False),
        (Sent(60, MAX_BATCH_BYTES - 5_000), True),  # long receipts: cut by its size
        (Sent(1, 1_300), False),  # a sale just made
    ],
)
def test_a_batch_is_full_by_number_or_by_size(sent: Sent, is_full: bool) -> None:
    assert sent.fills(400) is is_full
