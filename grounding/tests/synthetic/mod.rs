//! Synthetic pick-and-place demonstrations with known truth.

use glam::{DQuat, DVec3};
use restage_episodes::{Demonstration, DemonstrationSource, GripperTrack, WidthEvidence};
use restage_geometry::Pose;

/// Truth of a synthetic demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Frames per second.
    pub rate: f64,
    /// Width of the object, m.
    pub object_width: f64,
    /// Yaw of the gripper, rad.
    pub yaw: f64,
    /// TCP at the grasp, m.
    pub grasp: DVec3,
    /// TCP at the release, m.
    pub release: DVec3,
    /// Height that the TCP rises while carrying, m; 0 for a push.
    pub lift: f64,
    /// Whether the fingers open at the end.
    pub opens: bool,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            rate: 30.0,
            object_width: 0.04,
            yaw: 0.4,
            grasp: DVec3::new(0.4, 0.1, 0.03),
            release: DVec3::new(0.55, -0.1, 0.03),
            lift: 0.15,
            opens: true,
        }
    }
}

pub const OPEN_WIDTH: f64 = 0.08;

/// Seconds at which the parts of the motion begin: close, stall, lift, descend, open, opened.
pub const TIMES: [f64; 7] = [1.5, 2.0, 2.4, 3.6, 4.4, 4.7, 6.0];

fn ease(t: f64, a: f64, b: f64) -> f64 {
    let s = ((t - a) / (b - a)).clamp(0.0, 1.0);
    s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)
}

impl Recipe {
    /// The demonstration of this recipe: approach from 25 cm above, close, carry on an arc, open, retreat.
    pub fn demonstration(&self) -> Demonstration {
        let [close, stall, lift, descend, open, opened, end] = TIMES;
        let frames = (end * self.rate) as usize + 1;
        let timestamps: Vec<f64> = (0..frames).map(|k| k as f64 / self.rate).collect();
        let rotation = DQuat::from_rotation_z(self.yaw) * DQuat::from_rotation_x(std::f64::consts::PI);
        let high = DVec3::Z * 0.25;
        let position = |t: f64| {
            let approach = high * (1.0 - ease(t, 0.1, close - 0.1));
            let carry = (self.release - self.grasp) * ease(t, lift, open - 0.1);
            let arc = self.lift * (ease(t, lift, lift + 0.6) - ease(t, descend, open - 0.1));
            let retreat = if self.opens { high * ease(t, opened, end) } else { DVec3::ZERO };
            self.grasp + approach + carry + DVec3::Z * arc + retreat
        };
        let width = |t: f64| {
            let closing = (OPEN_WIDTH - self.object_width) * ease(t, close, stall);
            let opening =
                if self.opens { (OPEN_WIDTH - self.object_width) * ease(t, open, opened) } else { 0.0 };
            OPEN_WIDTH - closing + opening
        };
        Demonstration {
            source: DemonstrationSource {
                dataset: "synthetic".into(),
                episode_index: 0,
                group: "0".into(),
                scripted: true,
            },
            profile: "synthetic".into(),
            task: "move the block".into(),
            world_from_tcp: timestamps.iter().map(|t| Pose::new(position(*t), rotation)).collect(),
            gripper: GripperTrack {
                width: timestamps.iter().map(|t| width(*t)).collect(),
                evidence: WidthEvidence::Measured,
                open_width: OPEN_WIDTH,
                closed_width: 0.0,
                close_label_delay: 0.0,
            },
            joints: None,
            cameras: Vec::new(),
            timestamps,
        }
    }

    /// The same with a binary label that closes `delay` seconds after the true close and opens promptly.
    pub fn binary_demonstration(&self, delay: f64) -> Demonstration {
        let mut demonstration = self.demonstration();
        let [close, _, _, _, open, ..] = TIMES;
        let closed = |t: f64| t >= close + delay - 1e-9 && !(self.opens && t >= open - 1e-9);
        let gripper = &mut demonstration.gripper;
        gripper.width = demonstration
            .timestamps
            .iter()
            .map(|t| if closed(*t) { gripper.closed_width } else { gripper.open_width })
            .collect();
        gripper.evidence = WidthEvidence::Binary;
        gripper.close_label_delay = delay;
        demonstration
    }
}

/// The demonstration moved by `moved_from_world`.
pub fn moved(demonstration: &Demonstration, moved_from_world: Pose) -> Demonstration {
    let mut out = demonstration.clone();
    for pose in &mut out.world_from_tcp {
        *pose = moved_from_world * *pose;
    }
    out
}
