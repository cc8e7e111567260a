#!/usr/bin/env bash
# Makes a second environment with Python 3.13, where one is found; CI insists on it.
set -euo pipefail
venv=$1
uv=$2
here=$(cd "$(dirname "$0")/../.." && pwd)

find_python() {
  if python3.13 -c '' 2>/dev/null; then command -v python3.13; return; fi
  if command -v pyenv >/dev/null; then
    local version
    version=$(pyenv versions --bare | grep -E '^3\.13(\.[0-9]+)?$' | tail -n 1 || true)
    [ -z "$version" ] || echo "$(pyenv root)/versions/$version/bin/python3.13"
  fi
}

python=$(find_python)
if [ -z "$python" ]; then
  echo "Python 3.13 is not here: the tests run on this machine's Python only."
  [ "${CI:-}" != true ] || { echo "CI requires Python 3.13." >&2; exit 1; }
  exit 0
fi
[ -x "$venv/bin/python" ] || "$python" -m venv --without-pip "$venv"
"$uv" pip install -q --python "$venv/bin/python" --require-hashes -r "$here/requirements/dev.txt"
