//! Cutting a recording into parts, carrying each to the new scene and sampling the result on a uniform grid.

use super::blocks::{Anchor, Block, PhaseTable, blocks};
use super::bridge::{Boundary, Bridge};
use super::clock::{Clock, Pause};
use super::command::{CommandRule, Step, first_time, width_change};
use super::minimum_jerk;
use super::replay::grid_len;
use super::track::PoseTrack;
use super::warp::{Warp, WarpEnd};
use super::{AdaptError, AdaptInput, AdaptOptions, AdaptTarget, AdaptedTrajectory, new_from_source};
use glam::DQuat;
use restage_episodes::{Segment, SegmentKind};
use restage_geometry::Pose;
use std::f64::consts::PI;

/// Contact parts follow the speed of the whole motion within this range.
const CONTACT_RATE: [f64; 2] = [0.8, 1.2];

/// Window over which the velocity at a seam is averaged, s.
const SEAM_WINDOW: f64 = 0.05;

/// Step by which the arch is raised until it is clear, m.
const ARCH_STEP: f64 = 0.03;

/// Heights to which a warped motion is lifted before it is synthesised instead.
const WARP_ARCHES: u32 = 6;

/// Poses checked for clearance along a free motion.
const CLEARANCE_SAMPLES: usize = 24;

/// A stretch of the new motion.
struct Piece {
    motion: Motion,
    duration: f64,
    from: f64,
    to: f64,
}

enum Motion {
    /// Rigid relative to an object: `new_from_source` and the source clock.
    Rigid { carry: Pose, clock: Clock },
    /// The recording, its start fading into its end.
    Warped(Warp),
    /// Synthesised.
    Bridged(Bridge),
}

/// Carries the recorded motion to `target`.
///
/// # Errors
/// Input that is not consistent, that holds no grasp, two grasps or a push; options that are not positive; free
/// motion that cannot be kept clear of obstacles.
pub fn adapt(
    input: &AdaptInput,
    target: &AdaptTarget,
    options: &AdaptOptions,
) -> Result<AdaptedTrajectory, AdaptError> {
    input.check()?;
    options.check()?;
    let stitcher = Stitcher::new(input, target, options)?;
    let rule = CommandRule::new(input, width_change(Some(target)), options.gripper);
    let mut pauses = [options.grasp_dwell_secs.max(0.0), options.release_dwell_secs.max(0.0)];
    let first = stitcher.sample(&stitcher.pieces(pauses)?);
    let widths = rule.widths(&first.steps, options.rate_hz);
    pauses[0] += rule.missing_grasp_pause(&first.steps, &widths, options.rate_hz);
    pauses[1] += rule.missing_release_pause(&first.steps, &widths, options.rate_hz);
    let grid = stitcher.sample(&stitcher.pieces(pauses)?);
    Ok(AdaptedTrajectory {
        rate_hz: options.rate_hz,
        gripper_width: rule.widths(&grid.steps, options.rate_hz),
        segments: segments_of(&grid.steps),
        source_time: grid.source_time,
        world_from_tcp: grid.world_from_tcp,
    })
}

/// Runs of equal kind as segments.
pub(super) fn segments_of(steps: &[Step]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        match segments.last_mut() {
            Some(segment) if segment.kind == step.kind => segment.frames.end = index + 1,
            _ => segments.push(Segment { kind: step.kind, frames: index..index + 1 }),
        }
    }
    segments
}

/// A sampled motion, before the gripper command.
struct Grid {
    world_from_tcp: Vec<Pose>,
    steps: Vec<Step>,
    source_time: Vec<Option<f64>>,
}

struct Stitcher<'a> {
    input: &'a AdaptInput<'a>,
    target: &'a AdaptTarget,
    options: &'a AdaptOptions<'a>,
    track: PoseTrack<'a>,
    phases: PhaseTable,
    blocks: Vec<Block>,
    /// `new_from_source` at the grasp and at the release.
    carry_grasp: Pose,
    carry_place: Pose,
    /// Right-hand turn that exchanges the fingers, or nothing.
    flip: Pose,
}

impl<'a> Stitcher<'a> {
    fn new(
        input: &'a AdaptInput<'a>,
        target: &'a AdaptTarget,
        options: &'a AdaptOptions<'a>,
    ) -> Result<Self, AdaptError> {
        let carry_grasp = new_from_source(&input.world_from_object_source, &target.world_from_object);
        let carry_place = match (&input.world_from_place_source, &target.world_from_place) {
            (Some(source), Some(new)) => Some(new_from_source(source, new)),
            (None, None) => None,
            _ => return Err(AdaptError::PlaceMismatch),
        };
        let flip = if target.flip_closing_axis {
            Pose::from_rotation(DQuat::from_rotation_z(PI))
        } else {
            Pose::IDENTITY
        };
        let given = (target.start_tcp.is_some(), target.end_tcp.is_some());
        let blocks = blocks(input, carry_place.is_some(), given.0, given.1)?;
        Ok(Self {
            input,
            target,
            options,
            track: PoseTrack::new(input.timestamps, input.world_from_tcp)?,
            phases: PhaseTable::new(input),
            blocks,
            carry_grasp,
            carry_place: carry_place.unwrap_or(carry_grasp),
            flip,
        })
    }

    /// Source seconds per second in contact parts.
    fn contact_rate(&self) -> f64 {
        self.options.speed_factor.clamp(CONTACT_RATE[0], CONTACT_RATE[1])
    }

    fn carry(&self, anchor: Anchor) -> Pose {
        if anchor == Anchor::Place { self.carry_place } else { self.carry_grasp }
    }

    /// New pose of the recorded instant `t`, rigid relative to `carry`.
    fn carried(&self, carry: &Pose, t: f64) -> Pose {
        *carry * self.track.sample(t) * self.flip
    }

    /// State of the motion carried by `carry` at source time `t`.
    fn boundary(&self, carry: &Pose, t: f64) -> Boundary {
        let (linear, angular) = self.track.velocity(t, SEAM_WINDOW);
        let rate = self.contact_rate();
        Boundary {
            pose: self.carried(carry, t),
            linear: carry.transform_vector(linear) * rate,
            angular: carry.transform_vector(angular) * rate,
        }
    }

    /// The new motion, with `[grasp, release]` pauses in s.
    fn pieces(&self, pauses: [f64; 2]) -> Result<Vec<Piece>, AdaptError> {
        let mut at: Vec<Pause> = Vec::new();
        if let Some(time) = first_time(self.input, SegmentKind::Secure) {
            at.push(Pause { at: time, secs: pauses[0] });
        }
        if let Some(time) = first_time(self.input, SegmentKind::Retreat) {
            at.push(Pause { at: time, secs: pauses[1] });
        }
        (0..self.blocks.len()).map(|index| self.piece(index, &at)).collect()
    }

    fn piece(&self, index: usize, pauses: &[Pause]) -> Result<Piece, AdaptError> {
        let block = self.blocks[index];
        if let Anchor::Free(kind) = block.anchor {
            return self.free_piece(index, kind);
        }
        let within: Vec<Pause> =
            pauses.iter().copied().filter(|p| p.at >= block.from && p.at < block.to).collect();
        let clock = Clock::new(block.from, block.to, self.contact_rate(), &within);
        let duration = clock.duration();
        let motion = Motion::Rigid { carry: self.carry(block.anchor), clock };
        Ok(Piece { motion, duration, from: block.from, to: block.to })
    }

    /// Free motion of block `index`: the recording warped to its new ends where that keeps limits and clearance, over an
    /// arch where need be; else synthesised over an arch that is clear.
    fn free_piece(&self, index: usize, kind: SegmentKind) -> Result<Piece, AdaptError> {
        let block = self.blocks[index];
        if let Some(piece) = self.warped(index, kind) {
            return Ok(piece);
        }
        let (start, end) = self.free_ends(index);
        let limits = scaled(&self.options.limits, self.options.speed_factor);
        let time_factor = self.time_factor(kind);
        let mut least = f64::INFINITY;
        for arch in self.arches(&block, kind) {
            let bridge = Bridge::new(start, end, arch, &limits, self.options.fitts, time_factor);
            let duration = bridge.duration();
            let piece = Piece { motion: Motion::Bridged(bridge), duration, from: block.from, to: block.to };
            let shortfall = self.shortfall(&piece, kind);
            if shortfall <= 0.0 {
                return Ok(piece);
            }
            least = least.min(shortfall);
        }
        Err(AdaptError::NoClearance { kind, height: self.options.max_arch, best: least })
    }

    fn time_factor(&self, kind: SegmentKind) -> f64 {
        match kind {
            SegmentKind::Approach => self.options.approach_time_factor,
            _ => self.options.transport_time_factor,
        }
    }

    /// Heights to try: as recorded, then higher, then lower.
    fn arches(&self, block: &Block, kind: SegmentKind) -> Vec<f64> {
        let recorded = self.recorded_arch(block);
        let lowest = if kind == SegmentKind::Transport { self.options.min_transport_arch } else { 0.0 };
        let steps = |to: f64| libm::ceil((recorded - to).abs() / ARCH_STEP) as u32;
        let higher = (0..=steps(self.options.max_arch)).map(|k| recorded + ARCH_STEP * f64::from(k));
        let mut arches: Vec<f64> = higher.map(|arch| arch.min(self.options.max_arch)).collect();
        if lowest < recorded {
            let lower = (1..=steps(lowest)).map(|k| recorded - ARCH_STEP * f64::from(k));
            arches.extend(lower.map(|arch| arch.max(lowest)));
        }
        arches
    }

    /// What the free block `index` leaves from and arrives at: the neighbouring rigid parts, or the given poses.
    fn carries(&self, index: usize) -> (Pose, Pose) {
        let before = index.checked_sub(1).map(|k| self.carry(self.blocks[k].anchor));
        let after = self.blocks.get(index + 1).map(|next| self.carry(next.anchor));
        let start = before.or(after).unwrap_or(self.carry_grasp);
        (start, after.unwrap_or(start))
    }

    /// States at both ends of the free block `index`.
    fn free_ends(&self, index: usize) -> (Boundary, Boundary) {
        let block = self.blocks[index];
        let (from, to) = self.carries(index);
        let last = index + 1 == self.blocks.len();
        let start = match self.target.start_tcp.filter(|_| index == 0) {
            Some(tcp) => Boundary::at_rest(tcp),
            None => self.boundary(&from, block.from),
        };
        let end = match self.target.end_tcp.filter(|_| last) {
            Some(tcp) => Boundary::at_rest(tcp),
            None => self.boundary(&to, block.to),
        };
        (start, end)
    }

    /// The recorded free motion warped to its new ends, when they have not moved or turned too far against each other,
    /// it need not be slowed too much to keep the limits, and it is clear of obstacles.
    fn warped(&self, index: usize, kind: SegmentKind) -> Option<Piece> {
        let block = self.blocks[index];
        let (from, to) = self.carries(index);
        let last = index + 1 == self.blocks.len();
        let recorded = |t: f64| self.track.sample(t) * self.flip;
        let start = match self.target.start_tcp.filter(|_| index == 0) {
            Some(tcp) => WarpEnd::through(&from, &recorded(block.from), &tcp),
            None => WarpEnd::rigid(from),
        };
        let end = match self.target.end_tcp.filter(|_| last) {
            Some(tcp) => WarpEnd::through(&to, &recorded(block.to), &tcp),
            None => WarpEnd::rigid(to),
        };
        let flat = Warp::new(start, end).stretched(self.time_factor(kind));
        let apart = flat.offset(&recorded(block.from)).max(flat.offset(&recorded(block.to)));
        let plain = (block.to - block.from) / self.contact_rate();
        if apart > self.options.warp_limit || flat.angle() > self.options.warp_angle_limit || plain <= 0.0 {
            return None;
        }
        let limits = scaled(&self.options.limits, self.options.speed_factor);
        let room = self.options.max_arch - self.recorded_arch(&block);
        let arches = (0..WARP_ARCHES).map(|k| ARCH_STEP * f64::from(k)).filter(|arch| *arch <= room.max(0.0));
        arches.into_iter().find_map(|arch| {
            let warp = flat.over(arch);
            let at = |share: f64| recorded(block.from + (block.to - block.from) * share);
            let slowdown = warp.slowdown(at, plain, &limits);
            let warp = warp.stretched(warp.stretch() * slowdown);
            let duration = plain * warp.stretch();
            let piece = Piece { motion: Motion::Warped(warp), duration, from: block.from, to: block.to };
            let fits = slowdown <= self.options.warp_slowdown && self.shortfall(&piece, kind) <= 0.0;
            fits.then_some(piece)
        })
    }

    /// How far the recorded path rises above the straight line between the ends of a block, m.
    fn recorded_arch(&self, block: &Block) -> f64 {
        let samples = 64;
        let ends = [self.track.sample(block.from).translation.z, self.track.sample(block.to).translation.z];
        let rise = (0..=samples).map(|k| {
            let s = f64::from(k) / f64::from(samples);
            let z = self.track.sample(block.from + (block.to - block.from) * s).translation.z;
            z - (ends[0] + (ends[1] - ends[0]) * minimum_jerk::fraction(s))
        });
        rise.fold(0.0, f64::max).min(self.options.max_arch)
    }

    /// Largest lack of clearance along a free piece, m; not positive when it is clear. The margin that is asked
    /// for fades towards the ends, where the contact parts have their own gates.
    fn shortfall(&self, piece: &Piece, kind: SegmentKind) -> f64 {
        let Some(clearance) = self.options.clearance else { return 0.0 };
        (1..CLEARANCE_SAMPLES)
            .map(|k| {
                let s = k as f64 / CLEARANCE_SAMPLES as f64;
                let wanted = self.options.clearance_margin * (8.0 * s * (1.0 - s) - 0.5).clamp(0.0, 1.0);
                let pose = self.at(piece, s * piece.duration).0;
                if wanted > 0.0 { wanted - clearance(&pose, kind) } else { f64::NEG_INFINITY }
            })
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// New pose and source time `elapsed` seconds into a piece.
    fn at(&self, piece: &Piece, elapsed: f64) -> (Pose, f64) {
        match &piece.motion {
            Motion::Rigid { carry, clock } => {
                let t = clock.source_time(elapsed, piece.from);
                (self.carried(carry, t), t)
            }
            Motion::Warped(warp) => {
                let share = (elapsed / piece.duration).clamp(0.0, 1.0);
                let t = piece.from + (piece.to - piece.from) * warp.source_share(share);
                (warp.pose(&(self.track.sample(t) * self.flip), share), t)
            }
            Motion::Bridged(bridge) => {
                let share = (elapsed / piece.duration).clamp(0.0, 1.0);
                (bridge.pose(elapsed), piece.from + (piece.to - piece.from) * share)
            }
        }
    }

    /// The whole motion on the output grid.
    fn sample(&self, pieces: &[Piece]) -> Grid {
        let total: f64 = pieces.iter().map(|piece| piece.duration).sum();
        let count = grid_len(total, self.options.rate_hz);
        let mut grid = Grid {
            world_from_tcp: Vec::with_capacity(count),
            steps: Vec::with_capacity(count),
            source_time: Vec::with_capacity(count),
        };
        let (mut current, mut begun) = (0, 0.0);
        for k in 0..count {
            let time = (k as f64 / self.options.rate_hz).min(total);
            while current + 1 < pieces.len() && time >= begun + pieces[current].duration {
                begun += pieces[current].duration;
                current += 1;
            }
            let piece = &pieces[current];
            let (pose, source_time) = self.at(piece, time - begun);
            let reference = grid.world_from_tcp.last().copied().unwrap_or(pose);
            grid.world_from_tcp.push(pose.on_hemisphere_of(&reference));
            grid.steps.push(Step { source_time, kind: self.phases.kind_at(source_time) });
            grid.source_time.push((!matches!(piece.motion, Motion::Bridged(_))).then_some(source_time));
        }
        grid
    }
}

/// Limits of the same collector at another pace.
fn scaled(limits: &restage_episodes::CollectorStyle, factor: f64) -> restage_episodes::CollectorStyle {
    restage_episodes::CollectorStyle {
        linear_speed: limits.linear_speed * factor,
        linear_acceleration: limits.linear_acceleration * factor * factor,
        angular_speed: limits.angular_speed * factor,
        angular_acceleration: limits.angular_acceleration * factor * factor,
    }
}
