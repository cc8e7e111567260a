"""Which wishes were done lately, so that one that is sent twice is done once. Memory only; for what no journal keeps.

What has to outlive the power is asked through `intents`. Knows no deed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from appliance.domain.errors import TillError

MOST = 64  # a screen repeats a wish within seconds; between two tries come at most a few others


@dataclass(frozen=True, slots=True)
class _Mark:
    """Tells one wish from another with the same key. A hash that differs in every process gives no password away."""

    hash: int


class RecentKeys:
    """The last keys. Callable from any thread."""

    def __init__(self) -> None:
        self._keys: dict[str, _Mark] = {}  # oldest first

    @contextmanager
    def once(self, key: str, *wish: object) -> Iterator[bool]:
        """Whether the deed in this block has still to be done. One that raises was not: its key is forgotten.

        Raises `idempotency_mismatch` if the key was used for another wish.
        """
        mine = _Mark(hash(wish))
        kept = self._keys.setdefault(key, mine)  # one step: two threads cannot both be first
        if kept != mine:
            raise TillError("idempotency_mismatch", field="Idempotency-Key")
        while len(self._keys) > MOST:
            self._keys.pop(next(iter(self._keys)), None)
        try:
            yield kept is mine
        except BaseException:
            if kept is mine:
                self._keys.pop(key, None)
            raise
