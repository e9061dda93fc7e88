//! The features by name: what each is, its unit, its family and its resolution.

use serde::{Deserialize, Serialize};

/// Families that are judged apart. One number never decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// How the hand moves.
    Kinematics,
    /// How far the fingers open and on what they stall.
    Aperture,
    /// When things are gripped, held and let go.
    Contact,
    /// What the cameras see.
    Image,
    /// What a policy learns from it.
    Utility,
}

impl Family {
    /// All families, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Kinematics, Self::Aperture, Self::Contact, Self::Image, Self::Utility];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kinematics => "kinematics",
            Self::Aperture => "aperture",
            Self::Contact => "contact",
            Self::Image => "image",
            Self::Utility => "utility",
        }
    }
}

/// One feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeatureInfo {
    /// Key in files.
    pub key: &'static str,
    /// Words for people.
    pub label: &'static str,
    /// Unit of the value; empty for pure numbers.
    pub unit: &'static str,
    /// Its family.
    pub family: Family,
    /// Spread below which differences mean nothing: the scale that standardises the feature is never smaller.
    pub resolution: f64,
}

const fn feature(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    family: Family,
    resolution: f64,
) -> FeatureInfo {
    FeatureInfo { key, label, unit, family, resolution }
}

/// The 27 trajectory features, then two of the contact.
pub const FEATURES: [FeatureInfo; 29] = {
    use Family::{Aperture, Contact, Kinematics};
    [
        feature("duration", "duration", "s", Kinematics, 0.2),
        feature("path_length", "path length", "m", Kinematics, 0.02),
        feature("straightness", "straightness (net over path)", "", Kinematics, 0.02),
        feature("peak_speed", "peak speed", "m/s", Kinematics, 0.02),
        feature("mean_speed", "mean speed", "m/s", Kinematics, 0.01),
        feature("time_to_peak", "time of peak speed, share of duration", "", Kinematics, 0.02),
        feature("pause_fraction", "share of time below 2 cm/s", "", Kinematics, 0.02),
        feature("speed_peaks", "speed peaks", "", Kinematics, 1.0),
        feature("sparc", "smoothness (SPARC)", "", Kinematics, 0.1),
        feature("ldlj", "smoothness (log dimensionless jerk)", "", Kinematics, 0.1),
        feature("peak_angular_speed", "peak angular speed", "rad/s", Kinematics, 0.05),
        feature("mean_angular_speed", "mean angular speed", "rad/s", Kinematics, 0.02),
        feature("approach_angle", "approach angle from vertical", "rad", Kinematics, 0.05),
        feature("approach_speed", "speed 2 cm before the grasp", "m/s", Kinematics, 0.01),
        feature("min_height", "lowest TCP above support", "m", Kinematics, 0.005),
        feature("max_height", "highest TCP above support", "m", Kinematics, 0.005),
        feature("lift_height", "lift", "m", Kinematics, 0.005),
        feature("transport_distance", "horizontal transport", "m", Kinematics, 0.01),
        feature("max_aperture", "widest opening before the grasp", "m", Aperture, 0.002),
        feature("stall_width", "width held", "m", Aperture, 0.002),
        feature("closing_speed", "closing speed", "m/s", Aperture, 0.01),
        feature("close_duration", "closing time", "s", Aperture, 0.05),
        feature("close_to_lift", "grip to lift", "s", Contact, 0.1),
        feature("hold_duration", "time held", "s", Contact, 0.2),
        feature("release_dwell", "arrival to release", "s", Contact, 0.1),
        feature("retreat_angle", "retreat angle from vertical", "rad", Kinematics, 0.05),
        feature("tremor", "tremor, 6 to 12 Hz", "m", Kinematics, 2e-5),
        feature("grip_height", "TCP above support at the grasp", "m", Contact, 0.005),
        feature("regrips", "re-grips", "", Contact, 0.5),
    ]
};

/// Position of a feature in [`FEATURES`].
pub fn feature_index(key: &str) -> Option<usize> {
    FEATURES.iter().position(|feature| feature.key == key)
}
