//! Scripted demonstrations: pick-and-place motions that this file writes and no person recorded. They let the
//! program show its whole way on any machine. They are labelled `scripted` from the first file to the last
//! dataset, and are stored and read back like any recording.

use crate::{GENERATOR_VERSION, PipelineError};
use glam::{DQuat, DVec3};
use restage_episodes::{Episode, EpisodeProvenance, SegmentKind};
use restage_exporters::{DatasetCard, DatasetConfig, DatasetWriter};
use restage_geometry::Pose;
use std::f64::consts::PI;
use std::path::Path;

/// Rate of the scripted recordings, Hz.
const RATE_HZ: u32 = 30;
/// Width of the open gripper, m.
const OPEN_WIDTH: f64 = 0.085;

/// One scripted pick-and-place. World: z up, support at z = 0.
#[derive(Clone, Copy, Debug)]
struct Script {
    task: &'static str,
    /// Where the fingers close, m.
    grasp: DVec3,
    /// Where they open again, m.
    release: DVec3,
    /// Yaw of the closing axis, rad.
    yaw: f64,
    /// Width at which the fingers stall, m.
    object_width: f64,
    /// Height of the carry above the grasp, m.
    lift: f64,
    /// Seconds per metre of free motion: the pace of the imagined person.
    pace: f64,
}

const SCRIPTS: [Script; 3] = [
    Script {
        task: "Pick up the box and put it down to the right.",
        grasp: DVec3::new(0.02, -0.03, 0.045),
        release: DVec3::new(0.21, 0.02, 0.047),
        yaw: 0.2,
        object_width: 0.040,
        lift: 0.16,
        pace: 3.2,
    },
    Script {
        task: "Pick up the can and put it down to the left.",
        grasp: DVec3::new(0.05, 0.04, 0.055),
        release: DVec3::new(-0.16, -0.02, 0.057),
        yaw: -0.4,
        object_width: 0.058,
        lift: 0.14,
        pace: 3.8,
    },
    Script {
        task: "Pick up the block and put it down in front.",
        grasp: DVec3::new(-0.04, 0.06, 0.030),
        release: DVec3::new(0.02, -0.13, 0.032),
        yaw: 0.7,
        object_width: 0.030,
        lift: 0.18,
        pace: 2.8,
    },
];

/// Writes the scripted demonstrations as a dataset of their own: the profile `restage` reads it.
///
/// # Errors
/// When the folder is in the way or cannot be written.
pub fn write_demonstrations(folder: &Path, overwrite: bool) -> Result<(), PipelineError> {
    let config = DatasetConfig {
        name: "scripted_demonstrations".into(),
        fps: RATE_HZ,
        cameras: Vec::new(),
        overwrite,
        ..DatasetConfig::default()
    };
    let mut writer = DatasetWriter::create(folder, config)?;
    for (index, script) in SCRIPTS.iter().enumerate() {
        writer.append(&script.episode(index as u64))?;
    }
    writer.finish(&DatasetCard::default())?;
    Ok(())
}

/// Motion under construction, frame by frame.
#[derive(Default)]
struct Motion {
    poses: Vec<Pose>,
    widths: Vec<f64>,
    segments: Vec<i64>,
}

impl Motion {
    /// A minimum-jerk stretch (Flash and Hogan 1985) to a position and a width.
    fn go(&mut self, to: Pose, width: f64, secs: f64, segment: SegmentKind) {
        let frames = (secs * f64::from(RATE_HZ)).round().max(1.0) as usize;
        let (from, from_width) = match (self.poses.last(), self.widths.last()) {
            (Some(pose), Some(width)) => (*pose, *width),
            _ => (to, width),
        };
        for frame in 1..=frames {
            let u = frame as f64 / frames as f64;
            let s = u * u * u * (10.0 - 15.0 * u + 6.0 * u * u);
            self.poses.push(from.interpolate(&to, s));
            self.widths.push(from_width + (width - from_width) * s);
            self.segments.push(segment.code());
        }
    }
}

impl Script {
    fn episode(&self, index: u64) -> Episode {
        let down = DQuat::from_rotation_z(self.yaw) * DQuat::from_rotation_x(PI);
        let at = |p: DVec3| Pose::new(p, down);
        let above = |p: DVec3, height: f64| at(DVec3::new(p.x, p.y, p.z + height));
        let free_secs = |a: DVec3, b: DVec3| self.pace * a.distance(b).max(0.05);
        let start = above(self.grasp - DVec3::new(0.12, 0.08, 0.0), 0.22);
        let pregrasp = above(self.grasp, 0.07);
        let carry = above(self.release, self.lift);
        let lifted = above(self.grasp, self.lift);
        let mut motion = Motion::default();
        motion.go(start, OPEN_WIDTH, 0.3, SegmentKind::Approach);
        let secs = free_secs(start.translation, pregrasp.translation);
        motion.go(pregrasp, OPEN_WIDTH, secs, SegmentKind::Approach);
        motion.go(at(self.grasp), OPEN_WIDTH, 0.5, SegmentKind::Pregrasp);
        motion.go(at(self.grasp), self.object_width, 0.4, SegmentKind::Pregrasp);
        motion.go(at(self.grasp), self.object_width, 0.25, SegmentKind::Secure);
        motion.go(lifted, self.object_width, 0.8, SegmentKind::Transport);
        let secs = free_secs(lifted.translation, carry.translation).max(0.9);
        motion.go(carry, self.object_width, secs, SegmentKind::Transport);
        motion.go(at(self.release), self.object_width, 0.8, SegmentKind::Transport);
        motion.go(at(self.release), self.object_width, 0.2, SegmentKind::Place);
        motion.go(at(self.release), OPEN_WIDTH, 0.4, SegmentKind::Place);
        motion.go(above(self.release, 0.15), OPEN_WIDTH, 0.8, SegmentKind::Retreat);
        motion.go(above(self.release, 0.15), OPEN_WIDTH, 0.3, SegmentKind::Retreat);
        self.finish(motion, index)
    }

    fn finish(&self, motion: Motion, index: u64) -> Episode {
        let Motion { poses, widths, segments } = motion;
        let frames = poses.len();
        let next = |frame: usize| (frame + 1).min(frames - 1);
        Episode {
            task: self.task.to_owned(),
            fps: RATE_HZ,
            command_world_from_tcp: (0..frames).map(|frame| poses[next(frame)]).collect(),
            command_gripper_width: (0..frames).map(|frame| widths[next(frame)]).collect(),
            success: (0..frames).map(|frame| frame + 1 == frames).collect(),
            world_from_tcp: poses,
            gripper_width: widths,
            segment: segments,
            tactile: None,
            force: None,
            cameras: Vec::new(),
            provenance: EpisodeProvenance {
                success: true,
                stage: "scripted".into(),
                failure: String::new(),
                seed: 0,
                source_dataset: "scripted_demonstrations".into(),
                source_episode: index,
                source_group: format!("script-{index}"),
                source_scripted: true,
                environment: "none".into(),
                scene_hash: String::new(),
                support_height: 0.0,
                generator_version: GENERATOR_VERSION.into(),
            },
            attachments: Vec::new(),
        }
    }
}
