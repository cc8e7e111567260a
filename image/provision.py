"""Turns a root of packages into a box: the very playbook that a technician runs against a stock system.

Knows how to lead Ansible into a root; what a box is, the roles know.
"""

from __future__ import annotations

import json
from pathlib import Path

from image.commands import Commands
from image.native_python import lent_python
from image.stand_ins import lent_shell

MACHINE = "aarch64"
ROLES = ("base", "storage", "network", "devices", "till", "kiosk")


def provision(commands: Commands, repository: Path, root: Path, ansible: Path, python: Path) -> None:
    """Run the playbook inside `root`. Nothing runs there and nothing is fetched there."""
    # A /proc of its own for every command, gone with it: nothing stays mounted when the build is killed.
    enter = f"unshare --mount --propagation private --pid --fork --kill-child --mount-proc={root}/proc chroot {root}"
    folder = repository / "ansible"
    with lent_shell(root), lent_python(root, python, MACHINE) as interpreter:
        settings = {
            "ansible_connection": "prefix",
            "ansible_prefix": enter,
            "ansible_python_interpreter": interpreter,
            "base_is_running": False,
            "base_is_image": True,
            "base_installs_packages": False,
            "base_may_fetch": False,
        }
        commands.run(
            ansible, folder / "site.yml", "--inventory", "image,", "--extra-vars", json.dumps(settings),
            cwd=folder,
            extra={"ANSIBLE_CONFIG": str(folder / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"},
            timeout_s=3600,
        )  # fmt: skip
