//! Putting clutter where the motion does not pass.

use super::author::Zones;
use super::belongings::Belongings;
use crate::axes::{ClutterAxis, ClutterDraw};
use crate::gates::GateScene;
use crate::solids::{MovingBox, Solid, nearest};
use glam::{DQuat, DVec2, DVec3};
use restage_geometry::Pose;
use restage_grounding::adapt::AdaptedTrajectory;
use restage_scenes::{ObjectPlacement, ObjectRole, ZonePurpose};

/// Every how many control steps the path is looked at.
const PATH_STRIDE: usize = 4;

/// What clutter must keep clear of.
pub(super) struct ClutterGround<'a> {
    pub gates: &'a GateScene<'a>,
    pub zones: &'a Zones,
    /// Where the object of the task comes to rest.
    pub resting: Option<Pose>,
}

/// Places drawn objects away from the path, the object, the fixtures and one another. Objects without room are left
/// out.
pub(super) fn place_clutter(
    draw: &ClutterDraw,
    axis: &ClutterAxis,
    ground: &ClutterGround,
    motion: &AdaptedTrajectory,
    belongings: &Belongings,
) -> Vec<ObjectPlacement> {
    let ClutterGround { gates, zones, resting } = ground;
    let mut path: Vec<DVec2> =
        motion.world_from_tcp.iter().step_by(PATH_STRIDE).map(|pose| pose.translation.truncate()).collect();
    path.push(gates.target.world_from_solid.translation.truncate());
    path.extend(resting.map(|pose| pose.translation.truncate()));
    let own_radius = gates.target.half.truncate().length();
    let mut placed: Vec<ObjectPlacement> = Vec::new();
    for item in &draw.items {
        let Some(model) = belongings.clutter(item) else { continue };
        let size = model.size();
        let radius = size.truncate().length() / 2.0;
        let away = (axis.min_path_distance + radius).max(own_radius + radius + axis.gap);
        let spot = item.spots.iter().find_map(|share| {
            let pose = standing_pose(gates, *share, size, item.yaw)?;
            let center = pose.translation.truncate();
            let clear_of_path = path.iter().all(|point| point.distance(center) >= away);
            let clear_of_others = placed.iter().all(|other| {
                let gap = radius + other.model.size().truncate().length() / 2.0 + axis.gap;
                other.world_from_object.translation.truncate().distance(center) >= gap
            });
            let local = gates.support.local(pose.translation).truncate();
            let welcome = zones.allow(ZonePurpose::Clutter, local, DVec2::splat(radius));
            (welcome && clear_of_path && clear_of_others && clear_of_fixtures(&gates.fixtures, &pose, size))
                .then_some(pose)
        });
        if let Some(world_from_object) = spot {
            placed.push(ObjectPlacement {
                name: format!("distractor_{}", placed.len()),
                model,
                world_from_object,
                role: ObjectRole::Distractor,
            });
        }
    }
    placed
}

/// Pose of an object at a share of the support's length and depth; `None` when it would stick out.
fn standing_pose(gates: &GateScene, share: DVec2, size: DVec3, yaw: f64) -> Option<Pose> {
    let radius = size.truncate().length() / 2.0;
    let room = DVec2::from_array(gates.support.size) - DVec2::splat(2.0 * radius);
    if room.min_element() < 0.0 {
        return None;
    }
    let local = (share - DVec2::splat(0.5)) * room;
    let position = gates.support.point(local.x, local.y, size.z / 2.0);
    Some(Pose::new(position, DQuat::from_rotation_z(gates.support.yaw + yaw)))
}

fn clear_of_fixtures(fixtures: &[Solid], pose: &Pose, size: DVec3) -> bool {
    let raised = Pose::new(pose.translation + DVec3::Z * 0.002, pose.rotation);
    let standing = MovingBox { world_from_box: raised, half: size / 2.0 };
    nearest(fixtures, &[standing], 0.005).1.is_none()
}
