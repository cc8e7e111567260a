"""From the base configuration and what was asked for to one complete configuration; what does not fit is refused.

`config.check` is the judge, so that a value allowed there is allowed here. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from appliance.config import Config, ConfigError, check
from appliance.domain.countries import PACKS
from appliance.first_boot.wishes import SETTINGS, Refusal, Value

OWN_NAMES = {name: key for key, (name, _) in SETTINGS.items()}
PRESEED_NAMES = {"zone": "locale.timezone", "language": "locale.lang"}
_NAMED_ALLOWED = {
    "zone": ("zone", "Europe/Berlin"),
    "office_url": ("url", "https://office.example"),
    "printer_link": ("link", "tcp://192.168.1.50:9100, usb:///dev/usb/lp0"),
}


def complete(
    base: Config, preseed: Mapping[str, Value], own: Mapping[str, Value]
) -> tuple[Config, tuple[Refusal, ...]]:
    """The configuration the box runs with. `own` wins over `preseed`, and both over `base`."""
    names = {
        **{name: PRESEED_NAMES.get(name, name) for name in preseed},
        **{n: OWN_NAMES.get(n, n) for n in own},
    }
    known = {field.name for field in fields(Config)}
    wanted = {**preseed, **own}
    refusals = [Refusal(names[name], "not_here") for name in wanted if name not in known]
    wanted = {name: value for name, value in wanted.items() if name in known}
    try:
        chosen = check(replace(base, **_with_followers(wanted)))  # type: ignore[arg-type]  # typed when they were read
    except ConfigError:
        chosen = base
        for name, value in wanted.items():  # at least one does not fit: take them one by one
            try:
                chosen = check(replace(chosen, **_with_followers({name: value})))  # type: ignore[arg-type]  # as above
            except ConfigError as problem:
                refusals.append(Refusal(names[name], *_why(name, str(problem))))
    return chosen, tuple(refusals)


def _with_followers(wanted: Mapping[str, Value]) -> dict[str, Value]:
    """A country brings its time zone unless one was asked for; an address of a back office is there to be used."""
    followers: dict[str, Value] = {}
    pack = PACKS.get(str(wanted.get("country", "")).upper())
    if pack is not None and pack.code != "GENERIC":
        followers["zone"] = pack.zone
    if wanted.get("office_url"):
        followers["enrol_at_start"] = True
    return {**followers, **wanted}


def _why(name: str, problem: str) -> tuple[str, str]:
    """Code and language-free text of the configuration's refusal, which never repeats the value."""
    if name in _NAMED_ALLOWED:
        return _NAMED_ALLOWED[name]
    allowed = problem.rpartition("allowed ")[2]
    return "one_of", allowed.removeprefix("are ").removeprefix("is ").replace(" to ", "–")
