//! A minimal rollout: a table, a box, a straight pick, optionally a place. What truth tests, other tests and benchmarks
//! grip.

use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, Material, ObjectModel, ObjectShape};
use restage_episodes::{DemonstrationSource, Segment, SegmentKind};
use restage_geometry::Pose;
use restage_rollouts::{
    CommandTrajectory, Goal, PhysicsParameters, ROLLOUT_FORMAT_VERSION, RolloutSpec, SourceTrace,
};
use restage_scenes::{
    Environment, Fixture, FixtureShape, ObjectPlacement, ObjectRole, Scene, SupportSurface,
};
use std::collections::BTreeMap;

/// Frames per second of commands and episode.
pub const FPS: u32 = 60;

/// What to pick and how; the table's top is at z = 0, the object stands at the origin.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Shape of the object.
    pub shape: ObjectShape,
    /// Its mass, kg.
    pub mass_kg: f64,
    /// Solver settings, grip force and friction.
    pub physics: PhysicsParameters,
    /// Height of the TCP over the table in the grasp, m.
    pub grasp_height: f64,
    /// Turn of the closing axis about the vertical, rad.
    pub yaw: f64,
    /// Lean of the approach axis off the vertical, about the closing axis, rad.
    pub lean: f64,
    /// Tilt of the closing axis off the horizontal, applied after the grasp while lifting, rad.
    pub tilt: f64,
    /// Miss of the grasp along the closing axis, m.
    pub offset: f64,
    /// Where to put the object down, m; `None` to hold it.
    pub place: Option<DVec3>,
    /// Boxes standing around.
    pub clutter: usize,
    /// Largest rise, m.
    pub rise: f64,
}

impl Default for Pick {
    fn default() -> Self {
        Self {
            shape: ObjectShape::Box { size: DVec3::new(0.04, 0.05, 0.1) },
            mass_kg: 0.2,
            physics: PhysicsParameters::default(),
            grasp_height: 0.06,
            yaw: 0.0,
            lean: 0.0,
            tilt: 0.0,
            offset: 0.0,
            place: None,
            clutter: 0,
            rise: 0.15,
        }
    }
}

fn model(id: &str, shape: ObjectShape, mass_kg: f64) -> ObjectModel {
    ObjectModel {
        id: id.into(),
        name: id.into(),
        shape,
        mass_kg,
        pad_friction: 0.7,
        support_friction: 0.5,
        materials: vec![Material::plain([0.5; 3], 0.6)],
    }
}

/// An immovable box, centre and full extents in m.
pub fn block(name: &str, center: DVec3, size: DVec3) -> Fixture {
    Fixture {
        name: name.into(),
        shape: FixtureShape::Box { size },
        world_from_fixture: Pose::from_translation(center),
        material: Material::plain([0.5; 3], 0.6),
        collides: true,
        part_of: None,
    }
}

/// Smooth step from 0 to 1.
fn ease(s: f64) -> f64 {
    let s = s.clamp(0.0, 1.0);
    s * s * (3.0 - 2.0 * s)
}

impl Pick {
    fn height(&self) -> f64 {
        model("target", self.shape, self.mass_kg).size().z
    }

    fn width(&self) -> f64 {
        model("target", self.shape, self.mass_kg).size().x
    }

    fn grasp(&self) -> Pose {
        // z of the TCP points down, x (the closing axis) along world x before yaw and lean.
        let down = DQuat::from_rotation_x(std::f64::consts::PI);
        let rotation = DQuat::from_rotation_z(self.yaw) * DQuat::from_rotation_x(self.lean) * down;
        Pose::new(DVec3::Z * self.grasp_height + rotation * DVec3::X * self.offset, rotation)
    }

    fn trajectory(&self) -> CommandTrajectory {
        let grasp = self.grasp();
        let closed = (self.width() - 0.005).max(0.0);
        let tilted = |s: f64| DQuat::from_rotation_y(self.tilt * s);
        let carry = self.place.unwrap_or_default();
        let lifted = |s: f64| {
            let translation = grasp.translation + DVec3::Z * self.rise * s;
            Pose::new(translation, tilted(s) * grasp.rotation)
        };
        let mut poses = Vec::new();
        let mut widths = Vec::new();
        let mut segments = Vec::new();
        let mut phase = |kind, secs: f64, pose: &dyn Fn(f64) -> Pose, width: &dyn Fn(f64) -> f64| {
            let steps = (secs * f64::from(FPS)).round() as usize;
            let start = poses.len();
            for k in 0..steps {
                let s = (k as f64 + 1.0) / steps as f64;
                poses.push(pose(s));
                widths.push(width(s));
            }
            segments.push(Segment { kind, frames: start..poses.len() });
        };
        let open = |_: f64| 0.085;
        let back = grasp.rotation * DVec3::Z * -0.1;
        let shifted = |by: DVec3, pose: Pose| Pose::new(pose.translation + by, pose.rotation);
        phase(SegmentKind::Approach, 0.5, &|s| shifted(back * (1.0 - ease(s)), grasp), &open);
        phase(SegmentKind::Pregrasp, 0.35, &|_| grasp, &|s| 0.085 + (closed - 0.085) * s);
        phase(SegmentKind::Secure, 0.4, &|_| grasp, &|_| closed);
        phase(SegmentKind::Transport, 0.9, &|s| lifted(ease(s)), &|_| closed);
        if self.place.is_none() {
            phase(SegmentKind::Transport, 0.9, &|_| lifted(1.0), &|_| closed);
        } else {
            phase(SegmentKind::Transport, 1.0, &|s| shifted(carry * ease(s), lifted(1.0)), &|_| closed);
            phase(SegmentKind::Place, 0.9, &|s| shifted(carry, lifted(1.0 - ease(s))), &|_| closed);
            phase(SegmentKind::Place, 0.4, &|_| shifted(carry, grasp), &|s| closed + (0.085 - closed) * s);
            phase(SegmentKind::Retreat, 0.7, &|s| shifted(carry + back * ease(s), grasp), &open);
        }
        CommandTrajectory { rate_hz: f64::from(FPS), world_from_tcp: poses, gripper_width: widths, segments }
    }

    fn scene(&self) -> Scene {
        let table = block("table", DVec3::new(0.0, 0.0, -0.02), DVec3::new(1.2, 0.8, 0.04));
        let target = ObjectPlacement {
            name: "target".into(),
            model: model("target", self.shape, self.mass_kg),
            world_from_object: Pose::new(DVec3::Z * (self.height() / 2.0), DQuat::from_rotation_z(self.yaw)),
            role: ObjectRole::Target,
        };
        let mut objects = vec![target];
        for i in 0..self.clutter {
            let at = DVec3::new(-0.5 + (i % 6) as f64 * 0.2, 0.35 - (i / 6) as f64 * 0.12, 0.05);
            // Keep clear of the target and of the gripper's way.
            let at = if at.truncate().length() < 0.15 { at + DVec3::X * 0.1 } else { at };
            let size = DVec3::new(0.06, 0.06, 0.1);
            objects.push(ObjectPlacement {
                name: format!("clutter_{i}"),
                model: model("box", ObjectShape::Box { size }, 0.18),
                world_from_object: Pose::from_translation(at),
                role: ObjectRole::Distractor,
            });
        }
        Scene {
            fixtures: vec![table],
            supports: vec![SupportSurface {
                name: "table".into(),
                center: DVec3::ZERO,
                yaw: 0.0,
                size: [1.2, 0.8],
                clear_height: 1.0,
                classes: Vec::new(),
            }],
            objects,
            ..Scene::empty("test_table", Environment::Home)
        }
    }

    /// The whole specification.
    pub fn spec(&self) -> RolloutSpec {
        let rest = Pose::new(DVec3::Z * (self.height() / 2.0), DQuat::from_rotation_z(self.yaw));
        RolloutSpec {
            format_version: ROLLOUT_FORMAT_VERSION,
            generator_version: "test".into(),
            index: 3,
            seed: 5,
            source: SourceTrace {
                demonstration: DemonstrationSource {
                    dataset: "test".into(),
                    episode_index: 0,
                    group: "test".into(),
                    scripted: true,
                },
                new_from_source: Pose::IDENTITY,
                unchanged: true,
            },
            task: "pick the box".into(),
            scene: self.scene(),
            target: "target".into(),
            gripper: GripperModel { max_force: 60.0, ..GripperModel::umi() },
            physics: self.physics,
            trajectory: self.trajectory(),
            goal: Goal {
                lift: 0.04,
                world_from_object_placed: self
                    .place
                    .map(|by| Pose::new(rest.translation + by, rest.rotation)),
            },
            fps: FPS,
            draws: BTreeMap::new(),
        }
    }
}
