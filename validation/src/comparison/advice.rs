//! What to change where a comparison failed: from the features that are farthest off to the settings that move them.

use super::copying::CopyReport;
use super::diagnostics::FeatureReport;
use super::families::FamilyReport;
use super::verdict::Verdict;

/// Shift, in spreads, from which on a feature is worth a sentence.
const WORTH: f64 = 0.8;
/// Most features that are named per family.
const NAMED: usize = 4;

/// One sentence per cause, largest first.
pub fn advice(families: &[FamilyReport], features: &[FeatureReport], copies: &CopyReport) -> Vec<String> {
    let mut lines = Vec::new();
    if !copies.leaked_sources.is_empty() {
        lines.push(
            "generate again with --split train: held-out demonstrations were used as sources".to_owned(),
        );
    }
    if copies.held_out_copies > 0 || copies.reasons.iter().any(|reason| reason.contains("more than once")) {
        lines.push("remove repeated episodes: check how datasets were merged".to_owned());
    }
    for family in families.iter().filter(|report| report.verdict != Verdict::Pass) {
        let of_family = features.iter().filter(|feature| feature.family == family.family);
        for feature in of_family.filter(|feature| feature.shift.abs() >= WORTH).take(NAMED) {
            lines.push(sentence(feature));
        }
    }
    lines
}

fn sentence(feature: &FeatureReport) -> String {
    let direction = if feature.shift > 0.0 { "above" } else { "below" };
    let unit = if feature.unit.is_empty() { String::new() } else { format!(" {}", feature.unit) };
    format!(
        "{}: {:.3}{unit} generated, {:.3}{unit} held out ({:.1} spreads {direction} real episodes){}",
        feature.label,
        feature.generated,
        feature.held_out,
        feature.shift.abs(),
        remedy(&feature.key).map_or(String::new(), |remedy| format!("; {remedy}")),
    )
}

/// Which setting moves a feature.
fn remedy(key: &str) -> Option<&'static str> {
    Some(match key {
        "duration" | "mean_speed" | "peak_speed" | "time_to_peak" | "approach_speed" => {
            "check the tempo of re-synthesised motion and the style's time warp"
        }
        "sparc" | "ldlj" | "speed_peaks" | "pause_fraction" | "tremor" => {
            "keep more of the recorded motion, or fit style to the training episodes"
        }
        "path_length" | "straightness" | "transport_distance" | "max_height" => {
            "narrow where objects and goals are placed, or start from the recorded start"
        }
        "min_height" | "grip_height" | "lift_height" => {
            "check the support height and the object's assumed height"
        }
        "approach_angle" | "retreat_angle" => "keep the recorded approach and retreat closer to the object",
        "max_aperture" | "stall_width" | "closing_speed" | "close_duration" => {
            "fit object widths and the gripper's speed to the training episodes"
        }
        "close_to_lift" | "hold_duration" | "release_dwell" | "regrips" => {
            "keep the recorded timing of grip and release"
        }
        _ if key.ends_with("luma") || key.ends_with("clipped") => {
            "fit light levels and exposure to real frames"
        }
        _ if key.ends_with("saturation") || key.ends_with("colourfulness") || key.ends_with("share") => {
            "fit materials and white balance to real frames"
        }
        _ if key.ends_with("sharpness") || key.ends_with("spectrum_slope") || key.ends_with("noise") => {
            "film with sensor noise and blur as the real camera has them"
        }
        _ => return None,
    })
}
