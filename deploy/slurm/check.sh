#!/usr/bin/env bash
# On a machine with a running Slurm: submits a job in 3 shards, waits for the merge, and compares the dataset byte by
# byte with that of one machine.
#
#   deploy/slurm/check.sh JOB.toml FOLDER     (RESTAGE names the program, FOLDER is new and shared by the nodes)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
job=$(realpath "$1") folder=$(realpath -m "$2") program=${RESTAGE:-restage}
mkdir -p "$folder/alone"
cd "$folder"
"$program" generate "$job" --out "$folder/alone/dataset" >/dev/null
"$here/submit.sh" "$job" "$folder/spread/dataset" 3
while [[ -n $(squeue --noheader --user="$USER" --name=restage,restage-merge) ]]; do sleep 2; done
diff -r "$folder/alone/dataset" "$folder/spread/dataset"
echo "the datasets are equal"
