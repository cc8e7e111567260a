"""What each rig's report must say: the same rules for the short counts of the tests and the soak's full ones.

Every function returns what is wrong in words; an empty list is a pass. A control that loses nothing is wrong
too: then the fault did not bite, and the other counts of that run prove nothing.
"""

from collections.abc import Callable
from typing import Any

CONTROLS = ("no_fsync", "tinydb")
ROOM_TOLD_LIMIT_S = 2.0


def power(report: list[dict[str, Any]]) -> list[str]:
    """Cuts: nothing acknowledged is lost, every disk mounts, and the controls do lose."""
    wrong = []
    for variant in report:
        name, failed, cuts = variant["variant"], variant["failed"], variant["cuts"]
        if name in CONTROLS:
            if failed == 0:
                wrong.append(f"control {name}: none of {cuts} cuts lost anything, so the rig proves nothing")
            continue
        if failed:
            wrong += [f"{name}: {failed} of {cuts} cuts broke a promise", *variant["problems"]]
        if variant["no_journal_after_ack"]:
            wrong.append(
                f"{name}: {variant['no_journal_after_ack']} disks without a journal after a sale was promised"
            )
        if not variant["acks_compared"]:
            wrong.append(f"{name}: no sale was ever compared")
    return wrong


def kill(report: dict[str, Any]) -> list[str]:
    """Kills: every round whole, and enough sales promised for that to mean something."""
    wrong = (
        [f"{report['failed']} of {report['rounds']} rounds failed", *report["problems"]]
        if report["failed"]
        else []
    )
    if report["acks"] < report["rounds"]:
        wrong.append(f"only {report['acks']} sales in {report['rounds']} rounds: the kills came too early")
    return wrong


def days(report: dict[str, Any]) -> list[str]:
    """Market days: all books agree; the control, a till that forgets what came back, must be caught."""
    if report["variant"] != "days":
        bites = f"control {report['variant']}: nothing was wrong, so the rig proves nothing"
        return [] if report["failed"] else [bites]
    wrong = list(report["problems"])
    if report["actions"] < 500 * report["days"]:
        wrong.append(f"only {report['actions']} deeds in {report['days']} days")
    return wrong + [f"nobody ever did {deed}" for deed, count in report["deeds"].items() if not count]


def disk(report: dict[str, Any]) -> list[str]:
    """Disk faults: the expected refusal and state of each fault, and nothing promised that is not there."""
    if "error" in report:
        return [str(report["error"])]
    expected = EXPECTED[report["fault"]]
    wrong = [
        f"{key} is {report.get(key)!r}, not {value!r}"
        for key, value in expected.items()
        if report.get(key) != value
    ]
    if not report["acks"]:
        wrong.append("no sale was made before the fault")
    return wrong + list(report.get("problems", ["the disk was not judged"]))


def full_till(report: dict[str, Any]) -> list[str]:
    """A full disk under the whole till: said, and over by itself and at the first try once there is room."""
    expected = {"refused_with": 507, "full": ["danger", "status.full"], "sold_at_once": True}
    wrong = [
        f"{key} is {report[key]!r}, not {value!r}" for key, value in expected.items() if report[key] != value
    ]
    if report["told_s"] > ROOM_TOLD_LIMIT_S:
        wrong.append(f"{report['told_s']} s after there was room the till still said {report['room']}")
    return wrong


def model(report: dict[str, Any]) -> list[str]:
    """Schedules: every one agrees; a control, with a rule taken away, must not."""
    if report["variant"] != "model":
        bites = f"control {report['variant']}: none of {report['schedules']} schedules failed, so they prove nothing"
        return [] if report["failed"] else [bites]
    return [f"{report['failed']} schedules failed", *report["problems"]] if report["failed"] else []


def processes(report: dict[str, Any]) -> list[str]:
    """Schedules on real processes: each drains and agrees, and there was something to agree on."""
    wrong = list(report["problems"])
    if report["acks"] < report["rounds"]:
        wrong.append(f"only {report['acks']} sales in {report['rounds']} schedules")
    return wrong


EXPECTED: dict[str, dict[str, Any]] = {
    "full": {
        "filled_code": "store_full",
        "filled_problem": "full",
        "still_full_code": "store_full",
        "reopened_kept": True,
        "reopened_damage": None,
        "reopened_code": "store_full",
        "refilled_code": "store_full",
        "no_ballast_damage": None,
        "no_ballast_opened": "full",
        "no_ballast_code": "store_full",
        "no_ballast_sold": 0,
        "no_ballast_kept": True,
        "room_code": "",
        "room_sold": 20,
        "room_problem": None,
        "room_kept": True,
        "room_damage": None,
    },
    "read_only": {
        "code": "store_failed",
        "false_acks": 0,
        "kept": True,
        "reopened_problem": "read_only",
        "reopened_code": "store_read_only",
        "reopened_acks": 0,
        "reopened_kept": True,
    },
    "flush_fails": {
        "code": "store_failed",
        "false_acks": 0,
        "healed_acks": 0,
        "healed_code": "store_failed",
        "problem": "failed",
    },
}

JUDGES: dict[str, Callable[[Any], list[str]]] = {
    "power": power,
    "kill": kill,
    "till": kill,
    "disk": disk,
    "full_till": full_till,
    "days": days,
    "model": model,
    "processes": processes,
}
