//! Which demonstration a rollout starts from.

use super::site::{RecordedShift, recorded_shifts};
use super::{GroundedDemonstration, PlanContext};
use crate::axes::PlanarShift;
use crate::rejection::PlanRejection;
use crate::seeds::{Streams, episode_and_attempt};
use crate::source::{SourcePolicy, nearest, stratified, weighted};
use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use restage_grounding::{EvidenceGrade, Grounding};
use std::collections::BTreeMap;

/// Whether a demonstration shows an object that was grasped, lifted and not lost.
pub fn usable(grounding: &Grounding) -> bool {
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
        SourcePolicy::Balanced => {
            let (episode, attempt) = episode_and_attempt(streams.index);
            balanced(context, &candidates, streams.job_seed, episode + attempt)
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

/// Place among the candidates: datasets in turn, in each every demonstration once per round.
fn balanced(context: &PlanContext, candidates: &[usize], job_seed: u64, rollout: u64) -> usize {
    let mut datasets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, &i) in candidates.iter().enumerate() {
        let dataset = context.demonstrations[i].demonstration.source.dataset.as_str();
        datasets.entry(dataset).or_default().push(place);
    }
    let count = datasets.len() as u64;
    let own = datasets.into_values().nth((rollout % count) as usize).unwrap_or_default();
    own[stratified(job_seed, rollout / count, own.len())]
}

/// Recorded object poses relative to the others of their dataset, as the object pose axis draws them.
fn site_poses(context: &PlanContext, candidates: &[usize]) -> Vec<Pose> {
    let among: Vec<&GroundedDemonstration> = candidates.iter().map(|&i| &context.demonstrations[i]).collect();
    let pose = |shift: &RecordedShift| {
        let PlanarShift { along, depth, yaw } = shift.object;
        Pose::new(DVec3::new(along, depth, 0.0), DQuat::from_rotation_z(yaw))
    };
    recorded_shifts(&among).iter().map(pose).collect()
}
