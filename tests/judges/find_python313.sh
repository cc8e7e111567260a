#!/usr/bin/env bash
# Prints the path of a Python 3.13, looked for on PATH, in pyenv and in uv; fails with a sentence when there is none.
set -euo pipefail

is_313() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }

while read -r candidate; do
  if is_313 "$candidate"; then
    printf '%s\n' "$candidate"
    exit 0
  fi
done < <(
  type -ap python3.13 python3 || true
  find "${PYENV_ROOT:-$HOME/.pyenv}/versions" -path '*3.13*/bin/python3.13' 2>/dev/null || true
  find "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}" -path '*/bin/python3.13' 2>/dev/null || true
)
echo "Python 3.13 was not found (looked on PATH, in pyenv and in uv). Debian trixie: apt install python3.13-venv" >&2
exit 1
