#!/usr/bin/env bash
# Installs the Debian packages that Restage runs with: a C compiler for two dependencies, and ffmpeg for video.
# With --gpu also the Vulkan loader and a software Vulkan driver, for the Bevy renderer.
set -euo pipefail
wanted=(ffmpeg gcc libc6-dev)
[[ " $* " == *" --gpu "* ]] && wanted+=(libvulkan1 mesa-vulkan-drivers)
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
    echo "installing: ${missing[*]}" >&2
    as_root=()
    [[ $EUID -eq 0 ]] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi
if ! command -v cargo >/dev/null; then
    echo "no Rust toolchain on the PATH; hint: install Rust 1.95 or newer with rustup, then run this again" >&2
    exit 1
fi
