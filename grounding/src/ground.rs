//! From demonstrations to groundings: composes the parts.

use crate::command::command_events;
use crate::envelope::lowest_point;
use crate::error::{GroundingError, NoGraspReason, TrackFault};
use crate::events::{GraspEvent, measured_events};
use crate::grounding::{Grounding, Outcome, Release};
use crate::holds::{Hold, chain, primary};
use crate::object::ObjectHypothesis;
use crate::options::{GroundingOptions, MIN_FRAMES, ObjectPrior};
use crate::phases;
use crate::signal::median3;
use crate::stillness::still_tcp;
use crate::style::measure_style;
use crate::support::{EpisodeEvidence, SitePlane, episode_plane, site_plane};
use glam::DVec3;
use restage_episodes::{Demonstration, Segment, SegmentKind, WidthEvidence};
use std::collections::BTreeMap;

/// Infers from each demonstration what was grasped, where, and what became of it. Results are in the order of
/// the input. The support plane is shared by all demonstrations of one dataset, so give a dataset's
/// demonstrations in one call.
///
/// # Errors
/// Per demonstration: unusable tracks, or nothing grasped.
pub fn ground(
    demonstrations: &[Demonstration],
    options: &GroundingOptions,
) -> Vec<Result<Grounding, GroundingError>> {
    let drafts: Vec<Result<Draft, GroundingError>> =
        demonstrations.iter().map(|demonstration| Draft::new(demonstration, options)).collect();
    let mut sites: BTreeMap<&str, Vec<&EpisodeEvidence>> = BTreeMap::new();
    for (demonstration, draft) in demonstrations.iter().zip(&drafts) {
        if let Ok(draft) = draft {
            sites.entry(&demonstration.source.dataset).or_default().push(&draft.evidence);
        }
    }
    let planes: BTreeMap<&str, SitePlane> = sites
        .into_iter()
        .filter_map(|(name, evidence)| Some((name, site_plane(&evidence, &options.plane)?)))
        .collect();
    demonstrations
        .iter()
        .zip(&drafts)
        .map(|(demonstration, draft)| {
            let draft = draft.as_ref().map_err(Clone::clone)?;
            let site = &planes[demonstration.source.dataset.as_str()];
            Ok(draft.finish(demonstration, site, options))
        })
        .collect()
}

/// [`ground`] for a single demonstration: its site is itself.
///
/// # Errors
/// When its tracks are unusable or nothing is grasped.
pub fn ground_one(
    demonstration: &Demonstration,
    options: &GroundingOptions,
) -> Result<Grounding, GroundingError> {
    ground(std::slice::from_ref(demonstration), options).swap_remove(0)
}

/// What one demonstration says by itself, before the site is known.
struct Draft {
    events: Vec<GraspEvent>,
    hold: Hold,
    segments: Vec<Segment>,
    evidence: EpisodeEvidence,
    gripper_reach: f64,
}

impl Draft {
    fn new(demonstration: &Demonstration, options: &GroundingOptions) -> Result<Self, GroundingError> {
        check_tracks(demonstration)?;
        let mut events = match demonstration.gripper.evidence {
            WidthEvidence::Measured => measured_events(demonstration, &options.events),
            WidthEvidence::Commanded | WidthEvidence::Binary => command_events(demonstration, options),
        };
        let positions: Vec<DVec3> =
            demonstration.world_from_tcp.iter().map(|pose| pose.translation).collect();
        let holds = chain(&mut events, &positions, &options.phases);
        let Some(index) = primary(&holds, &options.phases) else {
            let reason = match events.len() {
                0 => NoGraspReason::NeverClosed,
                closes => NoGraspReason::OnlyEmptyCloses { closes },
            };
            let source = &demonstration.source;
            return Err(GroundingError::NoGrasp {
                dataset: source.dataset.clone(),
                episode: source.episode_index,
                reason,
            });
        };
        let spans: Vec<_> = holds.iter().map(Hold::span).collect();
        let segments = phases::segments(&positions, &spans, &options.phases);
        let hold = holds[index];
        let heights = gripper_heights(demonstration, options);
        let gripper_reach = positions[hold.stall].z - heights[hold.stall];
        let evidence =
            plane_evidence(demonstration, &events[hold.event], &hold, &segments, &heights, options);
        Ok(Self { events, hold, segments, evidence, gripper_reach })
    }

    fn finish(
        &self,
        demonstration: &Demonstration,
        site: &SitePlane,
        options: &GroundingOptions,
    ) -> Grounding {
        let hold = &self.hold;
        let grasp = &self.events[hold.event];
        let support = episode_plane(site, &self.evidence, &options.plane);
        let open_width = demonstration.gripper.open_width;
        let lifted = hold.lift >= options.phases.lift_height;
        let style = measure_style(demonstration, &self.segments);
        Grounding {
            source: demonstration.source.clone(),
            events: self.events.clone(),
            primary: hold.event,
            hold_end: hold.hold_end,
            segments: self.segments.clone(),
            support,
            object: ObjectHypothesis::infer(grasp, &support, self.gripper_reach, open_width, options),
            lift_height: hold.lift,
            release: hold.released.then(|| Release {
                frame: hold.hold_end,
                world_from_tcp: demonstration.world_from_tcp[hold.hold_end],
            }),
            outcome: Outcome {
                held_at_end: hold.hold_end == demonstration.len(),
                lifted,
                placed: lifted && hold.released,
                in_place: !lifted,
            },
            style: style.unwrap_or_default(),
            style_measured: style.is_some(),
            grade: grasp.grade,
        }
    }
}

/// Height of the lowest point of the re-enacting gripper per frame, single-frame spikes removed.
fn gripper_heights(demonstration: &Demonstration, options: &GroundingOptions) -> Vec<f64> {
    let heights: Vec<f64> = demonstration
        .world_from_tcp
        .iter()
        .zip(&demonstration.gripper.width)
        .map(|(pose, width)| lowest_point(&options.gripper, pose, *width))
        .collect();
    median3(&heights)
}

fn plane_evidence(
    demonstration: &Demonstration,
    grasp: &GraspEvent,
    hold: &Hold,
    segments: &[Segment],
    heights: &[f64],
    options: &GroundingOptions,
) -> EpisodeEvidence {
    let tcp = |frame: usize| demonstration.world_from_tcp[frame].translation.z;
    let reach = tcp(hold.stall) - heights[hold.stall];
    let (grip, grasp_spread) = expected_grip_height(grasp, reach, &options.object);
    let plane = &options.plane;
    let near_grasp = segments
        .iter()
        .filter(|segment| {
            let before = segment.kind == SegmentKind::Pregrasp && segment.frames.end == hold.stall;
            before || segment.frames.contains(&hold.stall)
        })
        .flat_map(|segment| segment.frames.clone());
    let at_grasp = near_grasp.map(|frame| heights[frame]);
    let grasp_low = at_grasp.fold(f64::INFINITY, f64::min);
    // The gripper may well be lower somewhere else, beside a table: that says nothing about this support.
    let same_support = |height: &f64| *height >= grasp_low - plane.rest_reach;
    let lowest_gripper_point = heights.iter().copied().filter(same_support).fold(grasp_low, f64::min);
    let rests = still_tcp(demonstration, &options.still)
        .into_iter()
        .filter(|range| is_free_rest(demonstration, segments, range, plane.rest_secs))
        .map(|range| heights[range.clone()].iter().sum::<f64>() / range.len() as f64)
        .filter(|height| same_support(height) && *height <= grasp_low + plane.site_tolerance)
        .collect();
    EpisodeEvidence {
        grade: grasp.grade,
        grasp: tcp(hold.stall) - grip,
        grasp_spread,
        release: hold.released.then(|| tcp(hold.hold_end) - grip),
        rests,
        lowest_gripper_point,
    }
}

/// Whether a still range is a rest of the unloaded gripper: long, and wholly in an approach or a retreat.
fn is_free_rest(
    demonstration: &Demonstration,
    segments: &[Segment],
    range: &std::ops::Range<usize>,
    min_secs: f64,
) -> bool {
    let times = &demonstration.timestamps;
    let free = segments
        .iter()
        .filter(|segment| matches!(segment.kind, SegmentKind::Approach | SegmentKind::Retreat))
        .any(|segment| segment.frames.start <= range.start && range.end <= segment.frames.end);
    free && times[range.end - 1] - times[range.start] >= min_secs
}

/// Expected height of the TCP above the support at a grasp and its standard deviation, m. The law: object height
/// is a ratio of the width, and the TCP grips a fraction of that; but the gripper, which reaches `reach` below the
/// TCP, must stay clear of the support.
fn expected_grip_height(grasp: &GraspEvent, reach: f64, prior: &ObjectPrior) -> (f64, f64) {
    let clear = reach + prior.tip_clearance;
    let middle = |[low, high]: [f64; 2]| (low + high) * 0.5;
    let best = middle(prior.height_ratio) * middle(prior.grip_fraction) * grasp.width.best;
    let low = (prior.height_ratio[0] * prior.grip_fraction[0] * grasp.width.low).max(reach);
    let high = (prior.height_ratio[1] * prior.grip_fraction[1] * grasp.width.high).max(clear);
    // Standard deviation of a uniform law.
    (best.max(clear), (high - low) / libm::sqrt(12.0))
}

/// All that makes the tracks unusable, at once.
fn check_tracks(demonstration: &Demonstration) -> Result<(), GroundingError> {
    let n = demonstration.len();
    let mut faults = Vec::new();
    let mut fault =
        |field, expected: String, found: String| faults.push(TrackFault { field, expected, found });
    if n < MIN_FRAMES {
        fault("timestamps", format!("at least {MIN_FRAMES} frames"), n.to_string());
    }
    let times = &demonstration.timestamps;
    if let Some(frame) =
        (1..n).find(|i| times[i - 1].partial_cmp(&times[*i]) != Some(std::cmp::Ordering::Less))
    {
        fault(
            "timestamps",
            "strictly increasing seconds".into(),
            format!("{} s then {} s at frame {frame}", times[frame - 1], times[frame]),
        );
    }
    let poses = &demonstration.world_from_tcp;
    if poses.len() != n {
        fault("world_from_tcp", format!("{n} poses"), poses.len().to_string());
    }
    if let Some(frame) = poses.iter().position(|pose| !pose.is_finite()) {
        fault("world_from_tcp", "finite poses".into(), format!("a non-finite pose at frame {frame}"));
    }
    let gripper = &demonstration.gripper;
    if gripper.width.len() != n {
        fault("gripper.width", format!("{n} widths"), gripper.width.len().to_string());
    }
    if let Some(frame) = gripper.width.iter().position(|width| !width.is_finite()) {
        fault("gripper.width", "finite widths in m".into(), format!("a non-finite width at frame {frame}"));
    }
    let opens = gripper.open_width > gripper.closed_width && gripper.open_width.is_finite();
    if !opens || !gripper.close_label_delay.is_finite() || gripper.close_label_delay < 0.0 {
        fault(
            "gripper",
            "open_width above closed_width and a close_label_delay of 0 s or more".into(),
            format!(
                "open {} m, closed {} m, delay {} s",
                gripper.open_width, gripper.closed_width, gripper.close_label_delay
            ),
        );
    }
    if faults.is_empty() {
        return Ok(());
    }
    let source = &demonstration.source;
    Err(GroundingError::UnusableTracks {
        dataset: source.dataset.clone(),
        episode: source.episode_index,
        faults,
    })
}
