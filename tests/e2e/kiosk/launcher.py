"""Starts the kiosk as it is, but lets WebKitWebDriver drive its page.

WebKit allows that only to a context opened for it and to a view made for it, and pywebview makes both itself;
so the module it makes them with is wrapped before the window opens. Arguments: the till's origin, the box's
data folder, a language.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from appliance import kiosk
from appliance.kiosk import toolkit

APPLICATION = "tillbox-kiosk"


class DrivenWebKit:
    """The WebKit2 module, except that its views can be driven."""

    def __init__(self, webkit: Any) -> None:
        self._webkit = webkit
        self._view: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._webkit, name)

    def WebView(self, *, web_context: Any, **others: Any) -> Any:  # noqa: N802 - the name pywebview calls
        web_context.set_automation_allowed(True)
        web_context.connect("automation-started", self._begin)
        self._view = self._webkit.WebView(web_context=web_context, is_controlled_by_automation=True, **others)
        return self._view

    def _begin(self, context: Any, session: Any) -> None:
        about = self._webkit.ApplicationInfo()
        about.set_name(APPLICATION)
        session.set_application_info(about)
        session.connect("create-web-view", lambda session: self._view)


def drive() -> None:
    real_load = toolkit.load

    def load(environment: Any) -> toolkit.Toolkit:
        tools = real_load(environment)
        tools.views.webkit = DrivenWebKit(tools.views.webkit)
        return tools

    toolkit.load = load


if __name__ == "__main__":
    drive()
    origin, folder, language = sys.argv[1:]
    sys.exit(
        kiosk.run(
            kiosk.KioskSettings(
                url=origin,
                token_file=Path(folder, "run", "kiosk-token"),
                storage_path=Path(folder, "kiosk"),
                language=language,
                silence_limit_s=3.0,
                blank_limit_s=3.0,
            )
        )
    )
