#!/usr/bin/env python3
"""Runs a job on a Ray cluster: one task per shard, then the merge.

    python generate.py JOB.toml --out OUT --shards N [--address auto] [--cpus 4] [--gpus 1] [-- more of `restage generate`]

All nodes see JOB.toml, its sources and OUT at the same paths. A task whose node dies is started again on another one
and goes on where the journal ends. Nothing but Ray is needed; `restage` is looked for on the PATH of every node, or
at --program.
"""

import argparse
import ctypes
import json
import os
import signal
import subprocess
import sys
import time

import ray

# A shard whose old process has not noticed yet that its node is gone answers with this code and "another process".
BAD_INPUT = 2
PARTIAL = 3


def end_with_parent():
    """Asks the kernel to kill the program when the worker that started it dies (Linux)."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL("libc.so.6", use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@ray.remote(max_retries=-1)
def run_shard(command, index, count, busy_for):
    """One shard to its end. Returns its report; raises with the program's own words when it cannot run."""
    give_up = time.monotonic() + busy_for
    while True:
        done = subprocess.run(
            [*command, "--shard", f"{index}/{count}"], capture_output=True, text=True, preexec_fn=end_with_parent
        )
        if done.returncode in (0, PARTIAL):
            return json.loads(done.stdout)
        busy = done.returncode == BAD_INPUT and "another process is at work" in done.stderr
        if not busy or time.monotonic() > give_up:
            raise RuntimeError(f"shard {index} of {count} ended with code {done.returncode}:\n{done.stderr[-2000:]}")
        time.sleep(1.0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job")
    parser.add_argument("--out", required=True)
    parser.add_argument("--shards", type=int, required=True)
    parser.add_argument("--address", default=None, help="address of the cluster, `auto`, or none for this machine")
    parser.add_argument("--program", default="restage")
    parser.add_argument("--cpus", type=float, default=1, help="cores per shard; also its number of threads")
    parser.add_argument("--gpus", type=float, default=0, help="GPUs per shard")
    parser.add_argument("--busy-for", type=float, default=120, help="seconds to wait for a process that is dying")
    parser.add_argument("more", nargs="*", help="further arguments of `restage generate`, after --")
    return parser.parse_args()


def main():
    args = arguments()
    # Standard output is for the report alone; what Ray prints there goes to standard error.
    own_stdout = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    ray.init(address=args.address, log_to_driver=False, logging_level="warning")
    threads = max(1, int(args.cpus))
    command = [args.program, "generate", args.job, "--out", args.out, "--json", "--threads", str(threads), *args.more]
    task = run_shard.options(num_cpus=args.cpus, num_gpus=args.gpus)
    pending = {task.remote(command, index, args.shards, args.busy_for): index for index in range(args.shards)}
    episodes = 0
    while pending:
        (finished,), _ = ray.wait(list(pending), num_returns=1)
        index = pending.pop(finished)
        report = ray.get(finished)
        episodes += report["successes"]
        print(f"shard {index} of {args.shards}: {report['successes']} episodes, {episodes} in all", file=sys.stderr)
    merge = [args.program, "merge", "--out", args.out, "--json"]
    merged = subprocess.run(merge, stdout=subprocess.PIPE, text=True)
    own_stdout.write(merged.stdout)
    own_stdout.close()
    return merged.returncode


if __name__ == "__main__":
    sys.exit(main())
