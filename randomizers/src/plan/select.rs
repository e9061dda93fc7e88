//! Which demonstration a rollout starts from.

use super::PlanContext;
use super::frames::{SourceGrasp, yaw_of};
use crate::rejection::PlanRejection;
use crate::seeds::{Streams, episode_and_attempt};
use crate::source::{SourcePolicy, nearest, stratified, weighted};
use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use restage_grounding::{EvidenceGrade, Grounding};
use std::collections::BTreeMap;

/// Whether a demonstration shows an object that was grasped, lifted and not lost.
pub(super) fn usable(grounding: &Grounding) -> bool {
    let outcome = &grounding.outcome;
    outcome.lifted && !outcome.in_place && (outcome.placed || outcome.held_at_end)
}

/// Index of the demonstration of a rollout.
pub(super) fn choose(context: &PlanContext, streams: &Streams) -> Result<usize, PlanRejection> {
    let candidates: Vec<usize> =
        (0..context.demonstrations.len()).filter(|&i| usable(&context.demonstrations[i].grounding)).collect();
    if candidates.is_empty() {
        return Err(PlanRejection::NoUsableDemonstration { count: context.demonstrations.len() });
    }
    let mut rng = streams.rng("source");
    let which = match &context.config.source {
        SourcePolicy::Uniform => {
            // The next attempt for an episode starts from the next demonstration, so that one that always fails
            // costs no episode.
            let (episode, attempt) = episode_and_attempt(streams.index);
            stratified(streams.job_seed, episode + attempt, candidates.len())
        }
        SourcePolicy::NearestObject { k } => {
            // The pose that placing tries first: the same stream gives the same first draw.
            let wanted = context.config.object_pose.sample(&mut streams.rng("object_pose"));
            let wanted =
                Pose::new(DVec3::new(wanted.along, wanted.depth, 0.0), DQuat::from_rotation_z(wanted.yaw));
            nearest(&mut rng, &site_poses(context, &candidates), &wanted, *k)
        }
        SourcePolicy::Weighted { grade_weights } => {
            let weight = |i: &usize| {
                let grade = context.demonstrations[*i].grounding.grade;
                grade_weights[match grade {
                    EvidenceGrade::A => 0,
                    EvidenceGrade::B => 1,
                    EvidenceGrade::C => 2,
                    EvidenceGrade::D => 3,
                }]
            };
            weighted(&mut rng, &candidates.iter().map(weight).collect::<Vec<_>>())
        }
    };
    Ok(candidates[which])
}

/// Recorded object poses relative to the middle of their dataset's objects: x to the right of the person, y away,
/// yaw against the mean approach.
fn site_poses(context: &PlanContext, candidates: &[usize]) -> Vec<Pose> {
    let grasps: Vec<(SourceGrasp, &str)> = candidates
        .iter()
        .map(|&i| {
            let source = &context.demonstrations[i];
            let grasp = SourceGrasp::new(source, source.grounding.object.best());
            (grasp, source.demonstration.source.dataset.as_str())
        })
        .collect();
    // Per dataset: sum of positions, of headings and of closing axes (doubled angles: the axis has no sign).
    let mut sites: BTreeMap<&str, (DVec3, DVec3, DVec3, f64)> = BTreeMap::new();
    let direction = |angle: f64| DVec3::new(libm::cos(angle), libm::sin(angle), 0.0);
    for (grasp, dataset) in &grasps {
        let site = sites.entry(dataset).or_insert((DVec3::ZERO, DVec3::ZERO, DVec3::ZERO, 0.0));
        site.0 += grasp.base.translation;
        site.1 += direction(grasp.heading);
        site.2 += direction(2.0 * yaw_of(grasp.base.rotation));
        site.3 += 1.0;
    }
    grasps
        .iter()
        .map(|(grasp, dataset)| {
            let (positions, headings, axes, count) = sites[dataset];
            let heading = libm::atan2(headings.y, headings.x);
            let to_person = DQuat::from_rotation_z(std::f64::consts::FRAC_PI_2 - heading);
            let mut offset = to_person * (grasp.base.translation - positions / count);
            offset.z = 0.0;
            let turn = 2.0 * yaw_of(grasp.base.rotation) - libm::atan2(axes.y, axes.x);
            // Back from doubled angles, into -pi/2..pi/2.
            let yaw = libm::atan2(libm::sin(turn), libm::cos(turn)) / 2.0;
            Pose::new(offset, DQuat::from_rotation_z(yaw))
        })
        .collect()
}
