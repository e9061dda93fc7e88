//! The numbers that the quality gates compare with their limits.

use crate::Demonstration;
use glam::DVec3;

/// Measurements of one demonstration of at least two finite frames.
#[derive(Clone, Debug, Default)]
pub(super) struct Measures {
    pub(super) frames: usize,
    /// s
    pub(super) duration: f64,
    /// Median step, s.
    pub(super) period: f64,
    /// 1 / median step.
    pub(super) rate_hz: f64,
    /// Standard deviation of the steps / median step.
    pub(super) jitter: f64,
    /// s
    pub(super) smallest_step: f64,
    /// s, and the frame before it.
    pub(super) largest_gap: f64,
    pub(super) gap_frame: usize,
    /// m/s, and the frame before it.
    pub(super) linear_speed: f64,
    pub(super) linear_frame: usize,
    /// rad/s, and the frame before it.
    pub(super) angular_speed: f64,
    pub(super) angular_frame: usize,
    /// m
    pub(super) path: f64,
    /// Largest side of the box around the path, m.
    pub(super) extent: f64,
    /// Longest run of frames of one pose, and where it starts.
    pub(super) frozen_run: usize,
    pub(super) frozen_frame: usize,
    /// Share of frames with the pose of the frame before.
    pub(super) frozen_share: f64,
    /// Whether the poses come from joints.
    pub(super) has_joints: bool,
    /// Largest absolute joint position, rad.
    pub(super) joint_angle: f64,
    /// Smallest and largest width, m.
    pub(super) width: [f64; 2],
}

impl Measures {
    /// Measures a demonstration whose vectors all have the same length, at least 2, and are finite.
    pub(super) fn of(demonstration: &Demonstration) -> Self {
        let mut measures = Self { frames: demonstration.len(), ..Self::default() };
        measures.time(demonstration);
        measures.motion(demonstration);
        measures.stillness(demonstration);
        let widths = &demonstration.gripper.width;
        measures.width = widths.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], width| {
            [low.min(*width), high.max(*width)]
        });
        if let Some(joints) = &demonstration.joints {
            measures.has_joints = true;
            measures.joint_angle =
                joints.positions.iter().flatten().fold(0.0, |largest, angle| f64::max(largest, angle.abs()));
        }
        measures
    }

    fn time(&mut self, demonstration: &Demonstration) {
        let steps: Vec<f64> = demonstration.timestamps.windows(2).map(|pair| pair[1] - pair[0]).collect();
        self.duration = demonstration.duration_secs();
        self.period = demonstration.period_secs();
        self.rate_hz = if self.period > 0.0 { 1.0 / self.period } else { 0.0 };
        let mean = self.duration / steps.len() as f64;
        let variance =
            steps.iter().map(|step| (step - mean) * (step - mean)).sum::<f64>() / steps.len() as f64;
        self.jitter = if self.period > 0.0 { libm::sqrt(variance) / self.period } else { 0.0 };
        self.smallest_step = steps.iter().copied().fold(f64::INFINITY, f64::min);
        (self.gap_frame, self.largest_gap) = largest(steps.iter().copied());
    }

    fn motion(&mut self, demonstration: &Demonstration) {
        let poses = &demonstration.world_from_tcp;
        let steps = || demonstration.timestamps.windows(2).map(|pair| pair[1] - pair[0]);
        let pairs = || poses.windows(2).zip(steps()).map(|(pair, step)| (pair[0], pair[1], step));
        let speed = |change: f64, step: f64| if step > 0.0 { change / step } else { 0.0 };
        (self.linear_frame, self.linear_speed) =
            largest(pairs().map(|(a, b, step)| speed(a.distance(&b), step)));
        (self.angular_frame, self.angular_speed) =
            largest(pairs().map(|(a, b, step)| speed(a.angle(&b), step)));
        self.path = pairs().map(|(a, b, _)| a.distance(&b)).sum();
        let (low, high) = poses.iter().fold((DVec3::INFINITY, DVec3::NEG_INFINITY), |(low, high), pose| {
            (low.min(pose.translation), high.max(pose.translation))
        });
        self.extent = (high - low).max_element();
    }

    fn stillness(&mut self, demonstration: &Demonstration) {
        let mut run = 0;
        let mut repeats = 0;
        for (i, pair) in demonstration.world_from_tcp.windows(2).enumerate() {
            if pair[0] == pair[1] {
                run += 1;
                repeats += 1;
                if run + 1 > self.frozen_run {
                    self.frozen_run = run + 1;
                    self.frozen_frame = i + 1 - run;
                }
            } else {
                run = 0;
            }
        }
        self.frozen_run = self.frozen_run.max(1);
        self.frozen_share = f64::from(repeats) / self.frames as f64;
    }
}

/// Position and value of the largest number.
fn largest(values: impl Iterator<Item = f64>) -> (usize, f64) {
    values.enumerate().fold((0, 0.0), |best, (i, value)| if value > best.1 { (i, value) } else { best })
}
