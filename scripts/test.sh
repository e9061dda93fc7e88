#!/usr/bin/env bash
# Every check of the project, in the order of their cost: format, lints, unit and integration tests, then the
# tests of the Bevy renderer on software Vulkan. Named steps; the first that fails stops the run and says which.
#
#   RESTAGE_SKIP_GPU=1          leave the Bevy renderer out (saves a long cold build)
#   RESTAGE_REAL_DATA=DIR       folder with the real recordings (default ../shared/real); absent: those tests say SKIPPED
#   RESTAGE_REQUIRE_REAL_DATA=1 absent real recordings are a failure
#   RESTAGE_LEROBOT_PYTHON=FILE python of an environment with lerobot: generated datasets are loaded with it
#   RESTAGE_S3_SERVER=FILE      moto_server of the Python package moto[server]: stores are tested with it
#   RESTAGE_REQUIRE_S3=1        no such server is a failure
#   RESTAGE_CARGO_DENY=FILE     cargo-deny, where it is not on the PATH; RESTAGE_REQUIRE_DENY=1: none is a failure
#   RESTAGE_REQUIRE_GPU=1       no Vulkan driver, not even a software one, is a failure
set -euo pipefail
cd "$(dirname "$0")/.."
step() {
    echo "== $1" >&2
    shift
    local start=$SECONDS
    "$@" || { echo "FAILED: $*" >&2; exit 1; }
    echo "   $((SECONDS - start)) s" >&2
}
# One selection of packages and features for all steps, so that every dependency is compiled once.
selection=(--workspace --all-features)
if [[ -n ${RESTAGE_SKIP_GPU:-} ]]; then
    echo "== the Bevy renderer is left out (RESTAGE_SKIP_GPU)" >&2
    selection=(--workspace --exclude restage-film-gpu --features restage/s3)
    step install bash scripts/install.sh
else
    step install bash scripts/install.sh --gpu
fi
export RUST_BACKTRACE=1
step format cargo fmt --all --check
step lints cargo clippy --release --locked "${selection[@]}" --all-targets -- -D warnings
step tests cargo test --release --locked "${selection[@]}"
# Advisories need a database from the network, and are left out: `cargo deny check advisories` where there is one.
deny=${RESTAGE_CARGO_DENY:-cargo-deny}
if "$deny" --version >/dev/null 2>&1; then
    step licences "$deny" --all-features check licenses bans sources
elif [[ ${RESTAGE_REQUIRE_DENY:-} == 1 ]]; then
    echo "FAILED: cargo-deny is required, and $deny does not run" >&2
    exit 1
else
    echo "== licences: SKIPPED, cargo-deny is not installed (cargo install cargo-deny)" >&2
fi
