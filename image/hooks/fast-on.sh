#!/usr/bin/env bash
# mmdebstrap runs this when the essential packages lie unpacked in the foreign root ($1), before anything of it ran.
# Under emulation, unpacking, shell scripts and making indexes cost most of the time. So the builder's own programs
# stand in for the root's where it makes no difference, and what makes indexes, compiles or draws keys does nothing
# until it is done once, at the end. fast-off.sh takes all of it back.
set -euo pipefail
root=${1:?the folder of the root}
native=(
  dash dpkg-deb dpkg-split tar gzip sed grep find xargs
  '[' basename cat chgrp chmod chown comm cp cut date dirname echo env expr false head id install ln ls mkdir mktemp
  mv printf readlink realpath rm rmdir sort stat tail tee test touch tr true uniq wc
)
later=(/usr/bin/systemd-hwdb /usr/bin/py3compile /usr/bin/ssh-keygen /usr/sbin/depmod /usr/sbin/update-initramfs)

divert() { # the package's own file goes to NAME.waiting, now or when it is unpacked
  dpkg-divert --root="$root" --quiet --local --rename --divert "$1.waiting" --add "$1" 2>/dev/null
  mkdir -p "$root${1%/*}"
}

# Copied, never mounted: a mount of the builder's root inside the target would outlive a failed build.
mkdir -p "$root/usr/lib64"
ln -s usr/lib64 "$root/lib64"
for name in "${native[@]}"; do
  program=$(readlink -f "$(type -P "$name")")
  ldd "$program" | grep -oE '/[^ ]+' | while read -r library; do
    mkdir -p "$root${library%/*}"
    [ -e "$root$library" ] || cp -L "$library" "$root$library"
  done
  divert "/usr/bin/$name"
  cp "$program" "$root/usr/bin/$name"
done

for program in "${later[@]}"; do
  divert "$program"
  printf '#!/bin/sh\nexit 0\n' >"$root$program"
  chmod 755 "$root$program"
done
# Python's own packages call this by its path to compile the standard library.
divert /usr/lib/python3.13/py_compile.py
: >"$root/usr/lib/python3.13/py_compile.py"

# Nothing may start while packages are being set up.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
