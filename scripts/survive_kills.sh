#!/usr/bin/env bash
# Kills `restage generate` with SIGKILL at random moments, lets it go on, and compares the dataset byte by byte with
# that of a run that was left alone.
#
#   scripts/survive_kills.sh [TRIALS] [-- more arguments of generate, such as --fps 20]
#
# RESTAGE names the program (default: the release build). Without arguments of your own, states only, 24 scripted
# episodes in parts of 4; each trial is one run killed once, at a random moment.
set -euo pipefail
cd "$(dirname "$0")/.."
trials=${1:-100}
[[ ${2:-} == -- ]] && shift 2 || set -- --no-film
program=${RESTAGE:-${CARGO_TARGET_DIR:-target}/release/restage}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" demo --out "$folder/demo" --episodes 1 >/dev/null 2>&1
cat >"$folder/job.toml" <<JOB
seed = 5
[[sources]]
path = "$folder/demo/scripted_demonstrations"
profile = "restage"
[output]
episodes = 24
[film]
width = 64
height = 64
[run]
episodes_per_part = 4
JOB
generate() { "$program" generate "$folder/job.toml" --out "$1/dataset" "${@:2}" >/dev/null 2>"$1/log"; }

mkdir "$folder/whole"
start=$(date +%s%N)
generate "$folder/whole" "$@"
length=$((($(date +%s%N) - start) / 1000000))
echo "a run takes $length ms; $trials trials"
killed=0
for ((trial = 1; killed < trials; trial++)); do
    place=$folder/trial
    rm -rf "$place" && mkdir "$place"
    "$program" generate "$folder/job.toml" --out "$place/dataset" "$@" >/dev/null 2>"$place/log" &
    child=$!
    sleep "$(awk "BEGIN { srand($trial); print rand() * $length / 1000 }")"
    kill -KILL "$child" 2>/dev/null || true
    status=0
    { wait "$child" || status=$?; } 2>/dev/null
    # 128 + 9: ended by the kill, not before.
    if [[ $status -eq 137 ]]; then killed=$((killed + 1)); fi
    generate "$place" "$@" || { cat "$place/log"; echo "trial $trial: the run could not go on"; exit 1; }
    diff -r "$folder/whole/dataset" "$place/dataset" || { echo "trial $trial: the dataset differs"; exit 1; }
done
echo "$killed of $killed killed runs came to the same dataset; $((trial - 1 - killed)) more ended before their moment came"
