"""The system users of an installed box: a program each, so that none reads what is another's.

On a machine without them (a developer's, where all programs run as one user) there is nobody to name. Knows no
program; the users are made by `ansible/roles/base`.
"""

from __future__ import annotations

import grp
import pwd

TILL = "tillbox-till"
WATCHDOG = "tillbox-watchdog"
KIOSK = "tillbox-kiosk"


def uids(*names: str) -> frozenset[int]:
    """The ids of those of `names` that this machine has."""
    return frozenset(user.pw_uid for user in pwd.getpwall() if user.pw_name in names)


def gid(name: str) -> int | None:
    """The id of the group `name`; None on a machine that has none."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None
