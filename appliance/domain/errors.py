"""The one error type of the box: a stable code, the field it concerns, and what would have been allowed.

Knows nothing of HTTP, of languages or of who shows it: `appliance/web/errors.py` maps codes to statuses and
message keys, the screen turns the key into words.
"""

from __future__ import annotations

import errno

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class TillError(Exception):
    """A refusal with a stable snake_case code; `params` are the values its message needs."""

    def __init__(
        self, code: str, *, field: str | None = None, allowed: str | None = None, **params: int | str
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.allowed = allowed
        self.params = params

    def __str__(self) -> str:
        parts = [self.code]
        if self.field is not None:
            parts.append(f"field {self.field}")
        if self.allowed is not None:
            parts.append(f"allowed: {self.allowed}")
        parts.extend(f"{name}={value}" for name, value in self.params.items())
        return ", ".join(parts)


def is_disk_full(error: BaseException) -> bool:
    """Whether an error only says that the disk takes no more: everybody knows that by now, and no traceback helps."""
    if isinstance(error, TillError):
        return error.code == "store_full"
    return isinstance(error, OSError) and error.errno in NO_SPACE
