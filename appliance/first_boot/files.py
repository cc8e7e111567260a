"""The few writes of first boot, each of them whole or not at all. Knows nothing of what is written.

`step` is called before every call that changes the disk: a test pulls the plug there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from appliance.whole_file import replace_file, sync_folder


class Files:
    """The real file system. Every call may raise OSError."""

    def __init__(self, step: Callable[[], None] = lambda: None) -> None:
        self._step = step

    def read(self, path: Path) -> bytes | None:
        """The content, or None when there is no such file."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def directory(self, path: Path, mode: int) -> None:
        """Make sure that it is there and has this mode."""
        if not path.is_dir():
            self._step()
            path.mkdir(parents=True)
            sync_folder(path.parent)
        if path.stat().st_mode & 0o7777 != mode:
            self._step()
            path.chmod(mode)

    def write(self, path: Path, content: bytes, mode: int) -> bool:
        """Make sure that the file has this content and mode; True when something had to be changed."""
        if self.read(path) == content and path.stat().st_mode & 0o7777 == mode:
            return False
        replace_file(path, content, mode, step=self._step)
        return True

    def write_plain(self, path: Path, content: bytes) -> None:
        """Make sure that a file on the FAT has this content; FAT knows no modes."""
        if self.read(path) == content:
            return
        fresh = path.with_name(f"{path.name}.new")
        self._step()
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._step()
        fresh.replace(path)
        sync_folder(path.parent)

    def overwrite(self, path: Path, content: bytes) -> None:
        """Put `content` over the bytes of a file of the same length, in the very same place of the card."""
        self._step()
        with path.open("r+b") as file:
            half = len(content) // 2
            file.write(content[:half])
            file.flush()
            self._step()
            file.write(content[half:])
            file.flush()
            os.fsync(file.fileno())

    def remove(self, path: Path) -> None:
        if path.exists():
            self._step()
            path.unlink()
            sync_folder(path.parent)
