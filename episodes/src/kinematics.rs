//! Kinematics of source devices: serial joint chains, from inline data or URDF, and the opening of a jaw.

use crate::Pose;
use glam::{DQuat, DVec3};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use urdf_rs::{Joint as UrdfJoint, JointType};

/// How a joint moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JointMotion {
    /// Not at all.
    Fixed,
    /// About its axis, rad.
    Revolute,
    /// Along its axis, m.
    Prismatic,
}

/// One joint of a chain, in the URDF convention: the joint frame at zero is `parent_from_joint`; motion is about
/// or along `axis` in that frame.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainJoint {
    /// Name, for messages and joint tracks.
    pub name: String,
    /// How it moves.
    pub motion: JointMotion,
    /// Joint frame at zero in the parent link's frame.
    pub parent_from_joint: Pose,
    /// Unit axis in the joint frame.
    pub axis: DVec3,
}

impl ChainJoint {
    /// Pose of the child link in the parent link at joint position `q` (rad or m; ignored when fixed).
    pub fn parent_from_child(&self, q: f64) -> Pose {
        match self.motion {
            JointMotion::Fixed => self.parent_from_joint,
            JointMotion::Revolute => {
                self.parent_from_joint * Pose::from_rotation(DQuat::from_axis_angle(self.axis, q))
            }
            JointMotion::Prismatic => self.parent_from_joint * Pose::from_translation(self.axis * q),
        }
    }
}

/// Why a chain cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The URDF cannot be read or parsed.
    #[error("cannot read a robot description: {reason} in {path}; hint: give a plain URDF file (expand xacro first)", path = path.display())]
    Urdf {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        reason: String,
    },
    /// The tip is not a link of the robot.
    #[error("no link `{tip}` in the robot description; links: {}", links.join(", "))]
    NoSuchLink {
        /// The link that was asked for.
        tip: String,
        /// The links there are.
        links: Vec<String>,
    },
    /// The links form a loop.
    #[error("the links above `{tip}` form a loop; hint: a link may be the child of one joint only")]
    Loop {
        /// The link that was asked for.
        tip: String,
    },
    /// A joint kind that a serial chain of one value per joint cannot carry.
    #[error(
        "joint `{joint}` is {kind}; hint: use fixed, revolute, continuous or prismatic joints without mimic"
    )]
    UnsupportedJoint {
        /// The joint.
        joint: String,
        /// What it is.
        kind: String,
    },
    /// An axis of no direction.
    #[error(
        "joint `{joint}` has the axis {axis:?}; hint: give a finite axis of non-zero length and finite origins"
    )]
    BadGeometry {
        /// The joint.
        joint: String,
        /// Its axis.
        axis: [f64; 3],
    },
}

/// A serial chain of joints from a base to a tip.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JointChain {
    joints: Vec<ChainJoint>,
}

impl JointChain {
    /// A chain from its joints, base first. Axes are normalised.
    ///
    /// # Errors
    /// When a moving joint has an axis of no direction, or an origin is not finite.
    pub fn new(mut joints: Vec<ChainJoint>) -> Result<Self, ChainError> {
        for joint in &mut joints {
            let axis = joint.axis;
            let bad = || ChainError::BadGeometry { joint: joint.name.clone(), axis: axis.to_array() };
            if !joint.parent_from_joint.is_finite() {
                return Err(bad());
            }
            if joint.motion != JointMotion::Fixed {
                joint.axis = axis.try_normalize().ok_or_else(bad)?;
            }
        }
        Ok(Self { joints })
    }

    /// The chain from the root of a URDF to the link `tip`.
    ///
    /// # Errors
    /// When the file cannot be read, has no such link, or a joint on the way is not supported.
    pub fn from_urdf_file(path: &Path, tip: &str) -> Result<Self, ChainError> {
        let unreadable = |reason: String| ChainError::Urdf { path: path.to_path_buf(), reason };
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let robot = urdf_rs::read_from_string(&text).map_err(|error| unreadable(error.to_string()))?;
        Self::from_urdf(&robot, tip)
    }

    fn from_urdf(robot: &urdf_rs::Robot, tip: &str) -> Result<Self, ChainError> {
        if !robot.links.iter().any(|link| link.name == tip) {
            let links = robot.links.iter().map(|link| link.name.clone()).collect();
            return Err(ChainError::NoSuchLink { tip: tip.to_owned(), links });
        }
        let above: BTreeMap<&str, &UrdfJoint> =
            robot.joints.iter().map(|joint| (joint.child.link.as_str(), joint)).collect();
        let mut joints = Vec::new();
        let mut link = tip;
        while let Some(joint) = above.get(link) {
            if joints.len() > robot.joints.len() {
                return Err(ChainError::Loop { tip: tip.to_owned() });
            }
            joints.push(from_urdf_joint(joint)?);
            link = &joint.parent.link;
        }
        joints.reverse();
        Self::new(joints)
    }

    /// All joints, base first, fixed ones included.
    pub fn joints(&self) -> &[ChainJoint] {
        &self.joints
    }

    /// The joints that take a value, base first.
    pub fn moving(&self) -> impl Iterator<Item = &ChainJoint> {
        self.joints.iter().filter(|joint| joint.motion != JointMotion::Fixed)
    }

    /// Pose of the tip in the base frame (`base_from_tip`): the product of the joint transforms.
    ///
    /// # Panics
    /// When `q` has not one value (rad or m) per moving joint.
    pub fn forward(&self, q: &[f64]) -> Pose {
        assert_eq!(q.len(), self.moving().count(), "one value per moving joint");
        let mut values = q.iter();
        self.joints.iter().fold(Pose::IDENTITY, |base_from_parent, joint| {
            let value = if joint.motion == JointMotion::Fixed { None } else { values.next() };
            base_from_parent * joint.parent_from_child(value.copied().unwrap_or(0.0))
        })
    }
}

fn from_urdf_joint(joint: &UrdfJoint) -> Result<ChainJoint, ChainError> {
    let unsupported =
        |kind: &str| ChainError::UnsupportedJoint { joint: joint.name.clone(), kind: kind.to_owned() };
    if joint.mimic.is_some() {
        return Err(unsupported("a mimic joint"));
    }
    let motion = match joint.joint_type {
        JointType::Fixed => JointMotion::Fixed,
        JointType::Revolute | JointType::Continuous => JointMotion::Revolute,
        JointType::Prismatic => JointMotion::Prismatic,
        JointType::Floating => return Err(unsupported("floating")),
        JointType::Planar => return Err(unsupported("planar")),
        JointType::Spherical => return Err(unsupported("spherical")),
    };
    Ok(ChainJoint {
        name: joint.name.clone(),
        motion,
        parent_from_joint: Pose::from_xyz_rpy(
            DVec3::from_array(joint.origin.xyz.0),
            DVec3::from_array(joint.origin.rpy.0),
        ),
        axis: DVec3::from_array(joint.axis.xyz.0),
    })
}

/// A gripper with one fixed jaw and one that turns about a hinge.
#[derive(Clone, Debug, PartialEq)]
pub struct RevoluteJaw {
    /// The hinge, in the frame of the fixed jaw.
    pub hinge: ChainJoint,
    /// Tip of the fixed jaw in its own frame, m.
    pub fixed_tip: DVec3,
    /// Tip of the moving jaw in its own frame, m.
    pub moving_tip: DVec3,
    /// Distance between the tips when the jaw is closed and empty, m.
    pub closed_gap: f64,
}

impl RevoluteJaw {
    /// Opening between the tips at hinge angle `angle` (rad), m, never negative: distance of the tips less the
    /// closed gap. With both tips at radius r from the hinge this is the chord `2 r sin(angle / 2)`.
    pub fn aperture(&self, angle: f64) -> f64 {
        let moving_tip = self.hinge.parent_from_child(angle).transform_point(self.moving_tip);
        (moving_tip.distance(self.fixed_tip) - self.closed_gap).max(0.0)
    }
}
