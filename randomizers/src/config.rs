//! What varies between rollouts, and how much: the part of a job file that this crate reads.

use crate::axes::{
    CameraAxis, ClutterAxis, ExposureAxis, FrictionAxis, GripAxis, HeadAxis, KitchenAxis, LightAxis,
    ObjectAxis, ObjectPoseAxis, PlacePoseAxis, StyleAxis, WordingAxis,
};
use crate::source::SourcePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All axes of variation. Each can be switched off by `enabled = false`; defaults are priors for homes, to be
/// narrowed by real data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RandomizationConfig {
    /// Which demonstration a rollout starts from.
    pub source: SourcePolicy,
    /// Where the object stands.
    pub object_pose: ObjectPoseAxis,
    /// Where it is put down.
    pub place_pose: PlacePoseAxis,
    /// What it is.
    pub object: ObjectAxis,
    /// Friction.
    pub friction: FrictionAxis,
    /// Grip force and delay.
    pub grip: GripAxis,
    /// Other objects.
    pub clutter: ClutterAxis,
    /// Layout and look of the kitchen.
    pub kitchen: KitchenAxis,
    /// Lights.
    pub lights: LightAxis,
    /// Exposure and white balance.
    pub exposure: ExposureAxis,
    /// Cameras on the gripper.
    pub wrist_camera: CameraAxis,
    /// Cameras in the room, the head's among them.
    pub head_camera: HeadAxis,
    /// Human style.
    pub style: StyleAxis,
    /// Task text.
    pub wording: WordingAxis,
    /// Bounds of planning.
    pub bounds: PlanBounds,
}

impl RandomizationConfig {
    /// Everything switched off: the recorded motion in the default kitchen with nominal values.
    pub fn fixed() -> Self {
        let mut config = Self::default();
        config.object_pose.enabled = false;
        config.place_pose.enabled = false;
        config.object.enabled = false;
        config.friction.enabled = false;
        config.grip.enabled = false;
        config.clutter.enabled = false;
        config.kitchen.enabled = false;
        config.lights.enabled = false;
        config.exposure.enabled = false;
        config.wrist_camera.enabled = false;
        config.head_camera.enabled = false;
        config.style.enabled = false;
        config.wording.enabled = false;
        config
    }
}

/// Bounds that planned motion keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanBounds {
    /// Farthest distance of the TCP from the shoulder of a person in front of the support, m. An arm reaches 0.7,
    /// the gripper another 0.25.
    pub reach: f64,
    /// Free distance that transport keeps in its middle, m.
    pub transport_clearance: f64,
    /// Highest arch over obstacles, m.
    pub max_arch: f64,
    /// How far the grasp may be raised so that the fingers clear the support, m.
    pub max_grasp_raise: f64,
    /// Placings tried for one rollout before it is rejected.
    pub placings: u32,
    /// The hand leaves the released object by this much, m; what was recorded beyond is left out.
    pub retreat: f64,
    /// Recorded releases that tilt the object by more than this are not planned, rad. Smaller tilts are levelled.
    pub max_release_tilt: f64,
}

impl Default for PlanBounds {
    fn default() -> Self {
        Self {
            reach: 0.98,
            transport_clearance: 0.025,
            max_arch: 0.35,
            max_grasp_raise: 0.015,
            placings: 4,
            retreat: 0.15,
            max_release_tilt: 0.6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_its_own_text_and_refuses_unknown_keys() {
        let config = RandomizationConfig::default();
        let text = serde_json::to_string(&config).unwrap();
        assert_eq!(serde_json::from_str::<RandomizationConfig>(&text).unwrap(), config);
        let partial = r#"{"clutter": {"count": [1, 2]}, "source": {"kind": "nearest_object", "k": 3}}"#;
        let partial: RandomizationConfig = serde_json::from_str(partial).unwrap();
        assert_eq!(partial.clutter.count, [1, 2]);
        assert_eq!(partial.source, SourcePolicy::NearestObject { k: 3 });
        let error =
            serde_json::from_str::<RandomizationConfig>(r#"{"clutter": {"cuont": [1, 2]}}"#).unwrap_err();
        assert!(error.to_string().contains("unknown field `cuont`"), "{error}");
    }
}
