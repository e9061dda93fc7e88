#!/usr/bin/env bash
# Fuzzes every reader of files from elsewhere: job and scene files, profiles, recordings, datasets, meshes, pictures,
# archives. Any panic, endless work or memory beyond the limit is a finding: it stops the script and is kept.
#
#   scripts/fuzz.sh [SECONDS=600] [TARGETS...]
#
# Needs a nightly toolchain and `cargo install cargo-fuzz`. RESTAGE names the program, which makes the datasets that
# some targets begin with (default: the release build). New inputs and findings go to fuzz/corpus and fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
shift || true
program=${RESTAGE:-${CARGO_TARGET_DIR:-target}/release/restage}
target_dir=${RESTAGE_FUZZ_TARGET_DIR:-fuzz/target}
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || mapfile -t targets < <(cargo +nightly fuzz list)
base=$(mktemp -d)
trap 'rm -rf "$base"' EXIT

# Good datasets, of which a target replaces one file at a time.
"$program" demo --out "$base/demo" --episodes 1 >/dev/null 2>&1
"$program" generate --source "$base/demo/scripted_demonstrations" --profile restage --episodes 1 --seed 1 \
    --size 16x16 --camera wrist --shard 0/2 --out "$base/dataset" >/dev/null 2>&1
mkdir "$base/lerobot"
cp -r "$base/dataset.run/shard-0-of-2/part-00000000" "$base/lerobot/v30"
cp -r fuzz/bases/lerobot_v21 "$base/lerobot/v21"
declare -A bases=([lerobot]=$base/lerobot [dataset]=$base/lerobot/v30 [run_folder]=$base/run_folder)
cp -r "$base/dataset.run" "$base/run_folder"
rm -r "$base/run_folder/shard-0-of-2/lock" "$base"/run_folder/shard-0-of-2/part-*

for target in "${targets[@]}"; do
    corpus=fuzz/corpus/$target seeds=fuzz/seeds/$target
    mkdir -p "$corpus" "$seeds"
    export RESTAGE_FUZZ_BASE=${bases[$target]:-}
    if [[ -n $RESTAGE_FUZZ_BASE ]]; then
        # A byte that chooses the file (their order is that of bytes), then the good file.
        index=0
        while IFS= read -r file; do
            { printf "\\x$(printf %02x "$index")"; cat "$RESTAGE_FUZZ_BASE/$file"; } >"$corpus/good-$index"
            index=$((index + 1))
        done < <(cd "$RESTAGE_FUZZ_BASE" && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
    fi
    echo "== $target" >&2
    cargo +nightly fuzz run --target-dir "$target_dir" "$target" "$corpus" "$seeds" -- -max_total_time="$seconds" \
        -max_len=200000 -timeout=20 -rss_limit_mb=3072 -malloc_limit_mb=2048 -print_final_stats=1 -verbosity=0
done
