//! The support plane: the surface that the object stood on, inferred from many grasps of one site.
//!
//! Three kinds of evidence. A *grasp* puts the support a guessed grip height below the TCP, for an object must have
//! stood on something. A *rest* (the still, unloaded gripper, low) touches it. A *release* agrees or not: objects
//! are also dropped into containers, so releases may confirm a plane but never set it. And whatever the evidence
//! says, the gripper was never inside the support: its lowest point bounds the plane from above.

use crate::events::EvidenceGrade;
use crate::options::PlaneOptions;
use crate::signal::{median, percentile};
use serde::{Deserialize, Serialize};

/// The surface that the object stood on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupportPlane {
    /// Height that holds for this episode, m, in the world of the demonstration.
    pub height: f64,
    /// Standard deviation of it, m.
    pub spread: f64,
    /// Height of the site's plane, m.
    pub site_height: f64,
    /// What it rests on.
    pub evidence: PlaneEvidence,
    /// True when this episode's own evidence is more than the site tolerance away from the site's plane (a
    /// raised or a lower support) and `height` is therefore local.
    pub raised: bool,
}

/// Evidence behind a support plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneEvidence {
    /// Worst grade among the grasps that were used.
    pub grade: EvidenceGrade,
    /// Grasps of the site.
    pub grasps: usize,
    /// Releases of the site that agree.
    pub releases: usize,
    /// Rests of the site.
    pub rests: usize,
    /// Height that this episode's own grasp suggests, m.
    pub grasp_height: f64,
    /// Lowest point of the gripper near this episode's support, m: the plane is not above it.
    pub lowest_gripper_point: f64,
    /// Whether such bounds, of this episode or of its site, decided the height.
    pub bounded: bool,
}

/// What one episode says about the plane; heights in m.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EpisodeEvidence {
    pub grade: EvidenceGrade,
    /// TCP height less the expected grip height.
    pub grasp: f64,
    /// Standard deviation of the grip height.
    pub grasp_spread: f64,
    /// The same at the release.
    pub release: Option<f64>,
    /// Lowest point of the resting gripper.
    pub rests: Vec<f64>,
    pub lowest_gripper_point: f64,
}

/// The plane that the episodes of one site share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SitePlane {
    height: f64,
    /// Whether the grippers of the site were lower than the mode of the evidence.
    bounded: bool,
    spread: f64,
    grade: EvidenceGrade,
    grasps: usize,
    releases: usize,
    rests: usize,
}

/// Half-sample mode: halves the sample to its densest half until two remain, and takes their mean (Bickel and
/// Frühwirth 2006). Robust where a mean or median is pulled by outliers. `None` when empty.
pub fn half_sample_mode(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut rest = sorted.as_slice();
    while rest.len() > 2 {
        let half = rest.len().div_ceil(2);
        let mut best = 0;
        for start in 1..=rest.len() - half {
            if rest[start + half - 1] - rest[start] < rest[best + half - 1] - rest[best] {
                best = start;
            }
        }
        rest = &rest[best..best + half];
    }
    Some(rest.iter().sum::<f64>() / rest.len() as f64)
}

/// The site's plane from all its episodes; those of grade B or better when there are any. `None` without any.
pub(crate) fn site_plane(episodes: &[&EpisodeEvidence], options: &PlaneOptions) -> Option<SitePlane> {
    let good: Vec<&EpisodeEvidence> =
        episodes.iter().copied().filter(|episode| episode.grade <= EvidenceGrade::B).collect();
    let used = if good.is_empty() { episodes.to_vec() } else { good };
    let mut heights: Vec<f64> = used.iter().map(|episode| episode.grasp).collect();
    heights.extend(used.iter().flat_map(|episode| episode.rests.iter().copied()));
    let first = half_sample_mode(&heights)?;
    let agreeing: Vec<f64> = used
        .iter()
        .filter_map(|episode| episode.release)
        .filter(|height| (height - first).abs() <= options.site_tolerance)
        .collect();
    heights.extend(&agreeing);
    let mode = half_sample_mode(&heights)?;
    let bound = gripper_bound(&used, mode, options);
    let height = mode.min(bound);
    let deviations: Vec<f64> = heights
        .iter()
        .map(|h| (h - height).abs())
        .filter(|deviation| *deviation <= options.site_tolerance)
        .collect();
    // 1.4826 scales the median absolute deviation to the standard deviation of a normal distribution.
    let scatter = 1.4826 * median(&deviations).unwrap_or(0.0);
    let grip = median(&used.iter().map(|episode| episode.grasp_spread).collect::<Vec<_>>()).unwrap_or(0.0);
    Some(SitePlane {
        height,
        bounded: bound < mode,
        // The grip height is guessed by one law for all, so its spread does not shrink with their number.
        spread: libm::sqrt(scatter * scatter + grip * grip),
        grade: used.iter().map(|episode| episode.grade).max().unwrap_or(EvidenceGrade::D),
        grasps: used.len(),
        releases: agreeing.len(),
        rests: used.iter().map(|episode| episode.rests.len()).sum(),
    })
}

/// Height that the grippers of the site leave for a plane near `mode`: the 10th percentile of their lowest points,
/// so that one badly tracked episode does not sink the table for all.
fn gripper_bound(episodes: &[&EpisodeEvidence], mode: f64, options: &PlaneOptions) -> f64 {
    let near: Vec<f64> = episodes
        .iter()
        .map(|episode| episode.lowest_gripper_point)
        .filter(|height| (height - mode).abs() <= options.site_tolerance)
        .collect();
    percentile(&near, 0.1).unwrap_or(f64::INFINITY)
}

/// The plane of one episode of the site.
pub(crate) fn episode_plane(
    site: &SitePlane,
    episode: &EpisodeEvidence,
    options: &PlaneOptions,
) -> SupportPlane {
    let bound = episode.lowest_gripper_point;
    let local = episode.grasp.min(bound);
    let raised = (local - site.height).abs() > options.site_tolerance;
    let wanted = if raised { local } else { site.height };
    SupportPlane {
        height: wanted.min(bound),
        spread: if raised { episode.grasp_spread } else { site.spread },
        site_height: site.height,
        evidence: PlaneEvidence {
            grade: site.grade,
            grasps: site.grasps,
            releases: site.releases,
            rests: site.rests,
            grasp_height: episode.grasp,
            lowest_gripper_point: bound,
            bounded: wanted > bound || (site.bounded && !raised),
        },
        raised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `support_plane_hsm`: one placement on a 48 mm box does not move the plane.
    #[test]
    fn half_sample_mode_ignores_one_raised_placement() {
        let z = [0.112, 0.115, 0.113, 0.114, 0.161, 0.113].map(|z: f64| z - 0.012);
        assert!((half_sample_mode(&z).unwrap() - 0.101).abs() < 1e-12);
        assert!((median(&z).unwrap() - 0.1015).abs() < 1e-12);
        assert_eq!(half_sample_mode(&[]), None);
    }

    fn episode(grasp: f64, release: Option<f64>, lowest: f64) -> EpisodeEvidence {
        EpisodeEvidence {
            grade: EvidenceGrade::B,
            grasp,
            grasp_spread: 0.002,
            release,
            rests: vec![],
            lowest_gripper_point: lowest,
        }
    }

    #[test]
    fn drops_into_a_container_do_not_set_the_plane() {
        let options = PlaneOptions::default();
        let episodes: Vec<EpisodeEvidence> =
            [0.001, -0.004, 0.006, 0.002].map(|grasp| episode(grasp, Some(0.1), grasp + 0.01)).to_vec();
        let site = site_plane(&episodes.iter().collect::<Vec<_>>(), &options).unwrap();
        assert!((site.height - 0.0015).abs() < 1e-12);
        assert_eq!(site.releases, 0);
    }

    #[test]
    fn the_gripper_bounds_the_plane_and_a_raised_support_keeps_its_own_height() {
        let options = PlaneOptions::default();
        let flat = episode(0.0, None, -0.004);
        let box_top = episode(0.05, None, 0.06);
        let site = site_plane(&[&flat, &flat.clone(), &box_top], &options).unwrap();
        let low = episode_plane(&site, &flat, &options);
        assert!(low.evidence.bounded && !low.raised && low.height == -0.004);
        let high = episode_plane(&site, &box_top, &options);
        assert!(high.raised && !high.evidence.bounded && high.height == 0.05);
        // The two flat episodes of one table agree on what their grippers leave for it.
        assert_eq!((low.site_height, high.site_height), (-0.004, -0.004));
    }
}
