#!/usr/bin/env bash
# Makes a second environment with Python 3.13, where one is found; CI insists on it.
set -euo pipefail
venv=$1
uv=$2
here=$(cd "$(dirname "$0")/../.." && pwd)

if ! python=$("$here/tests/judges/find_python313.sh"); then
  [ "${CI:-}" != true ] || exit 1
  echo "The unit tests run on this machine's own Python only."
  exit 0
fi
[ -x "$venv/bin/python" ] || "$python" -m venv --without-pip "$venv"
"$uv" pip install -q --python "$venv/bin/python" --require-hashes -r "$here/requirements/dev.txt"
