#!/usr/bin/env bash
# Makes the virtual environment with a Python of at least 3.11 and the installer in it.
# The system's own Python comes first: GTK's bindings for the kiosk window are built for it alone.
set -euo pipefail
venv=$1
here=$(cd "$(dirname "$0")" && pwd)

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

for python in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
  if command -v "$python" >/dev/null && fits "$python"; then
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/uv.txt"
    exit 0
  fi
done
echo "Tillbox needs Python 3.11 or newer with venv (on Debian: apt install python3-venv)." >&2
exit 1
