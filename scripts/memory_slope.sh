#!/usr/bin/env bash
# Runs a long job of states only, notes the resident memory of the program, and reports how it grows: a line fitted to
# the samples after the first tenth of the run.
#
#   scripts/memory_slope.sh [EPISODES=10000] [FILE.csv]
#
# RESTAGE names the program (default: the release build).
set -euo pipefail
cd "$(dirname "$0")/.."
episodes=${1:-10000}
program=${RESTAGE:-${CARGO_TARGET_DIR:-target}/release/restage}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
samples=${2:-$folder/samples.csv}

"$program" demo --out "$folder/demo" --episodes 1 >/dev/null 2>&1
"$program" generate --source "$folder/demo/scripted_demonstrations" --profile restage --no-film \
    --episodes "$episodes" --shard 0/1 --out "$folder/dataset" --json >"$folder/report.json" 2>"$folder/log" &
child=$!
echo "seconds,episodes,rss_kib" >"$samples"
start=$SECONDS
journal=$folder/dataset.run/shard-0-of-1/journal.jsonl
while rss=$(awk '/^VmRSS/ { print $2 }' "/proc/$child/status" 2>/dev/null) && [[ -n $rss ]]; do
    # A line of the journal is a part of 32 episodes. Once all are there, merging begins; at its end the journal goes.
    parts=$({ wc -l <"$journal"; } 2>/dev/null || true)
    [[ -n $parts ]] || { sleep 1; continue; }
    echo "$((SECONDS - start)),$((parts * 32)),$rss" >>"$samples"
    sleep 2
done
wait "$child" || { tail -5 "$folder/log"; exit 1; }
awk -F, -v all="$episodes" '
    NR > 1 && $2 >= all / 10 && $2 < all { n++; x += $2; y += $3; xx += $2 * $2; xy += $2 * $3 }
    NR > 1 && $2 < all && $3 > generating { generating = $3 }
    $3 > most { most = $3 }
    END {
        if (n < 3) { print "too few samples: take more episodes"; exit 1 }
        slope = (n * xy - x * y) / (n * xx - x * x)
        printf "%d samples; mean %.1f MiB, at most %.1f MiB while generating, %.1f MiB with merging; ", n, y / n / 1024, generating / 1024, most / 1024
        printf "slope %.2f KiB per 1000 episodes\n", slope * 1000
    }' "$samples"
python3 -c "import json, sys; r = json.load(open(sys.argv[1])); print(r['attempts'], 'attempts,', r['successes'], 'episodes,', round(r['seconds']['total']), 's')" "$folder/report.json"
