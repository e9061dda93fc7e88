//! Whether two sets can be compared at all: units, frames of reference, rates, modalities. What makes the whole
//! comparison meaningless is refused with the reason; the rest becomes a sentence in the report.

use crate::ValidationError;
use crate::distances::median;
use crate::sample::{Observed, Sample};
use glam::DVec3;
use restage_episodes::WidthEvidence;

/// Extents that differ by more than this are of different units.
const UNIT_RATIO: f64 = 20.0;
/// Least frame rate at which a grasp can be seen, Hz.
const LEAST_RATE_HZ: f64 = 4.0;
/// Heights of a set's support that differ by more than this are of different frames, m: no site has two such tables.
const SITE_HEIGHTS: f64 = 0.6;
/// Share of episodes with the other direction of approach from which on frames count as mixed.
const MIXED_SHARE: f64 = 0.1;

/// Refuses sets that cannot be compared.
///
/// # Errors
/// [`ValidationError::Incomparable`] with everything that is wrong, and what to do.
pub fn check(real: &Sample, generated: &Sample) -> Result<(), ValidationError> {
    let mut faults = Vec::new();
    faults.extend(empty(real).or_else(|| empty(generated)));
    if faults.is_empty() {
        faults.extend(units(real, generated));
        faults.extend([mixed_frames(real, true), mixed_frames(generated, false)].into_iter().flatten());
        faults.extend([real, generated].into_iter().filter_map(slow));
    }
    if faults.is_empty() { Ok(()) } else { Err(ValidationError::Incomparable { faults }) }
}

/// Sentences on what cannot be compared although the rest can.
pub fn remarks(real: &Sample, generated: &Sample) -> Vec<String> {
    let mut remarks = Vec::new();
    for (sample, kind) in [(real, "real"), (generated, "generated")] {
        if !sample.left_out.is_empty() {
            let (n, first) = (sample.left_out.len(), &sample.left_out[0]);
            remarks.push(format!(
                "{n} {kind} episodes take no part, the first: episode {}: {}",
                first.episode, first.reason
            ));
        }
    }
    let evidence = real.episodes.first().map(|e| e.demonstration.gripper.evidence);
    if evidence.is_some_and(|e| e != WidthEvidence::Measured) {
        remarks.push(
            "the real gripper reports open and closed only: how wide it opens and what it stalls on cannot be compared"
                .into(),
        );
    }
    let rates = [real, generated].map(Sample::lowest_rate_hz);
    if let [Some(a), Some(b)] = rates
        && (a / b).max(b / a) > 1.2
    {
        remarks.push(format!(
            "real episodes have {a:.1} frames per second, generated ones {b:.1}: both are compared at {:.1}",
            a.min(b)
        ));
    }
    remarks
}

fn empty(sample: &Sample) -> Option<String> {
    sample.episodes.is_empty().then(|| {
        let why = sample.left_out.first().map_or(String::new(), |left| format!(" ({})", left.reason));
        format!("{}: no episode in which a grasp is found{why}", sample.name)
    })
}

fn extent(observed: &Observed) -> f64 {
    let points = observed.demonstration.world_from_tcp.iter().map(|pose| pose.translation);
    let (low, high) = points.fold((DVec3::INFINITY, DVec3::NEG_INFINITY), |(l, h), p| (l.min(p), h.max(p)));
    (high - low).length()
}

/// Metres against centimetres (or millimetres): reaches of a hand never differ by so much.
fn units(real: &Sample, generated: &Sample) -> Option<String> {
    let middle = |sample: &Sample| median(&mut sample.episodes.iter().map(extent).collect::<Vec<_>>());
    let (a, b) = (middle(real), middle(generated));
    let ratio = a.max(b) / a.min(b).max(1e-9);
    (ratio > UNIT_RATIO).then(|| {
        let factor = libm::pow(10.0, libm::round(libm::log10(ratio)));
        let larger = if a > b { &real.name } else { &generated.name };
        format!(
            "motions of {} span {a:.3} and of {} {b:.3}, {ratio:.0} times apart: {larger} seems to be in units of 1/{factor} m; \
             hint: state its unit in the device profile (position_unit)",
            real.name, generated.name
        )
    })
}

/// Episodes of one set in different world frames.
fn mixed_frames(sample: &Sample, one_site: bool) -> Option<String> {
    let mut heights: Vec<f64> = sample.episodes.iter().map(|e| e.support_height).collect();
    heights.sort_by(f64::total_cmp);
    if let [lowest, .., highest] = heights.as_slice()
        && one_site
        && highest - lowest > SITE_HEIGHTS
    {
        return Some(format!(
            "{}: the support stands at {lowest:.2} m in some episodes and at {highest:.2} m in others; hint: bring all \
             episodes into one world frame, z up",
            sample.name
        ));
    }
    let downward = |e: &Observed| (e.grounding.grasp().world_from_tcp.rotation * DVec3::Z).z < 0.5;
    let up = sample.episodes.iter().filter(|e| !downward(e)).count();
    let share = up as f64 / sample.episodes.len() as f64;
    (share > MIXED_SHARE && share < 1.0 - MIXED_SHARE).then(|| {
        format!(
            "{}: the fingers point down at the grasp in {} episodes and up in {up}; hint: bring all episodes into one \
             world frame, z up, the tool's z out of the fingers",
            sample.name,
            sample.episodes.len() - up
        )
    })
}

fn slow(sample: &Sample) -> Option<String> {
    let rate = sample.lowest_rate_hz()?;
    (rate < LEAST_RATE_HZ).then(|| {
        format!(
            "{}: {rate:.1} frames per second; at least {LEAST_RATE_HZ} are needed to see a grasp",
            sample.name
        )
    })
}
