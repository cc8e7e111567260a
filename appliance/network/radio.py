"""One Wi-Fi device on one bus: what it hears, which profiles there are, and joining. Typed calls of NetworkManager.

Each call is cut off by the bus's own time limit; waits have limits of their own. A password goes into the one call that
needs it and is in no log and no exception.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from sdbus import SdBus, SdBusBaseError
from sdbus_async.networkmanager import (
    AccessPoint,
    ActiveConnection,
    NetworkConnectionSettings,
    NetworkDeviceWireless,
    NetworkManager,
    NetworkManagerSettings,
)
from sdbus_async.networkmanager import NetworkDeviceGeneric as Device

from appliance.network.connection import Point, key_management, profile
from appliance.network.wifi import ACTIVATED, Join, Network, Outcome, Progress, bars, merged, readable_ssid

log = logging.getLogger(__name__)

NOTHING: Final = "/"  # NetworkManager's way to say "no object"
WIFI_DEVICE: Final = 2  # NM_DEVICE_TYPE_WIFI
INFRASTRUCTURE: Final = 2  # NM_802_11_MODE_INFRA
LOOK_AGAIN_S: Final = 0.2


class Radio:
    """One Wi-Fi device on one bus."""

    def __init__(self, bus: SdBus, path: str) -> None:
        self._bus = bus
        self._path = path
        self._manager = NetworkManager(bus)
        self._settings = NetworkManagerSettings(bus)
        self._device = NetworkDeviceWireless(path, bus)

    @classmethod
    async def find(cls, bus: SdBus) -> Radio | None:
        for path in sorted(await NetworkManager(bus).get_devices()):
            if await Device(path, bus).device_type == WIFI_DEVICE:
                return cls(bus, path)
        return None

    async def is_off(self) -> bool:
        manager = self._manager
        return not (await manager.wireless_enabled and await manager.wireless_hardware_enabled)

    async def scan(self, limit_s: float, ssid: str | None = None) -> None:
        """Search the air, for a hidden name too. A search that is refused comes too soon after the last one."""
        before = await self._device.last_scan
        wanted: dict[str, tuple[str, Any]] = {} if ssid is None else {"ssids": ("aay", [ssid.encode()])}
        try:
            await self._device.request_scan(wanted)
        except SdBusBaseError as refusal:
            log.debug("no new search: %s", type(refusal).__name__)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                while await self._device.last_scan == before:
                    await asyncio.sleep(LOOK_AGAIN_S)

    # -- what is in the air ---------------------------------------------------------------------------------

    async def networks(self) -> tuple[Network, ...]:
        known = {ssid for ssid, _ in await self._profiles()}
        points = await asyncio.gather(*map(self._point, await self._device.get_all_access_points()))
        return merged(
            Network(
                ssid,
                bars(point["strength"]),
                is_locked=key_management(point) != "none",
                is_known=ssid in known,
            )
            for ssid, point in (one for one in points if one is not None)
        )

    async def joined(self) -> str | None:
        if await self._device.state != ACTIVATED:
            return None
        profile = await self._profile_in_use()
        return None if profile is None else await self._ssid_of(profile)

    async def _point(self, path: str) -> tuple[str, Point] | None:
        """Name and properties of a sender the box could join; None of any other, or one that has gone."""
        try:
            point = await AccessPoint(path, self._bus).properties_get_all_dict(on_unknown_member="ignore")
        except SdBusBaseError:
            return None
        ssid = readable_ssid(bytes(point["ssid"]))
        if ssid is None or point["mode"] != INFRASTRUCTURE or key_management(point) is None:
            return None
        return ssid, {**point, "path": path}

    async def _strongest(self, ssid: str) -> Point | None:
        points = await asyncio.gather(*map(self._point, await self._device.get_all_access_points()))
        ours = [point for found in points if found is not None for name, point in [found] if name == ssid]
        return max(ours, key=lambda point: int(point["strength"]), default=None)

    # -- profiles -------------------------------------------------------------------------------------------

    async def _profiles(self) -> list[tuple[str, str]]:
        """(name, path) of every Wi-Fi profile NetworkManager keeps."""
        paths = await self._settings.list_connections()
        names = await asyncio.gather(*map(self._ssid_of, paths))
        return [(name, path) for name, path in zip(names, paths, strict=True) if name is not None]

    async def _ssid_of(self, path: str) -> str | None:
        try:
            settings = await NetworkConnectionSettings(path, self._bus).get_settings()
        except SdBusBaseError:
            return None  # removed meanwhile, or of another user
        ssid = settings.get("802-11-wireless", {}).get("ssid")
        return None if ssid is None else readable_ssid(bytes(ssid[1]))

    async def _profile_in_use(self) -> str | None:
        active = await self._device.active_connection
        if active == NOTHING:
            return None
        try:
            return await ActiveConnection(active, self._bus).connection
        except SdBusBaseError:
            return None  # it ended just now

    # -- joining --------------------------------------------------------------------------------------------

    async def join(self, wish: Join, search_s: float, join_s: float) -> Outcome:
        """Join as wished. A new profile is only in memory until it is proven; then it replaces older ones."""
        point = await self._strongest(wish.ssid)
        if point is None and not wish.is_hidden:
            await self.scan(search_s, wish.ssid)
            point = await self._strongest(wish.ssid)
            if point is None:
                return "out_of_range"
        before = await self._profile_in_use()
        known = [path for name, path in await self._profiles() if name == wish.ssid]
        if wish.password is None and before in known and await self._device.state == ACTIVATED:
            return "joined"
        is_locked = wish.password is not None if point is None else key_management(point) != "none"
        fresh: str | None = None
        outcome: Outcome = "interrupted"
        try:
            async with self._changes() as changes:
                target = NOTHING if point is None else str(point["path"])
                if known and wish.password is None:
                    await self._manager.activate_connection(known[0], self._path, target)
                else:
                    fresh, _, _ = await self._manager.add_and_activate_connection2(
                        profile(wish, point), self._path, target, {"persist": ("s", "memory")}
                    )
                outcome = await _end_of(changes, is_locked, join_s)
        finally:
            if outcome != "joined":
                await self._put_back(fresh, before)
        if outcome == "joined" and fresh is not None:
            await self._keep(fresh, known)
        return outcome

    async def _keep(self, fresh: str, older: list[str]) -> None:
        """The new profile is proven: write it to the disk, and only then let older ones of this name go."""
        try:
            await NetworkConnectionSettings(fresh, self._bus).save()
        except SdBusBaseError as error:
            log.warning("joined, but the profile could not be kept: %s", type(error).__name__)
            return
        for path in older:
            with suppress(SdBusBaseError):
                await NetworkConnectionSettings(path, self._bus).delete()

    async def _put_back(self, fresh: str | None, before: str | None) -> None:
        """Forget what did not work and go back to what was joined before."""
        if fresh is not None:
            with suppress(SdBusBaseError):
                await NetworkConnectionSettings(fresh, self._bus).delete()
        if before is not None:
            with suppress(SdBusBaseError):
                await self._manager.activate_connection(before, self._path, NOTHING)

    @asynccontextmanager
    async def _changes(self) -> AsyncIterator[asyncio.Queue[tuple[int, int, int]]]:
        """The device's changes of state (new, old, reason) from now on, before anything sets them off."""
        queue: asyncio.Queue[tuple[int, int, int]] = asyncio.Queue()

        async def listen() -> None:
            async for change in self._device.state_changed.catch():
                queue.put_nowait(change)

        listening = asyncio.create_task(listen())
        try:
            # The bus keeps the order: once it has answered this, it has taken up the listening too.
            await asyncio.sleep(0)
            await self._device.state
            yield queue
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening


async def _end_of(changes: asyncio.Queue[tuple[int, int, int]], is_locked: bool, limit_s: float) -> Outcome:
    progress = Progress(is_locked)
    try:
        async with asyncio.timeout(limit_s):
            while progress.outcome is None:
                state, _, reason = await changes.get()
                progress = progress.changed(state, reason)
    except TimeoutError:
        return "slow"
    return progress.outcome
