//! Priors of places, sizes, pace and contact, from tracks and grasp events.

use super::Findings;
use restage_assets::GripperModel;
use restage_episodes::{SegmentKind, WidthEvidence};
use restage_geometry::Pose;
use restage_randomizers::RandomizationConfig;
use restage_randomizers::axes::PlanarShift;
use restage_randomizers::law::{Law, NamedLaw, short};
use restage_randomizers::plan::{GroundedDemonstration, recorded_shifts};
use restage_randomizers::posterior::{HeldLift, friction_lower_bound};
use restage_randomizers::priors::{narrowed, narrowed_lognormal, smoothing_lognormal};
use std::f64::consts::TAU;

/// Least density that a held thing is assumed to have, kg/m³: the lower end of the prior.
const LEAST_DENSITY: f64 = 150.0;

/// Tremor shows in this band, Hz.
const TREMOR_BAND_HZ: [f64; 2] = [6.0, 12.0];

/// Least sampling rate at which it can be seen, Hz.
const TREMOR_RATE_HZ: f64 = 25.0;

/// Fits everything that tracks and events show.
pub(super) fn fit(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    places(train, config, findings);
    widths(train, config, findings);
    pace(train, config, findings);
    findings.keep("style.dwell_secs", "pauses are added to those of the recordings, which are kept");
    tremor(train, config, findings);
    friction(train, config, findings);
    support(train, findings);
    for (law, reason) in [
        ("grip.force", "the recordings have no force channel"),
        ("latency.observation_secs", "observation and world are never recorded side by side"),
        (
            "latency.action_secs",
            "commands and measured motion are not both in the recordings as they are read",
        ),
        ("wrist_camera.shift", "the camera is rigidly mounted and was not calibrated more than once"),
        ("head_camera.shift", "the pose of the room's cameras is not recorded"),
    ] {
        findings.keep(law, reason);
    }
}

/// One number of a shift.
type Component = fn(&PlanarShift) -> f64;

fn places(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    const GRASPED: &str =
        "where objects were grasped, against the mean of their dataset, in the frame of the person";
    const PUT: &str =
        "displacement from grasp to release, against the mean of the dataset, in the frame of the person";
    let shifts = recorded_shifts(&train.iter().collect::<Vec<_>>());
    let keys: [(&str, Component); 3] =
        [("along", |shift| shift.along), ("depth", |shift| shift.depth), ("yaw", |shift| shift.yaw)];
    for (key, of) in keys {
        let objects: Vec<f64> = shifts.iter().map(|shift| of(&shift.object)).collect();
        let places: Vec<f64> = shifts.iter().filter_map(|shift| shift.place.as_ref().map(of)).collect();
        for (axis, values, measured) in [("object_pose", objects, GRASPED), ("place_pose", places, PUT)] {
            let name = format!("{axis}.{key}");
            let becomes = narrowed(&values, &law_of(config, &name));
            findings.note(&name, values.len(), measured, becomes);
        }
    }
}

fn law_of(config: &RandomizationConfig, name: &str) -> Law {
    let found = config.laws().into_iter().find(|(own, _)| own == name);
    found.map_or(Law::Range([0.0, 0.0]), |(_, law)| law)
}

fn widths(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    let measured: Vec<f64> = train
        .iter()
        .filter(|it| it.demonstration.gripper.evidence == WidthEvidence::Measured)
        .map(|it| it.grounding.object.width.best)
        .collect();
    if measured.is_empty() {
        findings.keep("scale.width", "the gripper never measures how wide the object is");
        return;
    }
    let relative = relative_to_mean(&measured);
    let prior = law_of(config, "scale.width");
    findings.note(
        "scale.width",
        relative.len(),
        "stalled widths, relative to their geometric mean",
        narrowed(&relative, &prior),
    );
}

/// Positive values divided by their geometric mean.
fn relative_to_mean(values: &[f64]) -> Vec<f64> {
    let logs: f64 = values.iter().map(|value| value.max(1e-12).ln()).sum();
    let mean = (logs / values.len().max(1) as f64).exp();
    values.iter().map(|value| value / mean).collect()
}

/// Frames of a phase, as seconds and poses.
fn phase(it: &GroundedDemonstration, kind: SegmentKind) -> Option<(f64, Vec<Pose>)> {
    let segment = it.grounding.segments.iter().find(|segment| segment.kind == kind)?;
    let (times, poses) = (&it.demonstration.timestamps, &it.demonstration.world_from_tcp);
    let last = segment.frames.end.min(times.len().saturating_sub(1));
    let seconds = times.get(last)? - times.get(segment.frames.start)?;
    Some((seconds, poses[segment.frames.start..=last].to_vec()))
}

fn path_length(poses: &[Pose]) -> f64 {
    poses.windows(2).map(|pair| pair[0].distance(&pair[1])).sum()
}

fn pace(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    const LEAST_SECS: f64 = 0.2;
    let free = [SegmentKind::Approach, SegmentKind::Transport];
    let moved = |it: &GroundedDemonstration, kind| {
        phase(it, kind)
            .map(|(secs, poses)| (secs, path_length(&poses)))
            .filter(|(secs, _)| *secs > LEAST_SECS)
    };
    let speeds: Vec<f64> = train
        .iter()
        .filter_map(|it| {
            let parts: Vec<_> = free.iter().filter_map(|kind| moved(it, *kind)).collect();
            let (secs, metres) = parts.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            (secs > LEAST_SECS && metres > 0.01).then(|| metres / secs)
        })
        .collect();
    let relative = relative_to_mean(&speeds);
    findings.note(
        "style.speed",
        relative.len(),
        "mean speed of approach and transport of each recording, relative to their geometric mean",
        smoothing_lognormal(&relative, &law_of(config, "style.speed")),
    );
    let durations: Vec<f64> = free
        .iter()
        .flat_map(|kind| {
            let secs: Vec<f64> =
                train.iter().filter_map(|it| moved(it, *kind)).map(|(secs, _)| secs).collect();
            relative_to_mean(&secs)
        })
        .collect();
    findings.note(
        "style.time",
        durations.len(),
        "durations of approach and of transport, relative to the geometric mean of their kind",
        smoothing_lognormal(&durations, &law_of(config, "style.time")),
    );
}

fn tremor(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    let rate =
        train.iter().map(|it| 1.0 / it.demonstration.period_secs().max(1e-6)).fold(f64::INFINITY, f64::min);
    if rate < TREMOR_RATE_HZ {
        let reason = format!("tracks at {rate:.0} Hz cannot show 6 to 12 Hz");
        findings.keep("tremor.rms", &reason);
        return;
    }
    let values: Vec<f64> = train.iter().filter_map(band_rms).filter(|rms| *rms > 0.0).collect();
    findings.note(
        "tremor.rms",
        values.len(),
        "displacement between 6 and 12 Hz per axis while the object is held; noise of the tracking is in it",
        narrowed_lognormal(&values, &law_of(config, "tremor.rms")),
    );
}

/// Root-mean-square displacement per axis between 6 and 12 Hz over the transport of a recording, m: its discrete
/// Fourier transform after the straight line from end to end and a Hann window are taken off.
fn band_rms(it: &GroundedDemonstration) -> Option<f64> {
    const LEAST_FRAMES: usize = 16;
    let (secs, poses) = phase(it, SegmentKind::Transport)?;
    let n = poses.len();
    if n < LEAST_FRAMES || secs <= 0.0 {
        return None;
    }
    let rate = (n - 1) as f64 / secs;
    let window: Vec<f64> = (0..n).map(|k| 0.5 - 0.5 * (TAU * k as f64 / n as f64).cos()).collect();
    let gain = window.iter().map(|w| w * w).sum::<f64>() / n as f64;
    let (first, last) = (poses[0].translation, poses[n - 1].translation);
    let power = |axis: usize| {
        let value = |k: usize| {
            let line = first + (last - first) * (k as f64 / (n - 1) as f64);
            (poses[k].translation - line)[axis] * window[k]
        };
        let bins = (0..n / 2).filter(|bin| {
            let hz = *bin as f64 * rate / n as f64;
            (TREMOR_BAND_HZ[0]..=TREMOR_BAND_HZ[1]).contains(&hz)
        });
        bins.map(|bin| {
            let angle = |k: usize| TAU * (bin * k) as f64 / n as f64;
            let (re, im) = (0..n).fold((0.0, 0.0), |(re, im), k| {
                (re + value(k) * angle(k).cos(), im - value(k) * angle(k).sin())
            });
            2.0 * (re * re + im * im) / ((n * n) as f64 * gain)
        })
        .sum::<f64>()
    };
    Some(((power(0) + power(1) + power(2)) / 3.0).sqrt())
}

fn friction(train: &[GroundedDemonstration], config: &RandomizationConfig, findings: &mut Findings) {
    let lifts: Vec<HeldLift> = train.iter().filter_map(held_lift).collect();
    let bound = friction_lower_bound(&lifts);
    let prior = law_of(config, "friction.pad");
    match prior {
        Law::Named(NamedLaw::Lognormal { median, sigma, range }) if bound > range[0] && bound < range[1] => {
            let becomes = Law::lognormal(median, sigma, [bound, range[1]]);
            findings.note(
                "friction.pad",
                lifts.len(),
                "least friction that carries every lift without a slip, at the least density and the greatest force",
                Some(becomes),
            );
        }
        _ => {
            let reason = format!(
                "{} lifts prove no more than a friction of {}, at the least density and the greatest force",
                lifts.len(),
                short(bound)
            );
            findings.keep("friction.pad", &reason);
        }
    }
}

/// A lift that held, with the least that the object can weigh and the most that the gripper can press.
fn held_lift(it: &GroundedDemonstration) -> Option<HeldLift> {
    let gripper = GripperModel::by_name(&it.gripper)?;
    let size = it.grounding.object.best().size;
    let (_, poses) = phase(it, SegmentKind::Transport)?;
    let period = it.demonstration.period_secs();
    // Acceleration over a tenth of a second: shorter differences are noise.
    let stride = ((0.1 / period.max(1e-6)) as usize).max(1);
    let z = |k: usize| poses[k].translation.z;
    let span = stride as f64 * period;
    let acceleration = (0..poses.len().saturating_sub(2 * stride))
        .map(|k| (z(k + 2 * stride) - 2.0 * z(k + stride) + z(k)) / (span * span))
        .fold(0.0, f64::max);
    Some(HeldLift {
        mass_kg: LEAST_DENSITY * size.element_product(),
        acceleration,
        grip_force: gripper.max_force,
    })
}

fn support(train: &[GroundedDemonstration], findings: &mut Findings) {
    let heights: Vec<f64> = train.iter().map(|it| it.grounding.support.height).collect();
    let n = heights.len() as f64;
    let mean = heights.iter().sum::<f64>() / n;
    let sd = (heights.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / n).sqrt();
    let reason = format!(
        "{} support planes (spread {} m) are relative to the device and not to the floor",
        short(n),
        short(sd)
    );
    findings.keep("support_height.level", &reason);
}
