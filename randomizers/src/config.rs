//! What varies between rollouts, and how much: the part of a job file that this crate reads.

use crate::axes::{
    ClutterAxis, EnvironmentAxis, ExposureAxis, FrictionAxis, GripAxis, HeadCameraAxis, LatencyAxis,
    LayoutAxis, LightAxis, MassAxis, ObjectAxis, ObjectPoseAxis, PlacePoseAxis, RoomStyleAxis, ScaleAxis,
    SensorNoiseAxis, StyleAxis, SupportHeightAxis, TremorAxis, WhiteBalanceAxis, WordingAxis,
    WristCameraAxis,
};
use crate::law::Law;
use crate::source::SourcePolicy;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All axes of variation. Each can be switched off by `enabled = false`; defaults are priors, to be narrowed by real
/// data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RandomizationConfig {
    /// Which demonstration a rollout starts from.
    pub source: SourcePolicy,
    /// Which places there are.
    pub environment: EnvironmentAxis,
    /// Rooms, furniture and where it stands.
    pub layout: LayoutAxis,
    /// Materials, textures and colours of the room.
    pub room_style: RoomStyleAxis,
    /// Height of the surface that carries the task.
    pub support_height: SupportHeightAxis,
    /// What the object is.
    pub object: ObjectAxis,
    /// How large it is.
    pub scale: ScaleAxis,
    /// How heavy it is.
    pub mass: MassAxis,
    /// Where it stands.
    pub object_pose: ObjectPoseAxis,
    /// Where it is put down.
    pub place_pose: PlacePoseAxis,
    /// Friction.
    pub friction: FrictionAxis,
    /// Grip force, and delay of the gripper.
    pub grip: GripAxis,
    /// Delays of observation and action.
    pub latency: LatencyAxis,
    /// Other objects.
    pub clutter: ClutterAxis,
    /// Lights.
    pub lights: LightAxis,
    /// Exposure.
    pub exposure: ExposureAxis,
    /// White balance.
    pub white_balance: WhiteBalanceAxis,
    /// Cameras on the gripper.
    pub wrist_camera: WristCameraAxis,
    /// Cameras in the room, the head's among them.
    pub head_camera: HeadCameraAxis,
    /// Noise of the cameras' sensors.
    pub sensor_noise: SensorNoiseAxis,
    /// Human style.
    pub style: StyleAxis,
    /// Tremor of the hand.
    pub tremor: TremorAxis,
    /// Task text.
    pub wording: WordingAxis,
    /// Bounds of planning.
    pub bounds: PlanBounds,
}

/// The laws of an axis by their keys.
type LawsMut<'a> = Vec<(&'static str, &'a mut Law)>;

/// Names of the axes, in the order in which they are reported.
pub const AXES: [&str; 22] = [
    "environment",
    "layout",
    "room_style",
    "support_height",
    "object",
    "scale",
    "mass",
    "object_pose",
    "place_pose",
    "friction",
    "grip",
    "latency",
    "clutter",
    "lights",
    "exposure",
    "white_balance",
    "wrist_camera",
    "head_camera",
    "sensor_noise",
    "style",
    "tremor",
    "wording",
];

impl RandomizationConfig {
    /// Everything switched off: the recorded motion in the first of the places, with nominal values.
    pub fn fixed() -> Self {
        let mut config = Self::default();
        for axis in AXES {
            config.switch(axis, false);
        }
        config
    }

    /// Switches an axis of [`AXES`] on or off; false when there is none of that name.
    pub fn switch(&mut self, axis: &str, on: bool) -> bool {
        match self.axis_mut(axis) {
            Some((enabled, _)) => *enabled = on,
            None => return false,
        }
        true
    }

    /// Whether an axis is on; false when there is none of that name.
    pub fn is_on(&self, axis: &str) -> bool {
        self.clone().axis_mut(axis).is_some_and(|(enabled, _)| *enabled)
    }

    /// All laws, by `axis.key`, in the order of [`AXES`].
    pub fn laws(&self) -> Vec<(String, Law)> {
        let mut config = self.clone();
        let mut laws = Vec::new();
        for axis in AXES {
            let own = config.axis_mut(axis).map_or_else(Vec::new, |(_, laws)| laws);
            laws.extend(own.into_iter().map(|(key, law)| (format!("{axis}.{key}"), law.clone())));
        }
        laws
    }

    /// The law named `axis.key`.
    pub fn law_mut(&mut self, name: &str) -> Option<&mut Law> {
        let (axis, key) = name.split_once('.')?;
        let (_, laws) = self.axis_mut(axis)?;
        laws.into_iter().find(|(own, _)| *own == key).map(|(_, law)| law)
    }

    /// Every law that no value can be drawn from, and every list or weight that is unusable, one sentence each.
    pub fn faults(&self) -> Vec<String> {
        let laws = self.laws().into_iter();
        let mut faults: Vec<String> = laws
            .filter_map(|(name, law)| law.fault().map(|fault| format!("randomization.{name}: {fault}")))
            .collect();
        if let Err(error) = self.environment.templates() {
            faults.push(format!("randomization.environment: {error}"));
        }
        let weights = self.environment.weights.iter();
        faults.extend(weights.filter(|(_, weight)| !(weight.is_finite() && **weight >= 0.0)).map(
            |(name, weight)| {
                format!(
                    "randomization.environment.weights.{name}: expected a finite number of at least 0, found {weight}"
                )
            },
        ));
        let shares = [
            ("lights.night_share", self.lights.night_share),
            ("lights.sun_share", self.lights.sun_share),
            ("object.catalogue_share", self.object.catalogue_share),
        ];
        faults.extend(shares.into_iter().filter(|(_, share)| !(0.0..=1.0).contains(share)).map(
            |(name, share)| format!("randomization.{name}: expected a share from 0 to 1, found {share}"),
        ));
        let unknown = self.object.imported.iter().filter(|id| restage_assets::by_id(id).is_none());
        faults.extend(unknown.map(|id| {
            format!(
                "randomization.object.imported: no usable object {id:?} in the library of imported assets\n  \
                 hint: `restage assets import` brings one in"
            )
        }));
        let [low, high] = self.clutter.count;
        if low > high {
            faults.push(format!(
                "randomization.clutter.count: expected the least first, found [{low}, {high}]"
            ));
        }
        faults
    }

    /// Switch and laws of an axis.
    fn axis_mut(&mut self, axis: &str) -> Option<(&mut bool, LawsMut<'_>)> {
        macro_rules! with_laws {
            ($field:ident, $($key:ident),*) => {{
                let axis = &mut self.$field;
                Some((&mut axis.enabled, vec![$((stringify!($key), &mut axis.$key)),*]))
            }};
        }
        match axis {
            "environment" => with_laws!(environment,),
            "layout" => with_laws!(layout,),
            "room_style" => with_laws!(room_style,),
            "support_height" => with_laws!(support_height, level),
            "object" => with_laws!(object,),
            "scale" => with_laws!(scale, width),
            "mass" => with_laws!(mass, density, factor),
            "object_pose" => with_laws!(object_pose, along, depth, yaw),
            "place_pose" => with_laws!(place_pose, along, depth, yaw),
            "friction" => with_laws!(friction, pad, support),
            "grip" => with_laws!(grip, force, latency_secs),
            "latency" => with_laws!(latency, observation_secs, action_secs),
            "clutter" => with_laws!(clutter,),
            "lights" => with_laws!(
                lights,
                intensity,
                lamp_share,
                lamp_color,
                lamp_shift,
                daylight_cct_k,
                sky_luminance,
                sun_lux
            ),
            "exposure" => with_laws!(exposure, ev, gamma),
            "white_balance" => with_laws!(white_balance, adaptation, offset_k),
            "wrist_camera" => with_laws!(wrist_camera, shift, turn, focal, k1),
            "head_camera" => with_laws!(head_camera, shift, turn, focal, k1),
            "sensor_noise" => with_laws!(sensor_noise, read, shot, blur, wrist_blur),
            "style" => with_laws!(style, speed, time, dwell_secs),
            "tremor" => with_laws!(tremor, frequency_hz, rms),
            "wording" => with_laws!(wording,),
            _ => None,
        }
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
            max_arch: 0.5,
            max_grasp_raise: 0.015,
            placings: 4,
            retreat: 1.0,
            max_release_tilt: 0.6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_axis_has_a_switch_and_its_laws_have_names() {
        let mut config = RandomizationConfig::default();
        for axis in AXES {
            assert!(config.is_on(axis) && config.switch(axis, false) && !config.is_on(axis), "{axis}");
        }
        assert!(!config.switch("nothing", true) && config.law_mut("friction.nothing").is_none());
        *config.law_mut("friction.pad").unwrap() = Law::constant(0.5);
        let laws = config.laws();
        assert!(laws.contains(&("friction.pad".into(), Law::constant(0.5))));
        // The keys of the job file are the names: a law that was forgotten would be missing here.
        let text = serde_json::to_value(&config).unwrap();
        for (name, law) in &laws {
            let (axis, key) = name.split_once('.').unwrap();
            assert_eq!(text[axis][key], serde_json::to_value(law).unwrap(), "{name}");
        }
    }

    #[test]
    fn the_defaults_are_sound_and_faults_are_told_at_once() {
        assert_eq!(RandomizationConfig::default().faults(), Vec::<String>::new());
        let mut config = RandomizationConfig::default();
        config.friction.support = [0.6, 0.2].into();
        config.lights.sun_share = 1.5;
        config.environment.names = vec!["home_kitchn".into()];
        let faults = config.faults().join("\n");
        for part in ["friction.support", "sun_share", "did you mean"] {
            assert!(faults.contains(part), "{part} is missing in {faults}");
        }
    }

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
