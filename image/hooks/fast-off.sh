#!/usr/bin/env bash
# The foreign root ($1) gets its own programs back. Nothing of the builder may stay.
set -euo pipefail
root=${1:?the folder of the root}
dpkg-divert --root="$root" --list '*.waiting' | sed -E 's/^local diversion of (.*) to .*$/\1/' | while read -r program; do
  rm -f "$root$program"
  dpkg-divert --root="$root" --quiet --local --rename --remove "$program"
done
rm -rf "${root:?}/lib64" "$root/usr/lib64" "$root/usr/lib/x86_64-linux-gnu" "$root/usr/sbin/policy-rc.d"
