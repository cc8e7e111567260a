"""One frozen configuration: a TOML file, overridden by `TILLBOX_…` in the environment.

A key that is unknown, missing or wrong is refused by name with what is allowed; nothing falls back silently.
Only `main` reads it; everything else receives plain values. Every key is described in docs/configuration.md.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from appliance.domain.device import BAUDS, FLOWS, FORMATS

LANGUAGES = ("en", "de", "fi", "it", "vi")
COUNTRIES = ("generic", "de", "fi", "it", "vn")
CODE_PAGES = ("cp858", "cp1252")
RENDERERS = ("software", "plain", "gpu")
# The LEDs of each wiring of the lamp; each has a key `light_…_pin`.
LIGHT_WIRINGS = {
    "two": ("red", "green"),
    "rgb": ("red", "green", "blue"),
    "three": ("red", "amber", "green"),
    "one": ("red",),
}
# Written by the image build: hardware that does not exist must not be sold on.
OFFICE_URL = re.compile(r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|http://127\.0\.0\.1(:[0-9]{1,5})?")
IMAGE_MARK = Path("/etc/tillbox/image")


class ConfigError(Exception):
    """The configuration cannot be used; the text names the key and what is allowed."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the box's processes are told. Times and sizes carry their units in the name."""

    data_dir: Path
    run_dir: Path = Path()  # empty: `run` in the data folder
    host: str = "127.0.0.1"
    port: int = 8080
    workbench_port: int = 8070
    language: str = "en"
    country: str = "generic"
    zone: str = "Europe/Berlin"
    box_series: str = "A"
    stall: str = "Stall 1"
    merchant_name: str = "My stall"
    merchant_address: str = ""
    merchant_tax_id: str = ""
    simulated: bool = False
    demo_data: bool = False
    welcome_screen: bool = False
    printer_link: str = ""
    printer_width_dots: int = 576
    printer_columns: int = 48
    printer_code_page: str = "cp858"
    printer_answers_fence: bool = True
    display_link: str = ""
    scanner_link: str = ""
    scale_link: str = ""
    kiosk_renderer: str = "software"
    office_url: str = ""
    enrol_at_start: bool = False
    light_wiring: str = "two"
    light_red_pin: int = 17
    light_amber_pin: int = 22
    light_green_pin: int = 27
    light_blue_pin: int = 24
    power_button_pin: int = 3
    cable_port: int = 0
    office_port: int = 0
    office_dir: str = ""
    first_box_dir: str = ""

    def __post_init__(self) -> None:
        if self.run_dir == Path():
            object.__setattr__(self, "run_dir", self.data_dir / "run")

    @property
    def store_dir(self) -> Path:
        return self.data_dir / "store"

    @property
    def till_socket(self) -> Path:
        return self.run_dir / "till.sock"

    @property
    def lights_socket(self) -> Path:
        return self.run_dir / "lights.sock"

    @property
    def pins_socket(self) -> Path:
        return self.run_dir / "light-pins.sock"

    @property
    def button_socket(self) -> Path:
        return self.run_dir / "button.sock"

    @property
    def light_pins(self) -> tuple[int, ...]:
        """One pin for each LED of the wiring, in its order."""
        return tuple(getattr(self, f"light_{led}_pin") for led in LIGHT_WIRINGS[self.light_wiring])

    @property
    def clock_offset_file(self) -> Path | None:
        """Where the workbench says by how much a demo box's clock is wrong; a real box has no such file."""
        return self.run_dir / "clock-offset-s" if self.simulated else None

    @property
    def simulated_usb_dir(self) -> Path | None:
        """Where the workbench lays out what is plugged into a demo box; a real box looks into /sys and /dev."""
        return self.run_dir / "usb" if self.simulated else None

    @property
    def stick_dir(self) -> Path:
        """Where a backup stick's files are, while one is in; in the demo a folder plays it."""
        return self.run_dir / "stick" if self.simulated else Path("/run/tillbox/stick")

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"


_CHOICES: dict[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "country": COUNTRIES,
    "printer_code_page": CODE_PAGES,
    "kiosk_renderer": RENDERERS,
    "light_wiring": tuple(LIGHT_WIRINGS),
}
_RANGES: dict[str, tuple[int, int]] = {
    "port": (0, 65535),
    "workbench_port": (0, 65535),
    "printer_width_dots": (384, 832),
    "printer_columns": (32, 64),
    "light_red_pin": (0, 27),
    "light_amber_pin": (0, 27),
    "light_green_pin": (0, 27),
    "light_blue_pin": (0, 27),
    "power_button_pin": (0, 27),
    "cable_port": (0, 65535),
    "office_port": (0, 65535),
}
_LINKS = ("printer_link", "display_link", "scanner_link", "scale_link")
_TCP = re.compile(r"tcp://[A-Za-z0-9.-]+:([0-9]{1,5})")
_NODE = r"/dev/(?!.*\.\.)[^?\s]+"
_USB = re.compile(rf"usb://{_NODE}")
_SETTING = f"(baud=({'|'.join(map(str, BAUDS))})|format=({'|'.join(FORMATS)})|flow=({'|'.join(FLOWS)}))"
_SERIAL = re.compile(rf"serial://{_NODE}(\?{_SETTING}(&{_SETTING})*)?")


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read `path` (TOML, flat keys) and the environment; raise ConfigError naming the key at fault."""
    values: dict[str, Any] = {}
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
    for variable in environment:
        key = variable.removeprefix("TILLBOX_").lower()
        if variable.startswith("TILLBOX_") and key not in known:
            raise ConfigError(
                f"{variable}: unknown key in the environment; allowed are {', '.join(sorted(known))}"
            )
    for name, kind in known.items():
        text = environment.get(f"TILLBOX_{name.upper()}")
        if text is not None:
            values[name] = _from_text(name, kind, text)
    if "data_dir" not in values:
        raise ConfigError("data_dir: missing; give the folder where the box keeps its data")
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
    for field in fields(Config):
        value = getattr(config, field.name)
        if isinstance(value, (str, Path)) and not _is_plain(str(value)):
            raise ConfigError(f"{field.name}: {str(value)!r}; allowed is text without control characters")
    if re.fullmatch(r"[A-Z]{1,6}", config.box_series) is None:
        raise ConfigError(f"box_series: {config.box_series!r}; allowed are 1 to 6 capital letters")
    if config.host not in ("127.0.0.1", "localhost"):
        raise ConfigError(f"host: {config.host!r}; allowed is 127.0.0.1 until devices can be paired")
    try:
        ZoneInfo(config.zone)
    except (KeyError, ValueError, OSError) as problem:
        raise ConfigError(
            f"zone: {config.zone!r}; allowed is an IANA time zone such as Europe/Berlin"
        ) from problem
    _check_pins(config)
    for name in _LINKS:
        _check_link(name, getattr(config, name))
    if config.office_url and OFFICE_URL.fullmatch(config.office_url) is None:
        raise ConfigError(
            f"office_url: {config.office_url!r}; "
            "allowed is https://name[:port], http://127.0.0.1[:port], or empty for none"
        )
    if config.simulated and IMAGE_MARK.exists():
        raise ConfigError("simulated: true; allowed is false on a real box, its hardware must exist")
    return config


def _check_pins(config: Config) -> None:
    taken: dict[int, str] = {}
    for led in LIGHT_WIRINGS[config.light_wiring]:
        name = f"light_{led}_pin"
        pin = getattr(config, name)
        if pin in taken:
            raise ConfigError(f"{name}: {pin}; allowed is a pin of its own, {taken[pin]} has this one")
        taken[pin] = name
    button = config.power_button_pin  # 0 is none: that line belongs to the memory of plug-on boards
    if button and button in taken:
        raise ConfigError(
            f"power_button_pin: {button}; allowed is a pin of its own: "
            f"{taken[button]} and power_button_pin have the same"
        )


def _check_link(name: str, link: str) -> None:
    port = _TCP.fullmatch(link)
    if not link or port is not None and 1 <= int(port[1]) <= 65535 or _SERIAL.fullmatch(link):
        return
    usb = "usb:///dev/usb/lp0, " if name == "printer_link" else ""
    if usb and _USB.fullmatch(link):
        return
    raise ConfigError(
        f"{name}: {link!r}; allowed is tcp://host:port, {usb}"
        "serial:///dev/serial/by-id/NAME?baud=9600&format=8N1&flow=none, or empty for none"
    )


def _is_plain(text: str) -> bool:
    """Whether paper, screen and TOML can carry it; an address may have several lines."""
    return all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in text)


def write(config: Config, path: Path) -> None:
    """Write `config` as a TOML file that `load` reads back to the same values."""
    lines = []
    for field in fields(Config):
        value = getattr(config, field.name)
        if isinstance(value, bool):
            text = "true" if value else "false"
        elif isinstance(value, int):
            text = str(value)
        else:
            text = toml_text(str(value))
        lines.append(f"{field.name} = {text}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")


def toml_text(text: str) -> str:
    """`text` as a TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _from_text(name: str, kind: str, text: str) -> object:
    if kind == "bool":
        if text not in ("true", "false"):
            raise ConfigError(f"{name}: {text!r} in the environment; allowed are true and false")
        return text == "true"
    if kind == "int":
        if not (text.isascii() and text.isdigit()):
            raise ConfigError(f"{name}: {text!r} in the environment; allowed is a whole number")
        return int(text)
    return text


def _typed(name: str, kind: str, value: object) -> object:
    if kind == "Path" and isinstance(value, str):
        return Path(value)
    wanted: dict[str, type] = {"str": str, "int": int, "bool": bool, "Path": Path}
    if type(value) is not wanted[kind] and not isinstance(value, wanted["Path"] if kind == "Path" else ()):
        raise ConfigError(f"{name}: {value!r}; allowed is {'text' if kind == 'str' else kind}")
    return value
