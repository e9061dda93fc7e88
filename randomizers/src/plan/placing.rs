//! Where the recorded workspace goes in the new scene: the object, the place, the start of the hand.

use super::author::Zones;
use super::frames::{SourceGrasp, yaw_of};
use crate::axes::PlanarShift;
use crate::config::RandomizationConfig;
use crate::distribution::uniform;
use crate::gates::{SUPPORT_MARGIN, gripper_boxes};
use crate::rejection::PlanRejection;
use crate::seeds::Streams;
use crate::solids::{MovingBox, Solid, nearest};
use glam::{DQuat, DVec2, DVec3};
use rand_chacha::ChaCha8Rng;
use restage_assets::GripperModel;
use restage_geometry::Pose;
use restage_scenes::{SupportSurface, ZonePurpose};
use serde::Serialize;
use std::f64::consts::{FRAC_PI_2, PI};

/// Poses tried before a rollout is rejected.
const TRIES: u32 = 64;

/// Of these, places that follow the recorded displacement; the rest may lie anywhere in reach.
const RECORDED_TRIES: u32 = 32;

/// Outlines stay this far inside of the support, m.
const EDGE_MARGIN: f64 = 0.01;

/// Gap between the object and fixtures, m.
const FIXTURE_GAP: f64 = 0.01;

/// The fingers clear the support by at least this much, raised if need be, m.
const LEAST_CLEARANCE: f64 = 0.003;

/// The object is let go this far above the support, m.
const RELEASE_GAP: [f64; 2] = [0.001, 0.004];

/// A place that is not the recorded one is this far from the object, m.
const FREE_PLACE_DISTANCE: [f64; 2] = [0.12, 0.55];

/// Everything in its place. Bases lie on the support.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placing {
    /// Base under the object at its start.
    pub base: Pose,
    /// Base under the object where it comes to rest.
    pub rest_base: Option<Pose>,
    /// Bases that carry the motion: raised so that the fingers clear the support.
    pub motion_base: Pose,
    pub motion_rest_base: Option<Pose>,
    pub start_tcp: Option<Pose>,
    /// Where the hand goes after the release: in the workspace where the recorded one went, whatever was moved.
    pub end_tcp: Option<Pose>,
    /// Height above the support that the contact parts keep, m.
    pub support_clearance: f64,
}

/// For the record.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct PlacingRecord {
    object: PlanarShift,
    object_tries: u32,
    place: Option<PlanarShift>,
    place_tries: u32,
    place_follows_recording: bool,
    raise_m: f64,
    flip: bool,
    attempt: u32,
    /// Share of the way from the recorded start to above the grasp by which the start was pulled clear of obstacles.
    start_pull: f64,
}

/// What placing needs to know.
pub(super) struct PlacingProblem<'a> {
    pub grasp: &'a SourceGrasp<'a>,
    pub gripper: &'a GripperModel,
    pub support: &'a SupportSurface,
    pub fixtures: &'a [Solid],
    /// Where an author allows things.
    pub zones: &'a Zones,
    /// Extents of the object: along the closing axis, across it, up.
    pub size: DVec3,
    pub config: &'a RandomizationConfig,
}

impl PlacingProblem<'_> {
    /// Finds a pose for everything.
    pub fn solve(&self, streams: &Streams, attempt: u32) -> Result<(Placing, PlacingRecord), PlanRejection> {
        let map = self.workspace_map();
        let (base, object, object_tries) =
            self.place_object(&map, &mut numbered(streams, "object_pose", attempt))?;
        let mut record = PlacingRecord {
            object,
            object_tries,
            place: None,
            place_tries: 0,
            place_follows_recording: true,
            raise_m: 0.0,
            flip: false,
            attempt,
            start_pull: 0.0,
        };
        let rest_base = match self.grasp.released_base {
            Some(released) => Some({
                let rng = numbered(streams, "place_pose", attempt);
                self.place_rest(&map, &released, &base, rng, &mut record)?
            }),
            None => None,
        };
        let (raise, clearance) = self.raise_grasp()?;
        record.raise_m = raise;
        let (rest_lift, rest_clearance) = self.raise_place(raise)?;
        let up = |pose: Pose, height: f64| Pose::new(pose.translation + DVec3::Z * height, pose.rotation);
        let placing = Placing {
            base,
            rest_base,
            motion_base: up(base, raise),
            motion_rest_base: rest_base.map(|rest| up(rest, rest_lift)),
            start_tcp: self.grasp.start_tcp().map(|start| self.above_support(map * start)),
            end_tcp: self.grasp.end_tcp().map(|end| self.above_support(map * end)),
            support_clearance: clearance.min(rest_clearance).min(SUPPORT_MARGIN) - 0.001,
        };
        Ok((placing, record))
    }

    /// `new_world_from_source_world` of the workspace as a whole: the person's heading becomes the support's depth,
    /// the middle between object and place comes to the middle of the support, the planes meet.
    fn workspace_map(&self) -> Pose {
        let turn = DQuat::from_rotation_z(self.support.yaw + FRAC_PI_2 - self.grasp.heading);
        let object = self.grasp.base.translation;
        let place = self.grasp.released_base.map_or(object, |base| base.translation);
        let mut middle = (object + place) / 2.0;
        middle.z = self.grasp.resolved.support_height;
        Pose::new(self.support.center - turn * middle, turn)
    }

    /// A pose on the ground plane of the support from a mapped one and a shift.
    fn shifted(&self, mapped: &Pose, shift: &PlanarShift) -> Pose {
        let offset = DQuat::from_rotation_z(self.support.yaw) * DVec3::new(shift.along, shift.depth, 0.0);
        let mut position = mapped.translation + offset;
        position.z = self.support.center.z;
        Pose::new(position, DQuat::from_rotation_z(yaw_of(mapped.rotation) + shift.yaw))
    }

    fn place_object(
        &self,
        map: &Pose,
        rng: &mut ChaCha8Rng,
    ) -> Result<(Pose, PlanarShift, u32), PlanRejection> {
        let mapped = *map * self.grasp.base;
        for tries in 1..=TRIES {
            let shift = self.config.object_pose.sample(rng);
            let (base, shift) =
                self.in_zone(ZonePurpose::Start, &mapped, (self.shifted(&mapped, &shift), shift), rng);
            if self.stands(&base, ZonePurpose::Start) {
                return Ok((base, shift, tries));
            }
        }
        Err(PlanRejection::TargetOffSupport { tries: TRIES })
    }

    fn place_rest(
        &self,
        map: &Pose,
        released: &Pose,
        object: &Pose,
        mut rng: ChaCha8Rng,
        record: &mut PlacingRecord,
    ) -> Result<Pose, PlanRejection> {
        let tilt = libm::acos((released.rotation * DVec3::Z).z.clamp(-1.0, 1.0));
        if tilt > self.config.bounds.max_release_tilt {
            return Err(PlanRejection::PlaceTilted { tilt });
        }
        let mapped = *map * *released;
        // The displacement of the recording starts from where the object stands now.
        let moved = object.translation - (*map * self.grasp.base).translation;
        let follow = Pose::new(mapped.translation + moved, mapped.rotation);
        for tries in 1..=TRIES {
            let shift = self.config.place_pose.sample(&mut rng);
            let free = self.anywhere(&mut rng, &mapped, object);
            let follows = tries <= RECORDED_TRIES;
            let candidate = if follows { self.shifted(&follow, &shift) } else { free };
            let (candidate, shift) = self.in_zone(ZonePurpose::Goal, &follow, (candidate, shift), &mut rng);
            let apart = candidate.distance(object);
            let in_reach = follows || (FREE_PLACE_DISTANCE[0]..=FREE_PLACE_DISTANCE[1]).contains(&apart);
            if in_reach && self.stands(&candidate, ZonePurpose::Goal) {
                record.place = Some(shift);
                (record.place_tries, record.place_follows_recording) = (tries, follows);
                return Ok(candidate);
            }
        }
        Err(PlanRejection::PlaceOffSupport { tries: TRIES })
    }

    /// Any spot of the support, turned as the mapped release.
    fn anywhere(&self, rng: &mut ChaCha8Rng, mapped: &Pose, object: &Pose) -> Pose {
        let [length, depth] = self.support.size;
        let x = uniform(rng, [-length / 2.0, length / 2.0]);
        let y = uniform(rng, [-depth / 2.0, depth / 2.0]);
        let mut position = self.support.point(x, y, 0.0);
        position.z = object.translation.z;
        Pose::new(position, DQuat::from_rotation_z(yaw_of(mapped.rotation)))
    }

    /// A drawn base and its shift from a mapped pose, moved to a spot in one of the author's zones of a purpose; as they
    /// are where none is marked.
    fn in_zone(
        &self,
        purpose: ZonePurpose,
        mapped: &Pose,
        (base, shift): (Pose, PlanarShift),
        rng: &mut ChaCha8Rng,
    ) -> (Pose, PlanarShift) {
        let Some(spot) = self.zones.spot(purpose, rng) else { return (base, shift) };
        let position = self.support.point(spot.x, spot.y, 0.0);
        let offset = DQuat::from_rotation_z(-self.support.yaw) * (position - mapped.translation);
        (Pose::new(position, base.rotation), PlanarShift { along: offset.x, depth: offset.y, ..shift })
    }

    /// Whether the object stands wholly on the support, clear of fixtures and where an author allows it.
    fn stands(&self, base: &Pose, purpose: ZonePurpose) -> bool {
        let local = self.support.local(base.translation);
        let turn = yaw_of(base.rotation) - self.support.yaw;
        let (sine, cosine) = (libm::sin(turn).abs(), libm::cos(turn).abs());
        let reach_x = (self.size.x * cosine + self.size.y * sine) / 2.0 + EDGE_MARGIN;
        let reach_y = (self.size.x * sine + self.size.y * cosine) / 2.0 + EDGE_MARGIN;
        let inside = local.x.abs() + reach_x <= self.support.size[0] / 2.0
            && local.y.abs() + reach_y <= self.support.size[1] / 2.0;
        let center = base.translation + DVec3::Z * (self.size.z / 2.0 + 0.002);
        let standing = MovingBox { world_from_box: Pose::new(center, base.rotation), half: self.size / 2.0 };
        let welcome = self.zones.allow(purpose, local.truncate(), DVec2::new(reach_x, reach_y));
        inside && welcome && nearest(self.fixtures, &[standing], FIXTURE_GAP).1.is_none()
    }

    /// How much the grasp is raised, and the clearance of the fingers then.
    fn raise_grasp(&self) -> Result<(f64, f64), PlanRejection> {
        let lowest = self.grasp.lowest_at_grasp(self.gripper);
        let raise = (LEAST_CLEARANCE - lowest).max(0.0);
        if raise > self.config.bounds.max_grasp_raise {
            let needed = LEAST_CLEARANCE - self.config.bounds.max_grasp_raise;
            return Err(PlanRejection::FingerBelowSupport { clearance: lowest, needed, step: 0 });
        }
        Ok((raise, lowest + raise))
    }

    /// Height of the carried base above the support at the release, and the clearance of the fingers then.
    fn raise_place(&self, grasp_raise: f64) -> Result<(f64, f64), PlanRejection> {
        let Some(released) = self.grasp.released_base else { return Ok((0.0, f64::INFINITY)) };
        let recorded_gap = released.translation.z - self.grasp.resolved.support_height;
        let gap = recorded_gap.clamp(RELEASE_GAP[0], RELEASE_GAP[1]) + grasp_raise;
        let lowest = self.grasp.lowest_at_place(self.gripper) + gap;
        let raise = (LEAST_CLEARANCE - lowest).max(0.0);
        if raise > self.config.bounds.max_grasp_raise {
            let needed = LEAST_CLEARANCE - self.config.bounds.max_grasp_raise;
            return Err(PlanRejection::FingerBelowSupport { clearance: lowest, needed, step: 0 });
        }
        Ok((gap + raise, lowest + raise))
    }

    /// The start or end pose, lifted where the gripper would otherwise be inside of the support.
    fn above_support(&self, start: Pose) -> Pose {
        let width = self.grasp.widths().first().copied().unwrap_or(0.0);
        let boxes = gripper_boxes(self.gripper, &start, width);
        let lowest = boxes.iter().map(MovingBox::lowest).fold(f64::INFINITY, f64::min);
        let lack = (self.support.center.z + SUPPORT_MARGIN - lowest).max(0.0);
        Pose::new(start.translation + DVec3::Z * lack, start.rotation)
    }
}

impl PlacingRecord {
    /// Notes what was decided after placing.
    pub fn with(mut self, attempt: u32, flip: bool, start_pull: f64) -> Self {
        (self.attempt, self.flip, self.start_pull) = (attempt, flip, start_pull);
        self
    }
}

/// The stream of an axis in a placing attempt; the first has the axis's own name.
fn numbered(streams: &Streams, name: &str, attempt: u32) -> ChaCha8Rng {
    if attempt == 0 { streams.rng(name) } else { streams.rng(&format!("{name}/{attempt}")) }
}

/// Whether half a turn of the gripper brings its approach nearer to the start pose.
pub(super) fn prefers_flip(start: &Pose, grasp: &Pose) -> bool {
    start.angle(grasp) > start.angle(&(*grasp * Pose::from_rotation(DQuat::from_rotation_z(PI)))) + 0.2
}
