"""What first boot says of itself: a page for the person who reads the card, and a document for the screen.

Both name keys and what is allowed, never a value, so no secret can be in them. Without times: the same start says
the same, and the card is not written again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from appliance.first_boot.wishes import Refusal
from appliance.first_boot.world import Room

SMALL_REST_MB = 64
OVERHEAD_PERCENT = 10  # what ext4 keeps for itself is less
_WORDS = {
    "slip": 'line {allowed} is not understood; text needs quotation marks: key = "value"',
    "unknown": "there is no such key; allowed are {allowed}",
    "quotes": "this has to be text in quotation marks",
    "number": "this has to be a whole number without quotation marks",
    "yes_no": "this has to be true or false, without quotation marks",
    "text": "this has to be text of at most {allowed} characters",
    "one_of": "allowed is {allowed}",
    "zone": "allowed is a time zone such as {allowed}",
    "url": "allowed is an address such as {allowed}",
    "link": "allowed is an address such as {allowed}",
    "not_here": "this version of the box has no such setting",
    "wifi_password": "a Wi-Fi password has {allowed} characters",
    "ssid": "a Wi-Fi name has {allowed} bytes",
    "radio_country": "allowed are two letters of a country such as {allowed}",
    "apn": "allowed is the access point's name from the SIM card's papers, such as {allowed}",
    "host_name": "allowed are {allowed}, at most 63",
    "admin_key": "allowed is one line of a public SSH key: {allowed}",
    "private_key": "this is a private key. Make a new one, and put only its public half here",
    "needs": "this needs {allowed} beside it",
    "again": "the box does not have it any more; type it again",
    "enrolment_code": "not needed: the box shows a code on its screen, and the owner types it in the back office",
    "user_password": "the box has no users with passwords; a public key in admin_key lets a technician in",
    "ssh_off": "the box keeps its doors closed; technician mode on the screen opens this one",
}


def grown(room: Room | None) -> bool | None:
    """Whether the data partition and its file system fill the card; None where that cannot be told."""
    if room is None:
        return None
    partition_mb = room.data_mb + room.outside_mb
    is_whole = room.outside_mb * 100 <= partition_mb * OVERHEAD_PERCENT
    return is_whole and room.unused_mb <= SMALL_REST_MB


def page(
    hostname: str, taken: Sequence[str], refusals: Sequence[Refusal], room: Room | None, has_masked: bool
) -> str:
    """`tillbox-report.txt`; written only once the stars of `has_masked` are on the card."""
    lines = [f"{hostname}: what the box made of the files on this card", ""]
    if refusals:
        lines += ["Not taken:"]
        lines += [f"  {one.key}: {_words(one)}" for one in refusals]
        lines += ["", "Correct these lines in the file and start the box again.", ""]
    if taken:
        lines += [f"Taken: {', '.join(taken)}", ""]
    if has_masked:
        lines += ["What was secret on this card was taken off it.", ""]
    if grown(room) is False:
        lines += ["The data partition does not fill the card. The box works; it has less room.", ""]
    return "\r\n".join(lines)


def _words(refusal: Refusal) -> str:
    return _WORDS.get(refusal.code, refusal.code).format(allowed=refusal.allowed)


def document(hostname: str, taken: Sequence[str], refusals: Sequence[Refusal], room: Room | None) -> bytes:
    """What the screen shows."""
    content = {
        "version": 1,
        "hostname": hostname,
        "taken": list(taken),
        "refusals": [{"key": one.key, "code": one.code, "allowed": one.allowed} for one in refusals],
        "is_grown": grown(room),
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"
