"""A booted container of this machine, and the playbook that makes a box of it.

No network, no board, no screen: the lamp's pins are gpiozero's pretended ones, the screen is drawn into memory.
Everything else is what a box has.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.system.roles.root import REPOSITORY, CannotRun

ANSIBLE = REPOSITORY / ".venv-ansible" / "bin"
PLAYBOOK = REPOSITORY / "ansible"
BOOT_LIMIT_S = 120.0
STOP_LIMIT_S = 30.0
PLAY_LIMIT_S = 1200.0
COMMAND_LIMIT_S = 60.0
ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0",
}  # fmt: skip


class PlayFailed(Exception):
    """The playbook did not end well; its last words and those of our units."""


class Container:
    """One container on a root of its own, which is changed."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root = root
        self._console = scratch / "console"
        self._notify = scratch / "notify"
        self._process: subprocess.Popen[bytes] | None = None
        self._pid = 0

    @property
    def prefix(self) -> list[str]:
        """What leads inside, put before a command."""
        return ["nsenter", "--target", str(self._pid), "--all"]

    def boot(self) -> None:
        """Start it; returns when its systemd says that it is up. Raises CannotRun."""
        command = [
            "systemd-nspawn", "--boot", "--quiet", "--register=no", "--keep-unit", "--private-network",
            "--notify-ready=yes", "--console=pipe", f"--directory={self.root}",
        ]  # fmt: skip
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, self._console.open("wb") as console:
            ear.bind(str(self._notify))
            self._process = subprocess.Popen(
                command,
                env={**os.environ, "NOTIFY_SOCKET": str(self._notify)},
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
            )
            self._listen(ear)

    def _listen(self, ear: socket.socket) -> None:
        until_s = time.monotonic() + BOOT_LIMIT_S
        ear.settimeout(1.0)
        while time.monotonic() < until_s:
            try:
                said = ear.recv(4096).decode()
            except TimeoutError:
                if self._process is None or self._process.poll() is not None:
                    break
                continue
            if leader := re.search(r"^X_NSPAWN_LEADER_PID=(\d+)$", said, re.MULTILINE):
                self._pid = int(leader[1])
            if re.search(r"^READY=1$", said, re.MULTILINE):
                return
        words = self._console.read_text(errors="replace").strip()[-600:]
        self.stop()
        raise CannotRun(f"The roles cannot be tried here: the container did not boot. It said: {words}")

    def stop(self) -> None:
        """Switch it off; by force when it does not go."""
        if self._process is None:
            return
        if self._pid and self._process.poll() is None:
            try:
                os.kill(self._pid, signal.SIGRTMIN + 3)  # systemd(1): halt
                self._process.wait(STOP_LIMIT_S)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                os.kill(self._pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait(STOP_LIMIT_S)

    def run(self, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command inside as root; whatever it says."""
        return subprocess.run(
            [*self.prefix, "--", *command],
            input=given,
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            timeout=COMMAND_LIMIT_S,
        )

    def ask(self, *command: str) -> str:
        """What a command inside prints; it has to succeed."""
        done = self.run(*command)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def apply_roles(self) -> str:
        """Run the playbook against it; what it printed. Raises PlayFailed."""
        play = subprocess.run(
            [str(ANSIBLE / "ansible-playbook"), "--inventory", "inventory/container.yml", "site.yml"],
            cwd=PLAYBOOK,
            env={
                **os.environ,
                "TILLBOX_PREFIX": " ".join(self.prefix),
                "ANSIBLE_CONFIG": str(PLAYBOOK / "ansible.cfg"),
                "ANSIBLE_NOCOLOR": "1",
            },
            capture_output=True,
            text=True,
            timeout=PLAY_LIMIT_S,
        )
        if play.returncode != 0:
            said = self.run("journalctl", "--unit=tillbox-*", "--output=cat", "--lines=60").stdout
            raise PlayFailed(f"{play.stdout[-4000:]}{play.stderr[-2000:]}\n{said}")
        return play.stdout


def changed(play: str) -> list[str]:
    """The tasks that changed something, with what they changed."""
    tasks, task = [], ""
    for line in play.splitlines():
        if found := re.match(r"(?:TASK|RUNNING HANDLER) \[(.+)\]", line):
            task = found[1]
        elif line.startswith("changed:"):
            tasks.append(f"{task} {line.removeprefix('changed:').strip()}")
    return tasks
