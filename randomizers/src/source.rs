//! Which demonstration a rollout starts from.

use crate::distribution::{index, permutation, weighted_index};
use crate::seeds::child_rng;
use rand_chacha::rand_core::Rng;
use restage_geometry::Pose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Policy of choosing the source demonstration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SourcePolicy {
    /// Every demonstration once per round, each round in its own random order.
    #[default]
    Uniform,
    /// Every dataset alike, however many demonstrations it has; in each every demonstration once per round.
    Balanced,
    /// One of the `k` whose recorded object stood nearest to the new object pose, relative to the workspace of
    /// its dataset: distance in metres plus angle in radians, as MimicGen's `nearest_neighbor_object`.
    NearestObject {
        /// How many nearest to choose from.
        k: usize,
    },
    /// In proportion to the evidence grade of the grasp.
    Weighted {
        /// Weights of grades A, B, C and D.
        grade_weights: [f64; 4],
    },
}

/// The demonstration of the `rollout`-th draw under the uniform policy, out of `count`.
pub fn stratified(job_seed: u64, rollout: u64, count: usize) -> usize {
    let round = rollout / count as u64;
    let order = permutation(&mut child_rng(job_seed, round, "source_order"), count);
    order[(rollout % count as u64) as usize]
}

/// Distance of two object poses as MimicGen measures it: metres plus radians.
pub fn pose_distance(a: &Pose, b: &Pose) -> f64 {
    a.distance(b) + a.angle(b)
}

/// One of the `k` candidates nearest to `wanted`, uniformly.
pub fn nearest(rng: &mut impl Rng, candidates: &[Pose], wanted: &Pose, k: usize) -> usize {
    let mut order: Vec<(f64, usize)> =
        candidates.iter().enumerate().map(|(i, pose)| (pose_distance(pose, wanted), i)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let among = k.clamp(1, order.len().max(1));
    order.get(index(rng, among)).map_or(0, |(_, i)| *i)
}

/// One candidate in proportion to its weight.
pub fn weighted(rng: &mut impl Rng, weights: &[f64]) -> usize {
    weighted_index(rng, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::{DQuat, DVec3};

    #[test]
    fn every_demonstration_comes_once_per_round() {
        for round in 0..5 {
            let mut seen: Vec<usize> = (0..7).map(|k| stratified(9, round * 7 + k, 7)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..7).collect::<Vec<_>>());
        }
        let order = |round: u64| (0..7).map(|k| stratified(9, round * 7 + k, 7)).collect::<Vec<_>>();
        assert_ne!(order(0), order(1));
    }

    #[test]
    fn nearest_object_known_answer() {
        let pose = |x, y, yaw| Pose::new(DVec3::new(x, y, 0.02), DQuat::from_rotation_z(yaw));
        let sources = [pose(0.4, 0.0, 0.0), pose(0.5, 0.1, 0.3), pose(0.3, -0.2, 1.0)];
        let wanted = pose(0.48, 0.08, 0.2);
        let expected = [0.313_137_084_989_847_6, 0.128_284_271_247_462_47, 1.132_866_339_541_864_8];
        for (source, distance) in sources.iter().zip(expected) {
            assert!((pose_distance(source, &wanted) - distance).abs() < 1e-9);
        }
        let mut rng = child_rng(0, 0, "test");
        assert_eq!(nearest(&mut rng, &sources, &wanted, 1), 1);
        let mut seen = [0; 3];
        for _ in 0..300 {
            seen[nearest(&mut rng, &sources, &wanted, 2)] += 1;
        }
        assert!(seen[2] == 0 && seen[0] > 100 && seen[1] > 100, "{seen:?}");
    }
}
