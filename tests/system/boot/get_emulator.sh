#!/usr/bin/env bash
# Installs QEMU 10 and what reads cards. An older Debian has it in its backports, from the mirror this machine uses.
set -euo pipefail

new_enough() {
  command -v qemu-system-aarch64 >/dev/null &&
    [ "$(qemu-system-aarch64 --version | sed -nE '1s/.*version ([0-9]+).*/\1/p')" -ge 10 ]
}

more=()
for pair in qemu-img:qemu-utils mcopy:mtools mkfs.vfat:dosfstools sfdisk:fdisk setpriv:util-linux; do
  command -v "${pair%%:*}" >/dev/null || more+=("${pair##*:}")
done
if new_enough && [ "${#more[@]}" -eq 0 ]; then exit 0; fi

suite=()
if ! new_enough; then
  # shellcheck disable=SC1091
  . /etc/os-release
  candidate=$(apt-cache policy qemu-system-arm | sed -nE 's/ *Candidate: ([0-9]+:)?([0-9]+).*/\2/p')
  if [ "${candidate:-0}" -lt 10 ]; then
    # shellcheck disable=SC2016
    mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $VERSION_CODENAME" | sed -n 1p)
    [ -n "$mirror" ] || { echo "This machine's apt knows no $VERSION_CODENAME." >&2; exit 1; }
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $VERSION_CODENAME-backports main" \
      >/etc/apt/sources.list.d/tillbox-emulator.list
    apt-get update -qq
    suite=(-t "$VERSION_CODENAME-backports")
  fi
  more+=(qemu-system-arm qemu-utils)
fi
echo "Installing from Debian: ${more[*]}"
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${suite[@]}" "${more[@]}" >/dev/null
new_enough
