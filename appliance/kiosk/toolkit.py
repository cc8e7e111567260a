"""Finding and loading GTK and WebKit, which come from the system and not from the virtual environment.

Must not be loaded for its side effects: nothing here happens at import.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

# Debian's folder of Python modules that belong to the system's interpreter.
SYSTEM_MODULES = Path("/usr/lib/python3/dist-packages")
_X11_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - the place X11 itself prescribes
_TYPELIB_FOLDERS = ("/usr/lib/*/girepository-1.0", "/usr/lib/girepository-1.0")
_PACKAGES = {"Gtk-3.0": "gir1.2-gtk-3.0", "WebKit2-4.1": "gir1.2-webkit2-4.1"}


class KioskUnavailable(Exception):
    """No window can open here; the words say why."""


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What the window needs. Any: PyGObject makes these modules at run time and ships no types."""

    webview: Any
    views: Any
    GLib: Any
    Gdk: Any
    WebKit: Any


def available(
    environ: Mapping[str, str] = os.environ, *, modules: Path = SYSTEM_MODULES, root: Path = Path("/")
) -> str | None:
    """Why no window can open here, in one plain sentence; None when one can.

    Looks at files and sockets only.
    """
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return "No kiosk window: there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    if not _is_screen_there(environ):
        shown = environ.get("WAYLAND_DISPLAY") or environ["DISPLAY"]
        return f"No kiosk window: the screen {shown} does not answer."
    bindings = _bindings(modules)
    if not bindings:
        return "No kiosk window: Python cannot reach GTK; the package python3-gi is missing."
    if not any(f"_gi{suffix}" in bindings for suffix in EXTENSION_SUFFIXES):
        running = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"No kiosk window: GTK's Python part ({bindings[0]}) was built for another Python than this "
            f"{running}; make the environment with /usr/bin/python3."
        )
    for library, package in _PACKAGES.items():
        patterns = [f"{folder.lstrip('/')}/{library}.typelib" for folder in _TYPELIB_FOLDERS]
        if not any(path for pattern in patterns for path in root.glob(pattern)):
            return f"No kiosk window: {library} is missing; the package is {package}."
    return None


def load(environment: Mapping[str, str]) -> Toolkit:
    """Import pywebview's GTK side. `environment` holds WebKit's switches, which it reads when it is loaded.

    Raises KioskUnavailable.
    """
    os.environ.update(environment)
    try:
        import gi  # noqa: F401 - asked for only to learn whether it is there
    except ImportError:
        # At the end of the path: the virtual environment's own packages go first.
        sys.path.append(str(SYSTEM_MODULES))
    try:
        import webview
        from webview.platforms import gtk as views  # asks gi for the versions of Gtk and WebKit2 it wants
    except (ImportError, ValueError) as problem:
        raise KioskUnavailable(f"No kiosk window: {problem}") from problem
    from gi.repository import Gdk, GLib, WebKit2

    # We use no bridge between page and Python, so none is put into the page; the threads that would wait for
    # an answer of a dead page are not started either.
    setattr(views, "inject_pywebview", lambda *_: None)  # noqa: B010 - the module hides its imports from mypy
    return Toolkit(webview=webview, views=views, GLib=GLib, Gdk=Gdk, WebKit=WebKit2)


def _bindings(modules: Path) -> list[str]:
    return sorted(path.name for path in modules.glob("gi/_gi.*so"))


def _is_screen_there(environ: Mapping[str, str]) -> bool:
    wayland = environ.get("WAYLAND_DISPLAY")
    if wayland:
        return Path(environ.get("XDG_RUNTIME_DIR", "/"), wayland).is_socket()
    host, _, number = environ["DISPLAY"].rpartition(":")
    number = number.partition(".")[0]
    if host not in ("", "unix"):
        # A screen elsewhere: let GTK try.
        return True
    if not number.isdecimal():
        return False
    path = str(_X11_SOCKETS / f"X{number}")
    return _accepts("\0" + path) or _accepts(path)


def _accepts(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(0.5)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True
