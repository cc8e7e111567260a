"""Each intent once: the same key again gets the same answer, and another intent under it is refused.

Deciding and appending happen under the store's lock; waiting for the disk happens after it, and only then what
the intent sets in motion. Knows no ticket and no money.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from appliance.domain.errors import TillError
from appliance.ports import Clock, Document, Moment, Store, Transaction

MARK = "i"  # tells one intent from another that comes with the same key

Decide = Callable[[Transaction, Moment], Document | None]


class Intents:
    """Runs intents, from any thread. `changed` is called after each that changed something."""

    def __init__(self, store: Store, clock: Clock, changed: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._changed = changed
        # What lines set in motion that were not yet known to be on the disk: done when asked again.
        self._owed: dict[str, Callable[[], None]] = {}

    def once(
        self,
        key: str,
        intent: tuple[object, ...],
        decide: Decide,
        *,
        durable: bool,
        after: Callable[[], None] = lambda: None,
    ) -> Document:
        """The answer to `intent`: what `decide` returns the first time, and the same again ever after.

        `after` runs once, when the line is where it has to be. Raises `idempotency_mismatch`, what `decide`
        raises, and the store's own refusals.
        """
        mark = zlib.crc32(repr(intent).encode())
        earlier = self._store.answered(key)
        if earlier is None:
            moment = self._clock.now()
            try:
                with self._store.transaction(moment, durable=durable, key=key) as tx:
                    answer = {MARK: mark, **(decide(tx, moment) or {})}
                    tx.answer(answer)
                tx.commit.wait()
            except TillError as refusal:
                earlier = self._store.answered(key)  # another thread was first with the same key
                if refusal.code == "store_busy":
                    self._owed[key] = after
                if refusal.code != "key_answered" or earlier is None:
                    raise
            else:
                after()
                self._changed()
                return _without_mark(answer)
        earlier.commit.wait()
        if earlier.answer[MARK] != mark:
            raise TillError("idempotency_mismatch", field="Idempotency-Key")
        owed = self._owed.pop(key, None)
        if owed is not None:
            owed()
            self._changed()
        return _without_mark(earlier.answer)


def _without_mark(answer: Document) -> Document:
    return {name: value for name, value in answer.items() if name != MARK}
