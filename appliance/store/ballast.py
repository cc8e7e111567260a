"""Space held back so that a full disk can still be opened, sealed and tidied. Knows nothing of what needs it."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from appliance.store.files import Files, write_file

log = logging.getLogger(__name__)

BALLAST_BYTES = 4 << 20
FREE_BEFORE_BALLAST_BYTES = 16 << 20


def take_ballast(files: Files, path: Path, size: int = BALLAST_BYTES) -> None:
    """Hold the space back when there is plenty; otherwise try again another time."""
    with contextlib.suppress(OSError):
        if not path.exists() and files.free_bytes(path.parent) > FREE_BEFORE_BALLAST_BYTES:
            write_file(files, path, b"\xff" * size, durable=False)


def drop_ballast(files: Files, path: Path) -> bool:
    """Give the space back; whether there was any."""
    if not path.exists():
        return False
    log.warning("the disk is full: giving back the ballast")
    with contextlib.suppress(OSError):
        files.unlink(path)
        return True
    return False
