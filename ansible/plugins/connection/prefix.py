"""A connection into a root or a container on this very machine, by a command that leads into it.

`ansible_prefix` is put before every command: `chroot /path` fills an image's root, `nsenter --target PID --all`
enters a booted container. Files go in and out through the same way, so nothing has to listen inside.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from ansible.errors import AnsibleConnectionFailure, AnsibleError

from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = """
name: prefix
short_description: run commands behind a prefix on this machine
description: Enters a root (chroot) or a container (nsenter) of this machine by putting a command before each command.
author: Tillbox
options:
  prefix:
    description: The command that leads inside, split as a shell would.
    required: true
    type: string
    vars:
      - name: ansible_prefix
  limit_s:
    description: Seconds after which a command that does not end is given up.
    default: 1800
    type: integer
    vars:
      - name: ansible_prefix_limit_s
extends_documentation_fragment:
  - connection_pipelining
"""

ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
}


class Connection(ConnectionBase):
    """Stateless: each command goes in by itself."""

    transport = "prefix"
    has_pipelining = True
    has_tty = False

    def _connect(self) -> Connection:
        self._connected = True
        return self

    def exec_command(
        self, cmd: str, in_data: bytes | None = None, sudoable: bool = True
    ) -> tuple[int, bytes, bytes]:
        """Run `cmd` inside by /bin/sh; (code, output, errors)."""
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        done = self._enter(["/bin/sh", "-c", cmd], in_data)
        return done.returncode, done.stdout, done.stderr

    def put_file(self, in_path: str, out_path: str) -> None:
        """Copy a file of this machine inside."""
        super().put_file(in_path, out_path)
        done = self._enter(["/bin/sh", "-c", f"cat > {shlex.quote(out_path)}"], Path(in_path).read_bytes())
        if done.returncode != 0:
            raise AnsibleError(f"{out_path} could not be written: {done.stderr.decode(errors='replace')}")

    def fetch_file(self, in_path: str, out_path: str) -> None:
        """Copy a file from inside."""
        super().fetch_file(in_path, out_path)
        done = self._enter(["/bin/cat", in_path])
        if done.returncode != 0:
            raise AnsibleError(f"{in_path} could not be read: {done.stderr.decode(errors='replace')}")
        Path(out_path).write_bytes(done.stdout)

    def close(self) -> None:
        """Nothing is open."""
        self._connected = False

    def _enter(self, command: list[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        words = [*shlex.split(self.get_option("prefix")), *command]
        try:
            return subprocess.run(
                words,
                input=given or b"",
                capture_output=True,
                env=ENVIRONMENT,
                timeout=self.get_option("limit_s"),
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise AnsibleConnectionFailure(f"{words[0]}: {problem}") from problem
