#!/usr/bin/env python3
"""Checks generate.py on three local Ray nodes, one of which is killed in the middle.

    python check.py --program PATH/restage [--episodes 120] [--shards 12]

Compares the dataset with that of one machine, byte by byte, and counts every episode once.
"""

import argparse
import filecmp
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from ray.cluster_utils import Cluster

HERE = pathlib.Path(__file__).resolve().parent


def write_job(folder, program, episodes):
    """Scripted demonstrations and a job of states only."""
    subprocess.run([program, "demo", "--out", folder / "demo", "--episodes", "1"], check=True, capture_output=True)
    job = folder / "job.toml"
    job.write_text(
        "seed = 3\n[[sources]]\n"
        f'path = "{folder}/demo/scripted_demonstrations"\nprofile = "restage"\n'
        f"[output]\nepisodes = {episodes}\n[film]\nenabled = false\n[run]\nepisodes_per_part = 4\n"
    )
    return job


def differences(one, other):
    """Relative names of files that are not in both folders with the same bytes."""
    names = {path.relative_to(root) for root in (one, other) for path in root.rglob("*") if path.is_file()}
    same = lambda name: (
        (one / name).is_file() and (other / name).is_file() and filecmp.cmp(one / name, other / name, shallow=False)
    )
    return sorted(str(name) for name in names if not same(name))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--episodes", type=int, default=120)
    parser.add_argument("--shards", type=int, default=12)
    args = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="restage-ray-"))
    job = write_job(folder, args.program, args.episodes)
    alone, spread = folder / "alone" / "dataset", folder / "spread" / "dataset"
    subprocess.run([args.program, "generate", job, "--out", alone], check=True, capture_output=True)

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    others = [cluster.add_node(num_cpus=1) for _ in range(2)]
    cluster.wait_for_nodes()
    run = subprocess.Popen(
        [sys.executable, HERE / "generate.py", job, "--out", spread, "--shards", str(args.shards)]
        + ["--address", cluster.address, "--program", args.program],
        stdout=subprocess.PIPE,
        text=True,
    )
    journals = lambda: list((spread.parent / "dataset.run").glob("shard-*/journal.jsonl"))
    written = lambda: sum(path.stat().st_size > 0 for path in journals())
    while run.poll() is None and written() < args.shards // 4:
        time.sleep(0.05)
    killed = run.poll() is None
    cluster.remove_node(others[0], allow_graceful=False)
    print(f"killed a node after {written()} of {args.shards} shards had begun to write", file=sys.stderr)
    out, _ = run.communicate()
    report = json.loads(out)
    cluster.shutdown()
    differing = differences(alone, spread)
    print(f"{report['successes']} of {args.episodes} episodes; files that differ: {differing or 'none'}")
    return 0 if killed and run.returncode == 0 and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
