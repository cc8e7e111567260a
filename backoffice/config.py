"""One frozen configuration: a TOML file, overridden by `BACKOFFICE_…` in the environment.

A key that is unknown, missing or wrong is refused by name with what is allowed; nothing falls back silently.
Only `main` reads it; everything else receives plain values. Every key is described in docs/backoffice.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

LANGUAGES = ("en", "de", "fi", "it", "vi")
COUNTRIES = ("generic", "de", "fi", "it", "vn")
LOOPBACK = ("127.0.0.1", "localhost")
PREFIX = "BACKOFFICE_"


class ConfigError(Exception):
    """The configuration cannot be used; the text names the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the back office is told. Times carry their units in the name."""

    data_dir: Path
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8090
    public_url: str = ""
    proxy_hops: int = 0
    report_interval_s: int = 10
    copy_every_s: int = 300
    demo: bool = False
    demo_language: str = "en"
    demo_country: str = "generic"
    demo_merchant: str = "Market garden"

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run"

    @property
    def copies_dir(self) -> Path:
        return self.data_dir / "copies"

    @property
    def database_file(self) -> Path:
        return self.data_dir / "office.db"

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url

    @property
    def database(self) -> str:
        """The URL of the database: the one that was given, or the SQLite file among the data."""
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def url(self) -> str:
        """The address people and boxes know, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


_CHOICES: dict[str, tuple[str, ...]] = {"demo_language": LANGUAGES, "demo_country": COUNTRIES}
_RANGES: dict[str, tuple[int, int]] = {
    "port": (1, 65535),
    "proxy_hops": (0, 5),
    "report_interval_s": (1, 3600),
    "copy_every_s": (10, 86400),
}


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path` (TOML, flat keys) and the environment; raise ConfigError naming the key at fault."""
    values: dict[str, Any] = {}  # Any: what a TOML file may hold, typed below
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as problem:
            raise ConfigError(f"{path}: cannot be read ({problem.strerror})") from problem
        except ValueError as problem:
            raise ConfigError(f"{path}: is not TOML ({problem})") from problem
    known = {field.name: str(field.type) for field in fields(Config)}
    for key in values:
        if key not in known:
            raise ConfigError(f"{key}: unknown key; allowed are {', '.join(sorted(known))}")
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        key = variable.removeprefix(PREFIX).lower()
        if key not in known:
            raise ConfigError(
                f"{variable}: unknown key in the environment; allowed are {', '.join(sorted(known))}"
            )
        values[key] = _from_text(key, known[key], text)
    if "data_dir" not in values:
        raise ConfigError("data_dir: missing; give the folder where the back office keeps its data")
    typed: dict[str, Any] = {name: _typed(name, known[name], value) for name, value in values.items()}
    return check(Config(**typed))


def check(config: Config) -> Config:
    """Return `config` if every value is allowed, else raise ConfigError naming the first key that is not."""
    for name, choices in _CHOICES.items():
        if getattr(config, name) not in choices:
            raise ConfigError(f"{name}: {getattr(config, name)!r}; allowed are {', '.join(choices)}")
    for name, (low, high) in _RANGES.items():
        if not low <= getattr(config, name) <= high:
            raise ConfigError(f"{name}: {getattr(config, name)}; allowed are {low} to {high}")
    if config.database_url and not config.database_url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise ConfigError(
            "database_url: not usable; allowed is postgresql://user:password@host/database, "
            "or empty for a SQLite file among the data"
        )
    public = _public(config.public_url) if config.public_url else None
    if config.host not in LOOPBACK and (public is None or public.scheme != "https"):
        raise ConfigError(
            f"host: {config.host!r}; allowed is 127.0.0.1 unless public_url is https:// (behind a TLS proxy)"
        )
    if config.demo and (config.host not in LOOPBACK or public is not None):
        raise ConfigError("demo: true; allowed is false for a back office that others can reach")
    return config


def _public(url: str) -> SplitResult:
    allowed = "public_url: not usable; allowed is https://name or http://127.0.0.1:port, without a path"
    try:
        parts = urlsplit(url)
        _ = parts.port  # parsed when asked for
    except ValueError as problem:
        raise ConfigError(allowed) from problem
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise ConfigError(allowed)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ConfigError(allowed)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ConfigError(allowed)
    return parts


def _from_text(name: str, kind: str, text: str) -> object:
    if kind == "bool":
        if text not in ("true", "false"):
            raise ConfigError(f"{name}: {text!r} in the environment; allowed are true and false")
        return text == "true"
    if kind == "int":
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ConfigError(f"{name}: {text!r} in the environment; allowed is a whole number")
        return int(text)
    return text


def _typed(name: str, kind: str, value: object) -> object:
    if kind == "Path" and isinstance(value, (str, Path)):
        return Path(value)
    wanted: dict[str, type] = {"str": str, "int": int, "bool": bool}
    if kind not in wanted or type(value) is not wanted[kind]:
        raise ConfigError(f"{name}: {value!r}; allowed is {'text' if kind in ('str', 'Path') else kind}")
    return value
