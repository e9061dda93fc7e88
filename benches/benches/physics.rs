//! A two-finger lift of 3 s beside resting boxes: simulated seconds per second on one core, and `MuJoCo`'s on the same
//! work in the same run.
//!
//! `cargo bench -p restage-benches --bench physics`. The peer is `mujoco_grasp.py` in the folder `RESTAGE_PEERS`
//! (default `../shared/peers` beside the workspace), run with `RESTAGE_PEER_PYTHON` (default `python3`); without it a
//! line says so. Both are timed in CPU time of their one thread, so that other programs on the machine do not count.
//! Figures are medians.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use glam::DVec3;
use restage_assets::ObjectShape;
use restage_physics::truth::Pick;
use restage_physics::{SimulateOptions, simulate};
use restage_rollouts::{PhysicsParameters, RolloutSpec};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// Boxes beside the target.
const CLUTTER: [usize; 3] = [0, 8, 30];

/// Runs per case, half before and half after the peer.
const RUNS: usize = 10;

/// Runs the peer's script with its clock replaced by the CPU clock of the process.
const CPU_CLOCK: &str =
    "import runpy, sys, time; time.perf_counter = time.process_time; runpy.run_path(sys.argv[1])";

/// Solver settings: name, steps per second, solver iterations.
const TIERS: [(&str, u32, u32); 3] = [("480 Hz x 8", 480, 8), ("480 Hz x 4", 480, 4), ("240 Hz x 4", 240, 4)];

/// One case and the speeds measured.
struct Case {
    tier: &'static str,
    clutter: usize,
    spec: RolloutSpec,
    /// Simulated seconds per second of wall time, per run.
    wall: Vec<f64>,
    /// Simulated seconds per second of CPU time, per run.
    cpu: Vec<f64>,
}

fn main() {
    let mut cases: Vec<Case> =
        TIERS.iter().flat_map(|tier| CLUTTER.map(|clutter| Case::new(tier, clutter))).collect();
    let half = |cases: &mut Vec<Case>| (0..RUNS / 2).for_each(|_| cases.iter_mut().for_each(Case::run));
    half(&mut cases);
    let peer = peer();
    half(&mut cases);
    println!("simulated seconds per second");
    let [first, second] = ["vs mujoco 2 ms", "vs mujoco 4.2 ms"];
    println!("{:12} {:>6} {:>10} {:>10} {first:>16} {second:>18}", "settings", "boxes", "CPU", "wall");
    for case in &mut cases {
        let (cpu, wall) = (median(&mut case.cpu), median(&mut case.wall));
        let ratio = |dt: &str| {
            let line = peer.iter().find(|line| line.clutter == case.clutter && line.dt.starts_with(dt));
            line.map_or("-".into(), |line| format!("{:.2}", cpu / line.speed))
        };
        let (first, second) = (ratio("0.002"), ratio("0.0041"));
        println!("{:12} {:>6} {cpu:>10.1} {wall:>10.1} {first:>16} {second:>18}", case.tier, case.clutter);
    }
    for line in &peer {
        println!("mujoco, step {} s, {} boxes: {:.1} sim s/s", line.dt, line.clutter, line.speed);
    }
}

impl Case {
    fn new(&(tier, step_rate_hz, solver_iterations): &(&'static str, u32, u32), clutter: usize) -> Self {
        let physics = PhysicsParameters {
            step_rate_hz,
            solver_iterations,
            grip_force: 20.0,
            pad_friction: 0.8,
            support_friction: 0.8,
            ..PhysicsParameters::default()
        };
        let shape = ObjectShape::Box { size: DVec3::new(0.06, 0.06, 0.1) };
        let spec = Pick { shape, clutter, rise: 0.2, physics, ..Pick::default() }.spec();
        Self { tier, clutter, spec, wall: Vec::new(), cpu: Vec::new() }
    }

    fn run(&mut self) {
        let (wall, cpu) = (Instant::now(), cpu_secs());
        let rollout = simulate(&self.spec, &SimulateOptions::default());
        let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu_secs() - cpu);
        let rollout = rollout.unwrap_or_else(|error| panic!("{error}"));
        assert!(rollout.report.success(), "the lift failed: {:?}", rollout.report);
        let simulated = self.spec.trajectory.duration_secs();
        self.wall.push(simulated / wall);
        self.cpu.push(simulated / cpu);
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// CPU time of this thread, s; not a number where the system does not tell.
fn cpu_secs() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace()
        .next()
        .and_then(|nanos| nanos.parse::<f64>().ok())
        .map_or(f64::NAN, |nanos| nanos * 1e-9)
}

/// One line of the peer's output.
struct PeerLine {
    clutter: usize,
    dt: String,
    speed: f64,
}

/// Runs the peer; empty where it is missing, which is said.
fn peer() -> Vec<PeerLine> {
    let folder = std::env::var_os("RESTAGE_PEERS").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/peers")),
        PathBuf::from,
    );
    let script = folder.join("mujoco_grasp.py");
    let python = std::env::var("RESTAGE_PEER_PYTHON").unwrap_or_else(|_| "python3".into());
    match Command::new(&python).args(["-c", CPU_CLOCK]).arg(&script).output() {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).lines().filter_map(parse).collect()
        }
        Ok(output) => {
            let reason = String::from_utf8_lossy(&output.stderr).into_owned();
            println!("no peer: {} failed: {}", script.display(), reason.lines().last().unwrap_or(""));
            Vec::new()
        }
        Err(error) => {
            println!("no peer: {python}: {error}");
            Vec::new()
        }
    }
}

/// `mujoco 3.3.7 extra=8 dt=0.00200 rtf=26.0 steps/s=13000 lift=0.1995 slip=0.12mm`.
fn parse(line: &str) -> Option<PeerLine> {
    let field =
        |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    Some(PeerLine {
        clutter: field("extra")?.parse().ok()?,
        dt: field("dt")?.into(),
        speed: field("rtf")?.parse().ok()?,
    })
}
