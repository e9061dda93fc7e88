//! Quality gates: is a demonstration good enough to learn a grasp from?
//!
//! The limits on length and lost tracking are UMI's (an episode needs 60 valid frames, one second at its rate, and
//! at most 10 frames of lost tracking in a row); the others are far outside what people do by hand, so that they
//! catch broken recordings and not quick ones.

mod measures;

use crate::Demonstration;
use measures::Measures;
use serde::{Deserialize, Serialize};

/// Limits of the quality gates. Raising a maximum or lowering a minimum lets more through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QualityGates {
    /// Shortest usable demonstration, s.
    pub min_duration_secs: f64,
    /// Lowest usable frame rate, Hz.
    pub min_rate_hz: f64,
    /// Largest standard deviation of the frame period, as a share of the median period, without a warning.
    pub max_jitter: f64,
    /// Longest step between frames, in median periods, without a warning.
    pub max_gap_periods: f64,
    /// Longest usable step between frames, s.
    pub max_gap_secs: f64,
    /// Longest run of frames with exactly the same tracked pose without a warning: tracking may have been lost.
    /// Poses that come from joints may rest.
    pub max_frozen_frames: usize,
    /// Largest usable share of frames with exactly the pose of the frame before.
    pub max_frozen_share: f64,
    /// Linear speed between two frames that is a jump of the tracking, m/s.
    pub max_linear_speed: f64,
    /// Angular speed between two frames that is a jump of the tracking, rad/s.
    pub max_angular_speed: f64,
    /// Smallest usable length of the path of the TCP, m.
    pub min_path: f64,
    /// Smallest usable change of the gripper width, as a share of its stroke.
    pub min_width_travel: f64,
    /// How far a width may lie outside the closed and open width without a warning, m.
    pub width_tolerance: f64,
    /// Largest side of the box around the path that is believed to be in metres, m.
    pub max_extent: f64,
    /// Largest joint angle that is believed to be in radians, rad.
    pub max_joint_angle: f64,
}

impl Default for QualityGates {
    fn default() -> Self {
        Self {
            min_duration_secs: 1.0,
            min_rate_hz: 5.0,
            max_jitter: 0.1,
            max_gap_periods: 2.5,
            max_gap_secs: 1.0,
            max_frozen_frames: 10,
            max_frozen_share: 0.5,
            max_linear_speed: 3.0,
            max_angular_speed: 25.0,
            min_path: 0.02,
            min_width_travel: 0.08,
            width_tolerance: 0.005,
            max_extent: 5.0,
            max_joint_angle: 4.0 * std::f64::consts::PI,
        }
    }
}

/// What a demonstration is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No finding.
    Usable,
    /// Usable, with warnings.
    Warned,
    /// At least one error.
    Unusable,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; the demonstration is used.
    Warning,
    /// The demonstration is not used.
    Error,
}

/// Which gate a finding belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Fewer than two frames, or vectors of unequal length.
    Structure,
    /// A number that is not finite.
    Finite,
    /// Too short.
    Length,
    /// Too few frames per second.
    Rate,
    /// Uneven frame times.
    Jitter,
    /// Frames are missing.
    Gap,
    /// The pose stands still exactly, as a tracker that lost its target repeats it.
    LostTracking,
    /// The pose jumps faster than a hand moves.
    Jump,
    /// The tool never moves.
    Stillness,
    /// The gripper never moves.
    Gripper,
    /// A width outside what the gripper can do.
    WidthRange,
    /// Numbers of a size that suggests another unit.
    Unit,
}

/// One thing that a gate found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The gate.
    pub gate: Gate,
    /// How bad it is.
    pub severity: Severity,
    /// The measured value, in the unit of the limit.
    pub value: f64,
    /// The limit.
    pub limit: f64,
    /// One sentence for a person.
    pub message: String,
}

/// The result of all gates on one demonstration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QualityReport {
    /// The worst of the findings.
    pub verdict: Verdict,
    /// What was found, errors first.
    pub findings: Vec<Finding>,
    /// Number of frames.
    pub frames: usize,
    /// Seconds from the first to the last frame.
    pub duration_secs: f64,
    /// Inverse of the median frame period, Hz; 0 with fewer than two frames.
    pub rate_hz: f64,
    /// Standard deviation of the frame period as a share of its median.
    pub jitter: f64,
    /// Longest step between two frames, s.
    pub largest_gap_secs: f64,
    /// Longest run of frames with exactly the same pose.
    pub frozen_frames: usize,
    /// Highest linear speed between two frames, m/s.
    pub peak_linear_speed: f64,
    /// Highest angular speed between two frames, rad/s.
    pub peak_angular_speed: f64,
    /// Length of the path of the TCP, m.
    pub path_length: f64,
    /// Smallest and largest width, m.
    pub width_range: [f64; 2],
}

/// Measures a demonstration and compares it with the gates. Never fails: whatever is wrong becomes a finding.
pub fn check(demonstration: &Demonstration, gates: &QualityGates) -> QualityReport {
    let mut findings = Vec::new();
    let measures = match structure(demonstration) {
        Some(finding) => {
            findings.push(finding);
            Measures::default()
        }
        None => {
            let measures = Measures::of(demonstration);
            timing(&measures, gates, &mut findings);
            motion(&measures, gates, &mut findings);
            gripper(demonstration, &measures, gates, &mut findings);
            measures
        }
    };
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let verdict = match findings.first().map(|finding| finding.severity) {
        None => Verdict::Usable,
        Some(Severity::Warning) => Verdict::Warned,
        Some(Severity::Error) => Verdict::Unusable,
    };
    QualityReport {
        verdict,
        findings,
        frames: demonstration.len(),
        duration_secs: demonstration.duration_secs(),
        rate_hz: measures.rate_hz,
        jitter: measures.jitter,
        largest_gap_secs: measures.largest_gap,
        frozen_frames: measures.frozen_run,
        peak_linear_speed: measures.linear_speed,
        peak_angular_speed: measures.angular_speed,
        path_length: measures.path,
        width_range: measures.width,
    }
}

/// What makes every other measurement meaningless.
fn structure(demonstration: &Demonstration) -> Option<Finding> {
    let frames = demonstration.len();
    let error = |gate, value: usize, limit: usize, message: String| Finding {
        gate,
        severity: Severity::Error,
        value: value as f64,
        limit: limit as f64,
        message,
    };
    if frames < 2 {
        return Some(error(Gate::Structure, frames, 2, format!("{frames} frames; at least 2 are needed")));
    }
    let joints = demonstration.joints.as_ref().map_or(frames, |joints| joints.positions.len());
    for (name, length) in [
        ("poses", demonstration.world_from_tcp.len()),
        ("widths", demonstration.gripper.width.len()),
        ("joint positions", joints),
    ] {
        if length != frames {
            return Some(error(
                Gate::Structure,
                length,
                frames,
                format!("{length} {name} for {frames} frames"),
            ));
        }
    }
    let finite = |i: usize| {
        demonstration.timestamps[i].is_finite()
            && demonstration.world_from_tcp[i].is_finite()
            && demonstration.gripper.width[i].is_finite()
    };
    let broken = (0..frames).filter(|i| !finite(*i)).count();
    (broken > 0).then(|| {
        let message =
            format!("{broken} of {frames} frames hold numbers that are not finite: tracking was lost");
        error(Gate::Finite, broken, 0, message)
    })
}

/// Adds a finding when a value lies above its limit.
fn above(
    findings: &mut Vec<Finding>,
    (gate, severity): (Gate, Severity),
    value: f64,
    limit: f64,
    message: impl FnOnce() -> String,
) {
    if value > limit {
        findings.push(Finding { gate, severity, value, limit, message: message() });
    }
}

/// Adds a finding when a value lies below its limit.
fn below(
    findings: &mut Vec<Finding>,
    (gate, severity): (Gate, Severity),
    value: f64,
    limit: f64,
    message: impl FnOnce() -> String,
) {
    if value < limit {
        findings.push(Finding { gate, severity, value, limit, message: message() });
    }
}

fn timing(m: &Measures, gates: &QualityGates, findings: &mut Vec<Finding>) {
    use Severity::{Error, Warning};
    let backward = m.smallest_step <= 0.0;
    above(findings, (Gate::Structure, Error), f64::from(u8::from(backward)), 0.0, || {
        format!("time does not increase between frames (smallest step {:.4} s)", m.smallest_step)
    });
    // Half a frame of slack: 60 frames at 60 Hz span 59 periods.
    let duration = m.duration + 1.5 * m.period;
    below(findings, (Gate::Length, Error), duration, gates.min_duration_secs, || {
        format!("{} frames in {:.2} s: too short to hold a grasp", m.frames, m.duration)
    });
    below(findings, (Gate::Rate, Error), m.rate_hz, gates.min_rate_hz, || {
        format!("{:.2} Hz is too slow to see a grasp", m.rate_hz)
    });
    above(findings, (Gate::Jitter, Warning), m.jitter, gates.max_jitter, || {
        format!("frame times are uneven: the period varies by {:.0} % of its median", 100.0 * m.jitter)
    });
    let periods = m.largest_gap / m.period;
    if m.largest_gap > gates.max_gap_secs {
        above(findings, (Gate::Gap, Error), m.largest_gap, gates.max_gap_secs, || {
            format!("nothing was recorded for {:.2} s after frame {}", m.largest_gap, m.gap_frame)
        });
    } else {
        above(findings, (Gate::Gap, Warning), periods, gates.max_gap_periods, || {
            format!("frames are missing: {:.3} s after frame {}", m.largest_gap, m.gap_frame)
        });
    }
}

fn motion(m: &Measures, gates: &QualityGates, findings: &mut Vec<Finding>) {
    use Severity::{Error, Warning};
    if m.extent > gates.max_extent {
        // In another unit, every speed is wrong too and would only repeat this.
        above(findings, (Gate::Unit, Error), m.extent, gates.max_extent, || {
            format!("positions span {:.1} m: are they millimetres?", m.extent)
        });
    } else {
        above(findings, (Gate::Jump, Error), m.linear_speed, gates.max_linear_speed, || {
            format!("the pose jumps at {:.1} m/s after frame {}", m.linear_speed, m.linear_frame)
        });
        below(findings, (Gate::Stillness, Error), m.path, gates.min_path, || {
            format!("the tool moves {:.4} m in all", m.path)
        });
    }
    above(findings, (Gate::Jump, Error), m.angular_speed, gates.max_angular_speed, || {
        format!("the orientation jumps at {:.1} rad/s after frame {}", m.angular_speed, m.angular_frame)
    });
    above(findings, (Gate::Unit, Error), m.joint_angle, gates.max_joint_angle, || {
        format!("a joint stands at {:.1} rad: are they degrees?", m.joint_angle)
    });
    // An encoder at rest repeats itself; a tracker that does has lost its target.
    let frozen = if m.has_joints { 0.0 } else { m.frozen_run as f64 };
    above(findings, (Gate::LostTracking, Warning), frozen, gates.max_frozen_frames as f64, || {
        format!("the pose repeats exactly for {} frames from frame {}", m.frozen_run, m.frozen_frame)
    });
    above(findings, (Gate::LostTracking, Error), m.frozen_share, gates.max_frozen_share, || {
        format!("{:.0} % of the frames repeat the pose before exactly", 100.0 * m.frozen_share)
    });
}

fn gripper(demonstration: &Demonstration, m: &Measures, gates: &QualityGates, findings: &mut Vec<Finding>) {
    use Severity::{Error, Warning};
    let track = &demonstration.gripper;
    let stroke = track.open_width - track.closed_width;
    let [low, high] = m.width;
    // No gripper of this program opens half a metre.
    const LARGEST_WIDTH: f64 = 0.5;
    if high > LARGEST_WIDTH {
        above(findings, (Gate::Unit, Error), high, LARGEST_WIDTH, || {
            format!("a width of {high:.1} m: are they millimetres?")
        });
        return;
    }
    below(findings, (Gate::Gripper, Error), high - low, gates.min_width_travel * stroke, || {
        format!("the gripper never moves (widths {low:.4} to {high:.4} m): no grasp to learn from")
    });
    let outside = (track.closed_width - low).max(high - track.open_width);
    above(findings, (Gate::WidthRange, Warning), outside, gates.width_tolerance, || {
        let (closed, open) = (track.closed_width, track.open_width);
        format!("widths from {low:.4} to {high:.4} m, outside the gripper's {closed:.4} to {open:.4} m")
    });
}
