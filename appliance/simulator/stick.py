"""A simulated USB stick: a folder that is there while it is plugged in. Pulled, it keeps what was on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path


class StickSocket:
    """The socket for one stick; any thread may plug. It stays plugged in when the workbench ends."""

    def __init__(self, folder: Path, on_change: Callable[[], None] = lambda: None) -> None:
        self._folder = folder
        self._pulled = folder.with_name(f"{folder.name}.pulled")
        self._on_change = on_change
        self._lock = threading.Lock()

    @property
    def is_in(self) -> bool:
        return self._folder.is_dir()

    def plug(self, is_in: bool) -> None:
        """Plug it in or pull it out; what is so already stays so."""
        with self._lock:
            if self.is_in is is_in:
                return
            if not is_in:
                self._folder.rename(self._pulled)
            elif self._pulled.is_dir():
                self._pulled.rename(self._folder)
            else:
                self._folder.mkdir(parents=True)
        self._on_change()
