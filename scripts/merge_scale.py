#!/usr/bin/env python3
"""Measures time and memory of `restage merge` by the number of episodes.

    scripts/merge_scale.py [--program target/release/restage] [--folder DIR] [--episodes 10000 100000 ...]

One real part of 32 episodes (states only) is made by the program; the run folders that are merged hold it as often as it
takes, as hard links under the names of other episodes. Memory grows until the first file of states is full (100 MB, about
11,000 episodes), since the index of an open file is kept, and stays there.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

EPISODES_PER_PART = 32


def make_part(program, folder):
    """A run folder with one part, made by the program."""
    subprocess.run([program, "demo", "--out", folder / "demo", "--episodes", "1"], check=True, capture_output=True)
    command = [program, "generate", "--source", folder / "demo/scripted_demonstrations", "--profile", "restage"]
    command += ["--no-film", "--episodes", str(EPISODES_PER_PART), "--shard", "0/2", "--out"]
    subprocess.run([*command, folder / "one/dataset"], check=True, capture_output=True)
    return folder / "one/dataset.run"


def multiply(run, other, episodes):
    """A run folder of so many episodes."""
    shard, target = run / "shard-0-of-2", other / "shard-0-of-1"
    target.mkdir(parents=True)
    description = json.loads((run / "run.json").read_text())
    description["requested"] = episodes
    (other / "run.json").write_text(json.dumps(description))
    record = json.loads((shard / "journal.jsonl").read_text().splitlines()[0])
    part = shard / "part-00000000"
    files = [path.relative_to(part) for path in part.rglob("*") if path.is_file()]
    with (target / "journal.jsonl").open("w") as journal:
        for first in range(0, episodes, EPISODES_PER_PART):
            record["first"], record["end"] = first, first + EPISODES_PER_PART
            for number, episode in enumerate(record["episodes"]):
                episode["episode"] = first + number
            journal.write(json.dumps(record) + "\n")
            for name in files:
                place = target / f"part-{first:08d}" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                os.link(part / name, place)


def merge(program, run, out):
    """Merges; gives seconds and peak resident memory in KiB."""
    start = time.monotonic()
    child = subprocess.Popen([program, "merge", run, "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(errors.decode()[-2000:])
    return time.monotonic() - start, usage.ru_maxrss


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="target/release/restage")
    parser.add_argument("--folder", default=None, help="where to work; needs about 50 kB of disk per episode")
    parser.add_argument("--episodes", type=int, nargs="+", default=[3200, 12800, 25600])
    args = parser.parse_args()
    program = shutil.which(args.program) or args.program
    folder = pathlib.Path(tempfile.mkdtemp(prefix="merge-", dir=args.folder))
    try:
        run = make_part(program, folder)
        for episodes in args.episodes:
            many = folder / "many/dataset.run"
            multiply(run, many, episodes)
            out = folder / "many/dataset"
            seconds, peak = merge(program, many, out)
            meta = size(out / "meta/episodes") / episodes
            print(
                f"{episodes} episodes: {seconds:.1f} s ({episodes / seconds:.0f} per second), peak {peak / 1024:.1f} MiB, "
                f"{size(out) / episodes / 1000:.1f} kB per episode, {meta / 1000:.2f} kB of it in meta/episodes",
                flush=True,
            )
            shutil.rmtree(folder / "many")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
