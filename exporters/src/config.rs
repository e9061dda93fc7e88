//! Settings of a dataset, checked as a whole before anything is written.

use crate::error::{ConfigFault, ExportError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A camera whose pictures every episode of the dataset has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameraConfig {
    /// Camera name; the feature key is `observation.images.<name>`.
    pub name: String,
    /// Pixels; even, because H.264 with 4:2:0 colour stores pairs.
    pub width: u32,
    /// Pixels; even.
    pub height: u32,
}

/// Size of the taxel grid on one finger pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TactileGrid {
    /// Rows of taxels.
    pub rows: usize,
    /// Columns of taxels.
    pub cols: usize,
}

/// Optional observations that every episode of the dataset has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modalities {
    /// `observation.tactile.left` and `.right`.
    pub tactile: Option<TactileGrid>,
    /// `observation.force`: the wrench on the palm.
    pub force: bool,
}

/// Effort of the x264 encoder. Slower presets give smaller files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum X264Preset {
    /// A tenth less time than `Superfast`; files a third larger than `Veryfast`.
    Ultrafast,
    /// As fast as `Veryfast` on small pictures, files a fifth larger.
    Superfast,
    /// The default: the smallest files that cost no extra time on small pictures.
    #[default]
    Veryfast,
    /// About 1.4 times the time of `Veryfast`.
    Faster,
    /// About twice the time of `Veryfast`.
    Medium,
}

impl X264Preset {
    /// The name that ffmpeg takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ultrafast => "ultrafast",
            Self::Superfast => "superfast",
            Self::Veryfast => "veryfast",
            Self::Faster => "faster",
            Self::Medium => "medium",
        }
    }
}

/// How pictures become H.264.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VideoSettings {
    /// The ffmpeg program.
    pub program: PathBuf,
    /// Constant rate factor, 0 (lossless) to 51; 18 to 23 is visually near the original.
    pub crf: u8,
    /// Frames per group of pictures. Reading one frame at random decodes up to so many.
    pub gop: u32,
    /// Encoder effort.
    pub preset: X264Preset,
}

impl Default for VideoSettings {
    fn default() -> Self {
        Self { program: "ffmpeg".into(), crf: 20, gop: 2, preset: X264Preset::default() }
    }
}

/// When files roll over to the next one. The defaults are those of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileLimits {
    /// Bytes of one mp4 (its samples, without the index).
    pub video_bytes: u64,
    /// Seconds of one mp4. Where readers that add times in single precision could miss a frame, a file ends at 1000 s
    /// whatever this says. Long files are wanted: a reader that streams (lerobot 0.6) takes the frame's number in the
    /// dataset for its number in the file, and so reads only datasets with one file per camera.
    pub video_seconds: u32,
    /// Bytes of one parquet file.
    pub data_bytes: u64,
    /// Files per `chunk-NNN` folder.
    pub files_per_chunk: u32,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self {
            video_bytes: 200 * 1024 * 1024,
            video_seconds: 6 * 3600,
            data_bytes: 100 * 1024 * 1024,
            files_per_chunk: 1000,
        }
    }
}

/// All that the writer needs to know before the first episode.
#[derive(Clone, Debug, PartialEq)]
pub struct DatasetConfig {
    /// Name of the dataset, as the dataset card shows it.
    pub name: String,
    /// Frames per second of every episode.
    pub fps: u32,
    /// Robot type; merging tools require it to be equal.
    pub robot_type: String,
    /// Cameras of every episode; empty for a dataset of states only, which needs no ffmpeg.
    pub cameras: Vec<CameraConfig>,
    /// Optional observations.
    pub modalities: Modalities,
    /// Video encoding.
    pub video: VideoSettings,
    /// File sizes.
    pub limits: FileLimits,
    /// Whether an existing dataset at the output is replaced. It is, at the very end, and only by a whole one.
    pub overwrite: bool,
}

impl Default for DatasetConfig {
    fn default() -> Self {
        Self {
            name: "restage".into(),
            fps: 10,
            robot_type: "two_finger_gripper".into(),
            cameras: Vec::new(),
            modalities: Modalities::default(),
            video: VideoSettings::default(),
            limits: FileLimits::default(),
            overwrite: false,
        }
    }
}

/// Widest picture side in pixels (a limit of the mp4 fields is 65535; x264 stops at 16384).
const MAX_SIDE: u32 = 16384;
/// Largest mp4: its chunk offset is a 32-bit number.
const MAX_VIDEO_BYTES: u64 = 4_000_000_000;

impl DatasetConfig {
    /// Checks every setting.
    ///
    /// # Errors
    /// [`ExportError::InvalidConfig`] with all faults.
    pub fn validate(&self) -> Result<(), ExportError> {
        let mut faults = Vec::new();
        let mut check = |ok: bool, field: String, expected: &'static str, found: String| {
            if !ok {
                faults.push(ConfigFault { field, expected, found });
            }
        };
        check(!self.name.trim().is_empty(), "name".into(), "a name", format!("{:?}", self.name));
        check((1..=1000).contains(&self.fps), "fps".into(), "1 to 1000", self.fps.to_string());
        let mut names = BTreeSet::new();
        for camera in &self.cameras {
            let field = format!("camera '{}'", camera.name);
            check(is_key_part(&camera.name), field.clone(), NAME_RULE, camera.name.clone());
            check(
                names.insert(&camera.name),
                field.clone(),
                "a name that no other camera has",
                "it twice".into(),
            );
            let even = |side: u32| side > 0 && side <= MAX_SIDE && side.is_multiple_of(2);
            let size = format!("{}x{}", camera.width, camera.height);
            check(even(camera.width) && even(camera.height), field, "even sides, 2 to 16384 px", size);
        }
        if let Some(grid) = self.modalities.tactile {
            let found = format!("{}x{}", grid.rows, grid.cols);
            let side = 1..=4096;
            check(
                side.contains(&grid.rows) && side.contains(&grid.cols),
                "tactile grid".into(),
                "1 to 4096",
                found,
            );
        }
        check(self.video.crf <= 51, "video.crf".into(), "0 to 51", self.video.crf.to_string());
        check(self.video.gop >= 1, "video.gop".into(), "1 or more", self.video.gop.to_string());
        let limits = &self.limits;
        let video = limits.video_bytes;
        check(
            (1..=MAX_VIDEO_BYTES).contains(&video),
            "limits.video_bytes".into(),
            "1 to 4e9",
            video.to_string(),
        );
        check(limits.video_seconds > 0, "limits.video_seconds".into(), "1 or more", "0".into());
        check(limits.data_bytes > 0, "limits.data_bytes".into(), "1 or more", "0".into());
        check(limits.files_per_chunk > 0, "limits.files_per_chunk".into(), "1 or more", "0".into());
        if faults.is_empty() { Ok(()) } else { Err(ExportError::InvalidConfig { faults }) }
    }
}

const NAME_RULE: &str = "letters, digits and '_' only (it becomes part of a feature key and of a path)";

fn is_key_part(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_come_at_once() {
        let camera = |name: &str, width| CameraConfig { name: name.into(), width, height: 64 };
        let config = DatasetConfig {
            fps: 0,
            cameras: vec![camera("a/b", 63), camera("wrist", 64), camera("wrist", 64)],
            ..DatasetConfig::default()
        };
        let Err(ExportError::InvalidConfig { faults }) = config.validate() else { panic!("must be refused") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["fps", "camera 'a/b'", "camera 'a/b'", "camera 'wrist'"]);
        assert!(DatasetConfig::default().validate().is_ok());
    }
}
