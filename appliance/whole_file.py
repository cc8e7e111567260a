"""One way to put a file in the place of another: whole or not at all, whenever the plug is pulled. Knows no content.

Folders here are shared with programs that may be in a stranger's hands, so the fresh file is nobody's link or pipe.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path


def replace_file(
    path: Path,
    content: bytes | Iterable[bytes],
    mode: int,
    *,
    gid: int | None = None,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Give `path` this content, mode and group, on the disk when it returns; raises OSError and leaves the old one.

    `content` may come in pieces. One writer a path.
    `step` is called before every call that changes the disk: a test pulls the plug there.
    """
    fresh = path.with_name(f".{path.name}.new")
    step()
    fresh.unlink(missing_ok=True)  # of a plug that was pulled, or planted
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        if gid is not None:
            os.fchown(handle, -1, gid)
        os.fchmod(handle, mode)
        step()
        file.writelines((content,) if isinstance(content, bytes) else content)
        file.flush()
        step()
        os.fsync(handle)
    step()
    fresh.replace(path)
    step()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was renamed or removed in `folder` is so on the disk, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
