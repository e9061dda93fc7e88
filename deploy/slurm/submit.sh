#!/usr/bin/env bash
# Submits a job as a Slurm array, and the merge that waits for it. Prints the numbers of both.
#
#   deploy/slurm/submit.sh JOB.toml OUT SHARDS [sbatch options, such as --partition=gpu --gres=gpu:1 --cpus-per-task=16]
set -euo pipefail
[[ $# -ge 3 ]] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
job=$(realpath "$1") out=$(realpath -m "$2") shards=$3
shift 3
mkdir -p "$(dirname "$out")"
array=$(sbatch --parsable --array="0-$((shards - 1))" --export="ALL,JOB=$job,OUT=$out,SHARDS=$shards" "$@" "$here/generate.sbatch")
merge=$(sbatch --parsable --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes --export="ALL,OUT=$out" "$here/merge.sbatch")
echo "shards $array, merge $merge"
