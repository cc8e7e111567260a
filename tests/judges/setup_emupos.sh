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
python=$(tests/judges/find_python313.sh)
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
cp "$lock" "$stamp"
echo "emupos is ready in $venv ($python)"
