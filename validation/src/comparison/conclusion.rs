//! From families, controls and copies to one verdict.

use super::controls::ControlsReport;
use super::copying::CopyReport;
use super::families::FamilyReport;
use super::thresholds::Thresholds;
use super::verdict::Verdict;
use crate::features::Family;
use crate::intervals::newcombe_difference;
use crate::sample::Sample;

/// Families that must pass.
const REQUIRED: [Family; 3] = [Family::Kinematics, Family::Aperture, Family::Utility];

/// Episodes without a grasp have no features: that they are many is a gap of the contact family by itself.
pub fn grasp_share(
    real: &Sample,
    generated: &Sample,
    families: &mut [FamilyReport],
    thresholds: &Thresholds,
) {
    let count = |sample: &Sample| (sample.episodes.len(), sample.episodes.len() + sample.left_out.len());
    let (real, generated) = (count(real), count(generated));
    let Ok((_, difference)) = newcombe_difference(real, generated) else { return };
    if difference.low > thresholds.grasp_share_difference
        && let Some(contact) = families.iter_mut().find(|report| report.family == Family::Contact)
    {
        contact.verdict = Verdict::Fail;
        contact.reason = format!(
            "a grasp and its end are found in {} of {} generated episodes, but in {} of {} real ones",
            generated.0, generated.1, real.0, real.1
        );
    }
}

/// The verdict and its reasons, one sentence each.
pub fn conclude(
    families: &[FamilyReport],
    controls: &ControlsReport,
    copies: &CopyReport,
) -> (Verdict, Vec<String>) {
    let line = |report: &FamilyReport| format!("{}: {}", report.family.name(), report.reason);
    if controls.passed == Some(false) {
        let rate = |rate: Option<f64>| rate.map_or("none".into(), |r| format!("{:.0} %", 100.0 * r));
        let reason = format!(
            "the controls failed: real data passed in {} of the comparisons, spoilt real data failed in {}",
            rate(controls.negative_pass_rate),
            rate(controls.positive_fail_rate)
        );
        return (Verdict::Void, vec![reason]);
    }
    let mut reasons: Vec<String> = copies.reasons.clone();
    reasons.extend(families.iter().filter(|r| r.verdict == Verdict::Fail).map(line));
    if !reasons.is_empty() {
        return (Verdict::Fail, reasons);
    }
    for family in REQUIRED {
        match families.iter().find(|report| report.family == family) {
            None => reasons.push(format!("{}: not computed", family.name())),
            Some(report) if report.verdict != Verdict::Pass => reasons.push(line(report)),
            Some(_) => {}
        }
    }
    if controls.passed.is_none() {
        reasons.push("controls: too few real episodes to run any".into());
    }
    if reasons.is_empty() {
        (Verdict::Pass, families.iter().map(line).collect())
    } else {
        (Verdict::Inconclusive, reasons)
    }
}
