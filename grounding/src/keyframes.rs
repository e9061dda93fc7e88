//! Keyframes and waypoints of other works, as cross-checks of the events: PerAct keypoints and AWE waypoints.

use restage_geometry::Pose;

/// Metres of position error that a radian of rotation error weighs in [`awe_waypoints`] by default. With 1 m/rad,
/// as published, rotation dominates.
pub const ROTATION_WEIGHT: f64 = 0.1;

/// Keypoints in the manner of RLBench and PerAct (Shridhar et al. 2022): frames at which the gripper changes, at
/// which the arm stops (no joint faster than `max_speed` rad/s, gripper unchanged around it, at most one in four
/// frames), and the last frame; of two adjacent ones at the end the first is dropped. `joint_speed` is the largest
/// absolute joint speed per frame, rad/s, as long as `gripper_open`.
pub fn peract_keypoints(gripper_open: &[bool], joint_speed: &[f64], max_speed: f64) -> Vec<usize> {
    let n = gripper_open.len().min(joint_speed.len());
    let mut keypoints = Vec::new();
    let mut refractory = 0;
    for i in 0..n {
        let settled =
            i >= 2 && i + 2 < n && [i - 2, i - 1, i + 1].iter().all(|k| gripper_open[*k] == gripper_open[i]);
        let stopped = refractory <= 0 && joint_speed[i] <= max_speed && settled;
        refractory = if stopped { 4 } else { refractory - 1 };
        let changed = i > 0 && gripper_open[i] != gripper_open[i - 1];
        if i > 0 && (changed || stopped || i == n - 1) {
            keypoints.push(i);
        }
    }
    if let [.., before, last] = keypoints[..]
        && before + 1 == last
    {
        keypoints.remove(keypoints.len() - 2);
    }
    keypoints
}

/// Fewest waypoints such that the path between consecutive ones, linear in position and slerp in rotation, never
/// misses a recorded pose by `tolerance` m or more (AWE, Shi et al. 2023). Error of a pose: distance to the
/// nearest point of the segment plus `rotation_weight` (m/rad) times the angle to the rotation there. Frames in
/// `forced` (ascending) are waypoints in any case; frame 0 is one implicitly and is not returned, the last frame
/// always is. Cubic in the number of poses at worst.
pub fn awe_waypoints(poses: &[Pose], forced: &[usize], tolerance: f64, rotation_weight: f64) -> Vec<usize> {
    let n = poses.len();
    if n < 2 {
        return Vec::new();
    }
    let mut fewest = vec![usize::MAX; n];
    let mut previous = vec![0; n];
    fewest[0] = 0;
    for end in 1..n {
        // No segment may jump over a forced waypoint.
        let earliest = forced.iter().copied().filter(|f| *f < end).max().unwrap_or(0);
        for start in earliest..end {
            let count = fewest[start].saturating_add(1);
            if count < fewest[end] && segment_fits(&poses[start..=end], tolerance, rotation_weight) {
                fewest[end] = count;
                previous[end] = start;
            }
        }
        if fewest[end] == usize::MAX {
            // Neighbouring poses always fit but for a tolerance of zero.
            fewest[end] = fewest[end - 1].saturating_add(1);
            previous[end] = end - 1;
        }
    }
    let mut waypoints = Vec::new();
    let mut frame = n - 1;
    while frame > 0 {
        waypoints.push(frame);
        frame = previous[frame];
    }
    waypoints.reverse();
    waypoints
}

/// Whether every pose lies within `tolerance` of the straight path from the first to the last.
fn segment_fits(poses: &[Pose], tolerance: f64, rotation_weight: f64) -> bool {
    let (Some(start), Some(end)) = (poses.first(), poses.last()) else { return true };
    let along = end.translation - start.translation;
    let length_squared = along.length_squared();
    poses.iter().enumerate().all(|(k, pose)| {
        let offset = pose.translation - start.translation;
        let s = if length_squared > 0.0 {
            (offset.dot(along) / length_squared).clamp(0.0, 1.0)
        } else {
            k as f64 / (poses.len() - 1).max(1) as f64
        };
        let there = start.interpolate(end, s);
        offset.distance(along * s) + rotation_weight * there.angle(pose) < tolerance
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::{DQuat, DVec3};

    /// Known answer `peract_keypoints`.
    #[test]
    fn keypoints_are_stops_gripper_changes_and_the_end() {
        let open: Vec<bool> = (0..20).map(|k| k < 10).collect();
        let mut speed = vec![0.5; 20];
        speed[5..8].fill(0.05);
        speed[16..].fill(0.02);
        assert_eq!(peract_keypoints(&open, &speed, 0.1), vec![5, 10, 16, 19]);
        assert!(peract_keypoints(&[], &[], 0.1).is_empty());
    }

    fn corner() -> Vec<Pose> {
        [[0, 0], [1, 0], [2, 0], [3, 0], [3, 1], [3, 2], [3, 3]]
            .map(|[x, y]| Pose::from_translation(DVec3::new(f64::from(x), f64::from(y), 0.0) * 0.1))
            .to_vec()
    }

    /// Known answers `awe_waypoints_L` and `awe_waypoints_L_loose`.
    #[test]
    fn an_l_needs_its_corner_unless_the_tolerance_swallows_it() {
        assert_eq!(awe_waypoints(&corner(), &[], 0.005, ROTATION_WEIGHT), vec![3, 6]);
        assert_eq!(awe_waypoints(&corner(), &[], 0.25, ROTATION_WEIGHT), vec![6]);
        assert_eq!(awe_waypoints(&corner(), &[2], 0.25, ROTATION_WEIGHT), vec![2, 6]);
    }

    #[test]
    fn a_turn_on_the_spot_is_one_segment_and_a_turn_back_two() {
        let turn = |k: usize| Pose::from_rotation(DQuat::from_rotation_z(0.3 * k as f64));
        let there: Vec<Pose> = (0..5).map(turn).collect();
        assert_eq!(awe_waypoints(&there, &[], 0.005, ROTATION_WEIGHT), vec![4]);
        let back: Vec<Pose> = (0..5).chain((0..4).rev()).map(turn).collect();
        assert_eq!(awe_waypoints(&back, &[], 0.005, ROTATION_WEIGHT), vec![4, 8]);
    }
}
