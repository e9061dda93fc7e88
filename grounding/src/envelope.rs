//! How low a gripper reaches: fingers and palm as boxes in the TCP frame.

use glam::{DQuat, DVec3};
use restage_assets::GripperModel;
use restage_geometry::Pose;

/// Height of the lowest point of `gripper` at `world_from_tcp` with the pads `width` apart, m.
pub fn lowest_point(gripper: &GripperModel, world_from_tcp: &Pose, width: f64) -> f64 {
    let half_width = width.clamp(0.0, gripper.stroke) * 0.5;
    let finger = |left: bool| {
        let part = gripper.finger_box(left);
        let offset = if left { -half_width } else { half_width };
        lowest_of_box(world_from_tcp, part.center + DVec3::X * offset, part.size)
    };
    let palm = gripper.palm_box();
    finger(true).min(finger(false)).min(lowest_of_box(world_from_tcp, palm.center, palm.size))
}

fn lowest_of_box(world_from_tcp: &Pose, center: DVec3, size: DVec3) -> f64 {
    world_from_tcp.transform_point(center).z - vertical_extent(world_from_tcp.rotation, size * 0.5)
}

/// Half the vertical extent of a rotated box with half extents `half`.
pub(crate) fn vertical_extent(rotation: DQuat, half: DVec3) -> f64 {
    (rotation * DVec3::X).z.abs() * half.x
        + (rotation * DVec3::Y).z.abs() * half.y
        + (rotation * DVec3::Z).z.abs() * half.z
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    #[test]
    fn pointing_down_the_tips_are_lowest_and_lying_flat_the_palm_is() {
        let gripper = GripperModel::umi();
        let down = Pose::new(DVec3::new(0.1, 0.2, 0.5), DQuat::from_rotation_x(PI));
        assert!((lowest_point(&gripper, &down, 0.05) - (0.5 - gripper.tip_beyond_tcp)).abs() < 1e-12);
        let flat = Pose::new(DVec3::new(0.1, 0.2, 0.5), DQuat::from_rotation_x(-FRAC_PI_2));
        assert!((lowest_point(&gripper, &flat, 0.05) - (0.5 - gripper.palm_size.y * 0.5)).abs() < 1e-12);
    }
}
