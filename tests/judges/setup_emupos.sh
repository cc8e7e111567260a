#!/usr/bin/env bash
# Makes the environment of the outside printer judge (emupos) in build/judges/emupos.
# It needs Python 3.13; nothing of it is ever imported by the box. Safe to run again: it does nothing when up to date.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

venv=build/judges/emupos
lock=requirements/emupos.txt
stamp="$venv/installed-from"

if [[ -x "$venv/bin/emupos" ]] && cmp --silent "$lock" "$stamp"; then
  exit 0
fi

is_313() { "$@" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }

find_313() {
  local candidate
  while read -r candidate; do
    if is_313 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done < <(
    type -ap python3.13 python3 || true
    find "${PYENV_ROOT:-$HOME/.pyenv}/versions" -path '*3.13*/bin/python3.13' 2>/dev/null || true
    find "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}" -path '*/bin/python3.13' 2>/dev/null || true
  )
  return 1
}

if ! python=$(find_313); then
  echo "The printer judge emupos needs Python 3.13 and none was found (looked on PATH, in pyenv and in uv)." >&2
  echo "Install it (Debian trixie: apt-get install python3.13-venv) and run tests/judges/setup_emupos.sh again." >&2
  exit 1
fi

rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
cp "$lock" "$stamp"
echo "emupos is ready in $venv ($python)"
