"""What the kiosk can be told, checked once. Knows nothing of GTK."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from appliance.kiosk.waiting import LANGUAGES

# Read by WebKitGTK when it is loaded. Without a good graphics driver the default costs some 80 MB more, and
# on a Raspberry Pi it has been reported to show corrupted pictures; see docs/adr/0005.
RENDERERS: dict[str, dict[str, str]] = {
    "gpu": {},
    "software": {"WEBKIT_DISABLE_DMABUF_RENDERER": "1"},
    "plain": {
        "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "WEBKIT_SKIA_ENABLE_CPU_RENDERING": "1",
    },
}


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """One window on one till. Raises ValueError naming the key and what is allowed."""

    url: str
    storage_path: Path
    token_file: Path | None = None
    token_writers: frozenset[int] = frozenset()  # users that may have written it for our group
    language: str = "en"
    renderer: str = "software"
    fullscreen: bool = True
    width_px: int = 1024
    height_px: int = 600
    heartbeat_s: float = 1.0
    silence_limit_s: float = 6.0
    blank_limit_s: float = 60.0  # a slow board needs seconds to load and draw its first page

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"kiosk.url: {self.url!r} is no origin; say for example http://127.0.0.1:8080")
        if self.renderer not in RENDERERS:
            raise ValueError(f"kiosk.renderer: {self.renderer!r} is not one of {', '.join(RENDERERS)}")
        if self.language not in LANGUAGES:
            raise ValueError(f"kiosk.language: {self.language!r} is not one of {', '.join(LANGUAGES)}")
        if not 0 < self.heartbeat_s < self.silence_limit_s:
            raise ValueError("kiosk.heartbeat_s: must be above 0 and below kiosk.silence_limit_s")

    @property
    def origin(self) -> str:
        """The address without a trailing slash."""
        return self.url.rstrip("/")
