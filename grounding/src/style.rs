//! The limits of a collector's own free motion, measured from one recording.

use crate::signal::{local_quadratic, percentile};
use glam::DVec3;
use restage_episodes::{CollectorStyle, Demonstration, Segment, SegmentKind};

/// Half the window of the local fits, s.
const HALF_WINDOW: f64 = 0.12;
/// Least free motion that limits can be read from.
const MIN_FREE_SECS: f64 = 1.0;
/// Least frames of free motion.
const MIN_FREE_FRAMES: usize = 15;
/// Slower than this is rest, not motion, m/s and rad/s.
const MOVING: [f64; 2] = [0.03, 0.15];

/// 95th percentiles of speed and acceleration over the free phases (approach, transport, retreat) while the hand
/// moves, after a local quadratic fit. `None` when there is too little free motion.
pub fn measure_style(demonstration: &Demonstration, segments: &[Segment]) -> Option<CollectorStyle> {
    let times = &demonstration.timestamps;
    let poses = &demonstration.world_from_tcp;
    // At 10 Hz the window must hold at least five frames to say anything about acceleration.
    let half = HALF_WINDOW.max(2.2 * demonstration.period_secs());
    let mut samples: [Vec<f64>; 4] = Default::default();
    let mut free_secs = 0.0;
    for frames in
        segments.iter().filter(|segment| is_free(segment.kind)).map(|segment| segment.frames.clone())
    {
        free_secs += times[frames.end - 1] - times[frames.start];
        for k in frames {
            let Some(linear) = local_quadratic(times, k, half, |i| poses[i].translation) else { continue };
            let angular =
                local_quadratic(times, k, half, |i| rotation_vector(poses[k].rotation, poses[i].rotation));
            let Some(angular) = angular else { continue };
            let (speed, turn) = (linear.first.length(), angular.first.length());
            if speed < MOVING[0] && turn < MOVING[1] {
                continue;
            }
            for (list, value) in
                samples.iter_mut().zip([speed, linear.second.length(), turn, angular.second.length()])
            {
                list.push(value);
            }
        }
    }
    if free_secs < MIN_FREE_SECS || samples[0].len() < MIN_FREE_FRAMES {
        return None;
    }
    let [linear_speed, linear_acceleration, angular_speed, angular_acceleration] =
        samples.map(|list| percentile(&list, 0.95).unwrap_or(0.0));
    Some(CollectorStyle { linear_speed, linear_acceleration, angular_speed, angular_acceleration })
}

fn is_free(kind: SegmentKind) -> bool {
    matches!(kind, SegmentKind::Approach | SegmentKind::Transport | SegmentKind::Retreat)
}

/// Rotation vector (rad) that carries `from` to `to`, in the frame of `from`.
fn rotation_vector(from: glam::DQuat, to: glam::DQuat) -> DVec3 {
    let relative = from.conjugate() * to;
    let relative = if relative.w < 0.0 { -relative } else { relative };
    relative.to_scaled_axis()
}
