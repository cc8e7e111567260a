#!/usr/bin/env bash
# Gives a Debian without a Python 3.13 the one of trixie, unpacked into a folder of its own with its own C library.
# Needs mmdebstrap and patchelf, and root. Where find_python313.sh looks, and nothing else of the machine is touched.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
"$here/tests/judges/find_python313.sh" >/dev/null 2>&1 && exit 0

for tool in mmdebstrap patchelf; do
  command -v "$tool" >/dev/null || { echo "No Python 3.13 here, and none to be had: apt-get install $tool" >&2; exit 1; }
done
place=${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}/debian-3.13
echo "Unpacking Debian's Python 3.13 into $place"
rm -rf "$place" "$place.part"
mkdir -p "${place%/*}"
cd "$here"
python3 -c '
from pathlib import Path
from image.apt_sources import exchange_suites, read_builder
from image.build import SUITE, builder_suite
print(*exchange_suites(read_builder(Path("/etc/apt")), builder_suite(), SUITE), sep="\n")' |
  mmdebstrap --quiet --variant=extract --mode=root --format=directory --skip=check/empty \
    '--aptopt=APT::Install-Recommends "false"' --include=python3.13,libc-bin trixie "$place.part" -

program=$place.part/usr/bin/python3.13
libraries=$(dirname "$(find "$place.part/usr/lib" -name libc.so.6)")
loader=$(find "$place.part"/usr/lib*/ -maxdepth 2 -name 'ld-linux-*.so.*' | sed -n 1p)
patchelf --force-rpath --set-rpath "${libraries/.part/}" --set-interpreter "${loader/.part/}" "$program"
mv "$place.part" "$place"
"$here/tests/judges/find_python313.sh"
