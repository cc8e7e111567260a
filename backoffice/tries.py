"""How often somebody may be wrong: passwords and enrolment codes cannot be guessed by trying.

In memory, by a monotonic clock: a restart forgives. Knows no passwords and no codes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backoffice.errors import OfficeError

OWNER_TRIES = 10  # wrong codes of one owner in WINDOW_S
ALL_TRIES = 200  # and of all owners together: 200 in 30^8 is no chance
WINDOW_S = 900


class Tries:
    """Counts wrong tries by key: `most` within `window_s`, then `too_many` until the oldest is over.

    Remembers at most `keys` keys; the ones not used longest are forgotten.
    """

    def __init__(
        self, most: int, window_s: float, monotonic: Callable[[], float], keys: int = 10_000
    ) -> None:
        self._most = most
        self._window_s = window_s
        self._monotonic = monotonic
        self._keys = keys
        self._lock = threading.Lock()
        self._wrong: OrderedDict[tuple[str, ...], list[float]] = OrderedDict()

    def take(self, key: tuple[str, ...]) -> None:
        """Count a try before it is judged, so that many at once do not slip through; raise if there is none left."""
        with self._lock:
            now = self._monotonic()
            tries = [at for at in self._wrong.pop(key, []) if now - at < self._window_s]
            left = len(tries) < self._most
            self._wrong[key] = [*tries, now] if left else tries
            if len(self._wrong) > self._keys:
                self._wrong.popitem(last=False)
            if not left:
                raise OfficeError("too_many", retry_after_s=1 + int(tries[0] + self._window_s - now))

    def forgive(self, key: tuple[str, ...]) -> None:
        """Give the last try back: it was a right one."""
        with self._lock:
            if self._wrong.get(key):
                self._wrong[key].pop()
            if not self._wrong.get(key):
                self._wrong.pop(key, None)


class CodeTries:
    """Counts wrong codes, of each owner and of all together; both limits end in a refusal."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._of_owner = Tries(OWNER_TRIES, WINDOW_S, monotonic)
        self._of_all = Tries(ALL_TRIES, WINDOW_S, monotonic)

    @contextmanager
    def counted(self, owner_id: str) -> Iterator[None]:
        """Around `look`, `approve` and `deny`: what does not end in `unknown_code` is not held against anyone."""
        self._of_owner.take((owner_id,))
        self._of_all.take(("all",))
        try:
            yield
        except OfficeError as error:
            if error.code != "unknown_code":
                self._forgive(owner_id)
            raise
        self._forgive(owner_id)

    def _forgive(self, owner_id: str) -> None:
        self._of_owner.forgive((owner_id,))
        self._of_all.forgive(("all",))
