"""The radio as NetworkManager has it, over D-Bus: typed calls, each with a time limit; no command, no parsed text.

Every operation opens the system bus, works and closes it again: they are rare, and a bus that was restarted meanwhile
is no trouble then. Owns no truth; profiles are NetworkManager's. A password goes into the one call that needs it and is
in no log and no exception.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from sdbus import SdBus, SdBusBaseError, sd_bus_open_system
from sdbus_async.networkmanager import (
    NetworkManager,
    NetworkManagerPermissionDeniedError,
    NmSettingsPermissionDeniedError,
)

from appliance.network.radio import Radio
from appliance.network.wifi import Air, Join, NoWifi, Outcome

log = logging.getLogger(__name__)

_NOT_ALLOWED = (NetworkManagerPermissionDeniedError, NmSettingsPermissionDeniedError)
T = TypeVar("T")


class NetworkManagerWifi:
    """The first Wi-Fi device that NetworkManager has. Called by one thread; `stop` by any.

    `tell_country` hands the country to whoever may tell the kernel: NetworkManager has no call for it.
    """

    def __init__(
        self,
        tell_country: Callable[[str], None],
        *,
        call_s: float = 5.0,
        search_s: float = 8.0,
        join_s: float = 45.0,
    ) -> None:
        self._tell_country = tell_country
        self._call_s, self._search_s, self._join_s = call_s, search_s, join_s
        self._lock = threading.Lock()
        self._stopped = False
        self._current: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    def look(self) -> Air:
        return self._run(lambda bus: _look(bus), 2 * self._call_s)

    def search(self) -> Air:
        async def work(bus: SdBus) -> Air:
            radio = await Radio.find(bus)
            if radio is not None and not await radio.is_off():
                await radio.scan(self._search_s)
            return await _look(bus)

        return self._run(work, self._search_s + 3 * self._call_s)

    def join(self, wish: Join) -> Outcome:
        async def work(bus: SdBus) -> Outcome:
            radio = await Radio.find(bus)
            if radio is None:
                return "no_wifi"
            if await radio.is_off():
                return "radio_off"
            try:
                return await radio.join(wish, self._search_s, self._join_s)
            except _NOT_ALLOWED:
                log.warning("this process may not join networks: NetworkManager refuses it")
                return "not_allowed"

        return self._run(work, self._search_s + self._join_s + 6 * self._call_s)

    def set_country(self, country: str) -> Air:
        try:
            self._tell_country(
                country
            )  # needs no bus: also right after a start, when nobody answers there yet
        except OSError as error:
            raise NoWifi(type(error).__name__) from None

        async def work(bus: SdBus) -> Air:
            await NetworkManager(bus).wireless_enabled.set_async(True)
            return await _look(bus)

        return self._run(work, 4 * self._call_s)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            current = self._current
        if current is not None:
            loop, task = current
            with suppress(RuntimeError):  # the loop ended meanwhile
                loop.call_soon_threadsafe(task.cancel)

    def _run(self, work: Callable[[SdBus], Awaitable[T]], limit_s: float) -> T:
        """Do `work` on a bus of its own. Raises `NoWifi` when nobody answers there, or not in time."""
        try:
            return asyncio.run(self._with_bus(work, limit_s))
        except (SdBusBaseError, OSError, TimeoutError, asyncio.CancelledError) as error:
            # `from None`: what a call carried must not travel on with the exception.
            raise NoWifi(type(error).__name__) from None

    async def _with_bus(self, work: Callable[[SdBus], Awaitable[T]], limit_s: float) -> T:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a coroutine runs outside of any task")
        with self._lock:
            if self._stopped:
                raise TimeoutError
            self._current = (asyncio.get_running_loop(), task)
        try:
            async with asyncio.timeout(limit_s):
                bus = sd_bus_open_system()
                bus.method_call_timeout_usec = int(self._call_s * 1_000_000)
                try:
                    return await work(bus)
                finally:
                    bus.close()
        finally:
            with self._lock:
                self._current = None


async def _look(bus: SdBus) -> Air:
    radio = await Radio.find(bus)
    if radio is None:
        return Air("none")
    if await radio.is_off():
        return Air("off")
    return Air("ready", await radio.networks(), await radio.joined())
