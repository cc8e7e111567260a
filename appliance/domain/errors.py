"""The one error type of the box: a stable code, the field it concerns, and what would have been allowed.

Knows nothing of HTTP, of languages or of who shows it: `appliance/web/errors.py` maps codes to statuses and
message keys, the screen turns the key into words.
"""

from __future__ import annotations


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
