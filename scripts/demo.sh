#!/usr/bin/env bash
# Installs what is missing, builds the program and runs the main job: `restage demo OUT` (default: out/demo).
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/install.sh
cargo run --release --locked --quiet -- demo --out "${1:-out/demo}" "${@:2}"
