//! Checks one episode against the dataset that it is to join. All faults are gathered before any is reported.

use crate::config::{DatasetConfig, TactileGrid};
use crate::error::EpisodeFault;
use restage_episodes::{CameraClip, Episode, Pose, SegmentKind, TactileTrack};

/// Largest deviation of a quaternion's norm from 1 that is taken for rounding.
const NORM_TOLERANCE: f64 = 1e-3;
/// A measured width may lie this far below zero, metres: the zero of real devices is not better.
const WIDTH_TOLERANCE: f64 = 1e-3;
/// Largest stored integer.
const MAX_INTEGER: u64 = i64::MAX as u64;

/// Every fault of `episode`.
pub(crate) fn faults(episode: &Episode, config: &DatasetConfig) -> Vec<EpisodeFault> {
    let mut check = Check { frames: episode.world_from_tcp.len(), faults: Vec::new() };
    if check.frames == 0 {
        check.faults.push(EpisodeFault::NoFrames);
    }
    if episode.task.trim().is_empty() {
        check.faults.push(EpisodeFault::NoTask);
    }
    check.equal("fps", &config.fps, &episode.fps);
    check.poses("world_from_tcp", &episode.world_from_tcp);
    check.widths("gripper_width", &episode.gripper_width);
    check.poses("command_world_from_tcp", &episode.command_world_from_tcp);
    check.widths("command_gripper_width", &episode.command_gripper_width);
    check.segments(&episode.segment);
    check.length("success", episode.success.len());
    check.tactile(config.modalities.tactile, episode.tactile.as_ref());
    check.force(config.modalities.force, episode.force.as_deref());
    check.cameras(config, &episode.cameras);
    check.provenance(episode);
    check.attachments(&episode.attachments);
    check.faults
}

/// Names an episode in messages.
pub(crate) fn label(episode: &Episode) -> String {
    let provenance = &episode.provenance;
    format!(
        "episode from {} #{} (group {}, seed {})",
        provenance.source_dataset, provenance.source_episode, provenance.source_group, provenance.seed
    )
}

struct Check {
    frames: usize,
    faults: Vec<EpisodeFault>,
}

impl Check {
    fn length(&mut self, field: &str, found: usize) {
        if found != self.frames {
            self.faults.push(EpisodeFault::Length { field: field.into(), expected: self.frames, found });
        }
    }

    fn equal<T: PartialEq + ToString>(&mut self, field: &str, expected: &T, found: &T) {
        if expected != found {
            self.mismatch(field, expected.to_string(), found.to_string());
        }
    }

    fn mismatch(&mut self, field: &str, expected: impl Into<String>, found: impl Into<String>) {
        let (expected, found) = (expected.into(), found.into());
        self.faults.push(EpisodeFault::Mismatch { field: field.into(), expected, found });
    }

    /// Reports the first of the frames for which `bad` holds, and their number.
    fn first<T>(
        &mut self,
        track: &[T],
        bad: impl Fn(&T) -> bool,
        fault: impl FnOnce(usize, &T, usize) -> EpisodeFault,
    ) {
        let count = track.iter().filter(|value| bad(value)).count();
        if let Some(frame) = track.iter().position(bad) {
            self.faults.push(fault(frame, &track[frame], count));
        }
    }

    fn finite<T>(&mut self, field: &str, track: &[T], is_finite: impl Fn(&T) -> bool) {
        let field = field.to_owned();
        self.first(
            track,
            |value| !is_finite(value),
            |frame, _, count| EpisodeFault::NotFinite { field, frame, count },
        );
    }

    fn poses(&mut self, field: &str, poses: &[Pose]) {
        self.length(field, poses.len());
        let finite = |pose: &Pose| pose.translation.is_finite() && pose.rotation.is_finite();
        // Single precision is what is stored, and a huge number is infinite there.
        let stored = |pose: &Pose| pose.translation.as_vec3().is_finite();
        self.finite(field, poses, |pose| finite(pose) && stored(pose));
        let off_unit = |pose: &Pose| finite(pose) && (pose.rotation.length() - 1.0).abs() > NORM_TOLERANCE;
        self.first(poses, off_unit, |frame, pose, count| EpisodeFault::NotUnit {
            field: field.into(),
            frame,
            norm: pose.rotation.length(),
            count,
        });
    }

    fn widths(&mut self, field: &str, widths: &[f64]) {
        self.length(field, widths.len());
        self.finite(field, widths, |width| (*width as f32).is_finite());
        self.first(
            widths,
            |width| *width < -WIDTH_TOLERANCE,
            |frame, width, count| EpisodeFault::OutOfRange {
                field: field.into(),
                expected: "metres, 0 or more",
                found: width.to_string(),
                frame,
                count,
            },
        );
    }

    fn segments(&mut self, codes: &[i64]) {
        self.length("segment", codes.len());
        let unknown = |code: &i64| !SegmentKind::ALL.iter().any(|kind| kind.code() == *code);
        self.first(codes, unknown, |frame, code, count| EpisodeFault::OutOfRange {
            field: "segment".into(),
            expected: "a code of SegmentKind",
            found: code.to_string(),
            frame,
            count,
        });
    }

    fn tactile(&mut self, grid: Option<TactileGrid>, tracks: Option<&[TactileTrack; 2]>) {
        let (grid, tracks) = match (grid, tracks) {
            (None, None) => return,
            (Some(grid), Some(tracks)) => (grid, tracks),
            (grid, _) => {
                let word = |present| if present { "taxel forces" } else { "none" };
                return self.mismatch("tactile", word(grid.is_some()), word(grid.is_none()));
            }
        };
        for (side, track) in ["tactile left", "tactile right"].into_iter().zip(tracks) {
            let size = |rows, cols| format!("{rows}x{cols} taxels");
            self.equal(side, &size(grid.rows, grid.cols), &size(track.rows, track.cols));
            self.length(side, track.forces.len());
            let values = grid.rows * grid.cols * 3;
            self.first(
                &track.forces,
                |forces| forces.len() != values,
                |frame, forces, count| EpisodeFault::OutOfRange {
                    field: side.into(),
                    expected: "rows * cols * 3 values",
                    found: format!("{} values", forces.len()),
                    frame,
                    count,
                },
            );
            self.finite(side, &track.forces, |forces| forces.iter().all(|force| force.is_finite()));
        }
    }

    fn force(&mut self, expected: bool, force: Option<&[[f32; 6]]>) {
        match force {
            Some(force) if expected => {
                self.length("force", force.len());
                self.finite("force", force, |wrench| wrench.iter().all(|value| value.is_finite()));
            }
            None if !expected => {}
            _ => {
                let word = |present| if present { "a wrench per frame" } else { "none" };
                self.mismatch("force", word(expected), word(!expected));
            }
        }
    }

    fn cameras(&mut self, config: &DatasetConfig, clips: &[CameraClip]) {
        for clip in clips {
            let known = config.cameras.iter().any(|camera| camera.name == clip.name);
            let twice = clips.iter().filter(|other| other.name == clip.name).count() > 1;
            if !known || twice {
                let found = if twice { "it twice" } else { "a camera that the dataset does not have" };
                self.mismatch(
                    &format!("camera '{}'", clip.name),
                    "the cameras of the dataset, once each",
                    found,
                );
            }
        }
        for camera in &config.cameras {
            let field = format!("camera '{}'", camera.name);
            let Some(clip) = clips.iter().find(|clip| clip.name == camera.name) else {
                self.mismatch(&field, format!("{}x{} pictures", camera.width, camera.height), "none");
                continue;
            };
            let size = |width, height| format!("{width}x{height} px");
            self.equal(&field, &size(camera.width, camera.height), &size(clip.width, clip.height));
            self.length(&field, clip.frames.len());
            let bytes = clip.width as usize * clip.height as usize * 3;
            self.first(
                &clip.frames,
                |frame| frame.len() != bytes,
                |frame, buffer, count| EpisodeFault::OutOfRange {
                    field,
                    expected: "width * height * 3 bytes",
                    found: format!("{} bytes", buffer.len()),
                    frame,
                    count,
                },
            );
        }
    }

    fn provenance(&mut self, episode: &Episode) {
        let provenance = &episode.provenance;
        if !provenance.support_height.is_finite() {
            self.mismatch("support_height", "a finite number", provenance.support_height.to_string());
        }
        if provenance.source_episode > MAX_INTEGER {
            self.mismatch("source_episode", "less than 2^63", provenance.source_episode.to_string());
        }
        if provenance.success && !provenance.failure.is_empty() {
            self.mismatch("failure", "none on success", format!("{:?}", provenance.failure));
        }
    }

    fn attachments(&mut self, attachments: &[(String, Vec<u8>)]) {
        for (position, (name, _)) in attachments.iter().enumerate() {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            let plain = !name.is_empty() && !name.starts_with('.') && name.bytes().all(allowed);
            let twice = attachments[..position].iter().any(|(other, _)| other == name);
            if !plain || twice {
                let found = if twice { format!("{name:?} twice") } else { format!("{name:?}") };
                self.mismatch("attachments", "distinct file names of letters, digits, '.', '_', '-'", found);
            }
        }
    }
}
