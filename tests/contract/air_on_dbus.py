"""A template for python-dbusmock: its NetworkManager, with joins that go through the states of a real one.

Runs in the mock's own process, under the system's Python. Parameters: `air`, a list of senders as JSON.
"""

import dbus
import dbusmock
from dbusmock.templates import networkmanager as base
from dbusmock.templates.networkmanager import *  # noqa: F403 - a template is its functions
from dbusmock.templates.networkmanager import BUS_NAME, IS_OBJECT_MANAGER, MAIN_OBJ, SYSTEM_BUS  # noqa: F401
from gi.repository import GLib

MANAGER, SETTINGS = base.MANAGER_OBJ, base.SETTINGS_OBJ
STEP_MS = 15
PSK = 0x100
CONNECTION = "org.freedesktop.NetworkManager.Settings.Connection"
DEVICE = base.DEVICE_IFACE
WIRELESS = base.WIRELESS_DEVICE_IFACE


class Air:
    """What is in the air, and the one device that hears it."""

    def __init__(self, mock, senders):
        self.mock = mock
        self.senders = {one["ssid"]: one for one in senders}
        self.count = 0
        self.path = mock.AddWiFiDevice("wlan0", "wlan0", base.DeviceState.DISCONNECTED)
        self.device = dbusmock.get_object(self.path)
        self.device.AddProperty(WIRELESS, "LastScan", dbus.Int64(0))
        self.device.AddMethod(WIRELESS, "RequestScan", "a{sv}", "", "self.air.scan()")
        self.device.air = self
        for number, one in enumerate(senders):
            if not one["is_hidden"]:
                security = PSK if one["is_locked"] else 0
                mock.AddAccessPoint(
                    self.path, f"ap{number}", one["ssid"], f"00:11:22:33:44:{number:02x}", 2, 2425, 5400,
                    one["percent"], security,
                )  # fmt: skip

    def scan(self):
        GLib.timeout_add(STEP_MS, self._scanned)

    def _scanned(self):
        self.count += 1
        self.device.Set(WIRELESS, "LastScan", dbus.Int64(self.count))
        return False

    def add(self, settings, persist):
        """A profile; `disk` says whether it would outlive the power."""
        self.count += 1
        path = f"{SETTINGS}/{self.count}"
        self.mock.AddObject(
            path, CONNECTION, {"Unsaved": True, "Flags": dbus.UInt32(0)},
            [
                ("GetSettings", "", "a{sa{sv}}", "ret = self.air.settings_of(self)"),
                ("Delete", "", "", "self.air.delete(self)"),
                ("Save", "", "", "self.on_disk = True"),
            ],
        )  # fmt: skip
        profile = dbusmock.get_object(path)
        profile.air, profile.settings, profile.own_path = self, settings, path
        profile.on_disk = persist == "disk"
        self._list(lambda known: known.append(dbus.ObjectPath(path)))
        return path

    def _list(self, change):
        keeper = dbusmock.get_object(SETTINGS)
        known = keeper.Get(base.SETTINGS_IFACE, "Connections")
        change(known)
        keeper.Set(base.SETTINGS_IFACE, "Connections", known)

    def settings_of(self, profile):
        """As NetworkManager gives them: without secrets."""
        shown = {group: dict(keys) for group, keys in profile.settings.items()}
        shown.get("802-11-wireless-security", {}).pop("psk", None)
        return {group: dbus.Dictionary(keys, signature="sv") for group, keys in shown.items()}

    def delete(self, profile):
        self._list(lambda known: known.remove(dbus.ObjectPath(profile.own_path)))
        if self._in_use() == profile.own_path:
            self._say(base.DeviceState.DISCONNECTED, 38)
            self.device.Set(DEVICE, "ActiveConnection", dbus.ObjectPath("/"))
        self.mock.RemoveObject(profile.own_path)

    def _in_use(self):
        active = self.device.Get(DEVICE, "ActiveConnection")
        if active == "/":
            return None
        return dbusmock.get_object(active).Get(base.ACTIVE_CONNECTION_IFACE, "Connection")

    def activate(self, path):
        """Begin; the states follow one by one, as of a device that was joined to another network before."""
        profile = dbusmock.get_object(path)
        ssid = bytes(profile.settings["802-11-wireless"]["ssid"]).decode()
        sender = self.senders.get(ssid)
        psk = str(profile.settings.get("802-11-wireless-security", {}).get("psk", ""))
        self.count += 1
        active = f"/org/freedesktop/NetworkManager/ActiveConnection/{self.count}"
        if self.device.Get(DEVICE, "State") == base.DeviceState.ACTIVATED:
            steps = [(110, 60), (30, 60)]
        else:
            steps = []
        steps += [(40, 0), (50, 0)]
        if sender is None:
            steps += [(120, 53), (30, 0)]
        elif sender.get("hangs"):
            pass
        elif sender["is_locked"] and psk != sender["password"]:
            steps += [(60, 8), (120, 7), (30, 0)]
        elif not sender["gives_address"]:
            steps += [(70, 0), (120, 5), (30, 0)]
        else:
            steps += [(70, 0), (80, 0), (90, 0), (100, 0)]
        self.mock.AddObject(active, base.ACTIVE_CONNECTION_IFACE, {"Connection": dbus.ObjectPath(path)}, [])
        self.device.Set(DEVICE, "ActiveConnection", dbus.ObjectPath(active))
        GLib.timeout_add(STEP_MS, self._step, steps, active)
        return active

    def _step(self, steps, active):
        if self.device.Get(DEVICE, "ActiveConnection") != active:
            return False  # something newer was asked for
        state, reason = steps.pop(0)
        self._say(state, reason)
        if not steps and state == base.DeviceState.DISCONNECTED:
            self.device.Set(DEVICE, "ActiveConnection", dbus.ObjectPath("/"))
        return bool(steps)

    def _say(self, state, reason):
        before = self.device.Get(DEVICE, "State")
        self.device.Set(DEVICE, "State", dbus.UInt32(state))
        self.device.EmitSignal(
            DEVICE, "StateChanged", "uuu", [dbus.UInt32(n) for n in (state, before, reason)]
        )


def load(mock, parameters):
    base.load(mock, {"WirelessEnabled": not parameters["is_off"]})
    manager = dbusmock.get_object(MANAGER)
    if not parameters["has_radio"]:
        return
    air = Air(manager, parameters["air"])
    manager.air = air
    manager.AddMethod(
        base.MANAGER_IFACE, "AddAndActivateConnection2", "a{sa{sv}}ooa{sv}", "ooa{sv}",
        "path = self.air.add(args[0], args[3].get('persist', 'disk'))\n"
        "ret = (path, self.air.activate(path), dbus.Dictionary({}, signature='sv'))",
    )  # fmt: skip
    manager.AddMethod(
        base.MANAGER_IFACE, "ActivateConnection", "ooo", "o", "ret = self.air.activate(args[0])"
    )
    manager.AddMethod(
        "org.tillbox.Test", "OnDisk", "", "as",
        "ret = [k for k, o in objects.items() if getattr(o, 'on_disk', False)]",
    )  # fmt: skip
