//! Where an episode goes, decided before anything is written: file numbers, roll-over and running indices.

use crate::config::FileLimits;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Number of a file: `chunk-{chunk:03}/file-{file:03}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileIndex {
    pub(crate) chunk: u32,
    pub(crate) file: u32,
}

impl FileIndex {
    fn next(self, files_per_chunk: u32) -> Self {
        if self.file + 1 < files_per_chunk {
            Self { chunk: self.chunk, file: self.file + 1 }
        } else {
            Self { chunk: self.chunk + 1, file: 0 }
        }
    }

    /// The path below `folder`.
    pub(crate) fn path(self, folder: &Path, extension: &str) -> PathBuf {
        folder.join(format!("chunk-{:03}", self.chunk)).join(format!("file-{:03}.{extension}", self.file))
    }
}

/// Place of an episode within a series of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Which file.
    pub(crate) index: FileIndex,
    /// Frames before it in this file.
    pub(crate) first_frame: u64,
    /// Whether the file begins with this episode.
    pub(crate) starts_file: bool,
}

/// A series of files that rolls over before one grows beyond its limits. An episode never spans two files.
#[derive(Clone, Debug)]
pub(crate) struct Rolling {
    max_bytes: u64,
    max_frames: u64,
    /// Frame rate of videos; 0 where time does not matter.
    fps: u32,
    files_per_chunk: u32,
    open: Option<(FileIndex, u64, u64)>,
}

impl Rolling {
    /// Limits of mp4 files at a frame rate.
    pub(crate) fn videos(limits: &FileLimits, fps: u32) -> Self {
        let max_frames = u64::from(limits.video_seconds) * u64::from(fps);
        Self {
            max_bytes: limits.video_bytes,
            max_frames,
            fps,
            files_per_chunk: limits.files_per_chunk,
            open: None,
        }
    }

    /// Limits of parquet files.
    pub(crate) fn tables(limits: &FileLimits) -> Self {
        let (max_bytes, files_per_chunk) = (limits.data_bytes, limits.files_per_chunk);
        Self { max_bytes, max_frames: u64::MAX, fps: 0, files_per_chunk, open: None }
    }

    /// Mean bytes per frame of the open file times `frames`: the expected size of the next episode.
    pub(crate) fn expected_bytes(&self, frames: u64) -> u64 {
        match self.open {
            Some((_, bytes, before)) if before > 0 => {
                (bytes as u128 * frames as u128).div_ceil(before as u128) as u64
            }
            _ => 0,
        }
    }

    /// Where the next `frames` frames of `bytes` bytes go; `incompatible` with the open file starts a new one.
    pub(crate) fn place(&self, bytes: u64, frames: u64, incompatible: bool) -> Slot {
        match self.open {
            None => Slot { index: FileIndex::default(), first_frame: 0, starts_file: true },
            Some((index, used, before)) => {
                let full = used.saturating_add(bytes) >= self.max_bytes
                    || before + frames > self.max_frames
                    || !found_in_single_precision(self.fps, before + frames, frames);
                if full || incompatible {
                    Slot { index: index.next(self.files_per_chunk), first_frame: 0, starts_file: true }
                } else {
                    Slot { index, first_frame: before, starts_file: false }
                }
            }
        }
    }

    /// Notes that an episode was written at `slot`, and that the file now holds `bytes_in_file`.
    pub(crate) fn written(&mut self, slot: Slot, frames: u64, bytes_in_file: u64) {
        self.open = Some((slot.index, bytes_in_file, slot.first_frame + frames));
    }

    /// Bytes in the open file when `slot` continues it.
    pub(crate) fn bytes_before(&self, slot: Slot) -> u64 {
        if slot.starts_file { 0 } else { self.open.map_or(0, |(_, bytes, _)| bytes) }
    }
}

/// Frames before this time are found at any frame rate, s.
const SHORT_SECONDS: u64 = 1000;

/// Whether a reader finds every frame of an episode of `frames` frames that ends as frame `end` of its file, by time within
/// 1e-4 s, when it adds the file's time of the episode to the single-precision time of the frame and rounds the sum to
/// single precision, as lerobot does.
///
/// From 1024 s on neighbouring single-precision numbers are farther apart than 1e-4 s, so the sum must round to the same
/// number as the frame's exact time `k / fps`. That lies at least `2^-14 / d` from where rounding changes (twice as much
/// with every doubling of the time), `d` the odd part of `fps`; the sum is off by at most half a step of the frame's time
/// within its episode.
fn found_in_single_precision(fps: u32, end: u64, frames: u64) -> bool {
    if end <= SHORT_SECONDS * u64::from(fps) || fps == 0 {
        return true;
    }
    let half_step = 2f64.powi((frames / u64::from(fps)).max(1).ilog2() as i32 - 24);
    let odd = f64::from(fps >> fps.trailing_zeros());
    half_step < 2f64.powi(-14) / odd
}

/// Running numbers of a dataset, and its tasks in the order in which they first occur.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) episodes: u64,
    pub(crate) frames: u64,
    pub(crate) tasks: Vec<String>,
    task_numbers: BTreeMap<String, u64>,
}

impl Ledger {
    /// The number that `task` has or will get.
    pub(crate) fn task_index(&self, task: &str) -> u64 {
        self.task_numbers.get(task).copied().unwrap_or(self.tasks.len() as u64)
    }

    /// Counts an episode.
    pub(crate) fn record(&mut self, task: &str, frames: u64) {
        if !self.task_numbers.contains_key(task) {
            self.task_numbers.insert(task.to_owned(), self.tasks.len() as u64);
            self.tasks.push(task.to_owned());
        }
        self.episodes += 1;
        self.frames += frames;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn files_number_on_into_the_next_chunk() {
        let last = FileIndex { chunk: 0, file: 1 };
        assert_eq!(last.next(2), FileIndex { chunk: 1, file: 0 });
        assert_eq!(last.path(Path::new("data"), "parquet"), Path::new("data/chunk-000/file-001.parquet"));
    }

    #[test]
    fn tasks_are_numbered_in_first_seen_order() {
        let mut ledger = Ledger::default();
        for task in ["b", "a", "b", "c"] {
            ledger.record(task, 2);
        }
        assert_eq!(ledger.tasks, ["b", "a", "c"]);
        assert_eq!((ledger.task_index("c"), ledger.task_index("new"), ledger.frames), (2, 3, 8));
    }

    /// What lerobot does: double sum of the file's time and the stored single-precision time, rounded to single, compared
    /// with the exact time rounded to single.
    fn missed(fps: u32, first: u64, frame: u64) -> bool {
        let stored = f64::from((frame as f64 / f64::from(fps)) as f32);
        let asked = (first as f64 / f64::from(fps) + stored) as f32;
        let exact = ((first + frame) as f64 / f64::from(fps)) as f32;
        (asked - exact).abs() >= 1e-4
    }

    #[test]
    fn frames_that_are_said_to_be_found_are_found() {
        for fps in [5, 10, 15, 20, 24, 25, 30, 50, 60] {
            let frames = u64::from(60 * fps);
            for start in [1024, 2000, 5000, 20_000u64] {
                let first = start * u64::from(fps) + 7;
                assert!(found_in_single_precision(fps, first + frames, frames), "{fps}");
                assert!((0..frames).all(|frame| !missed(fps, first, frame)), "{fps} {start}");
            }
        }
    }

    #[test]
    fn long_episodes_at_awkward_rates_do_not_go_far_into_a_file() {
        // 59 fps, ten minutes: a frame is missed, so such an episode begins a new file.
        let (fps, frames) = (59, 59 * 600);
        assert!(!found_in_single_precision(fps, 59 * 1100, frames));
        let first = 59 * 1024;
        assert!((0..frames).any(|frame| missed(fps, first, frame)));
        let mut rolling = Rolling::videos(&FileLimits::default(), fps);
        for (start, starts_file) in [(0, true), (600, true)] {
            let slot = rolling.place(1, frames, false);
            assert_eq!(slot.starts_file, starts_file, "at {start} s");
            rolling.written(slot, frames, 1);
        }
    }

    proptest! {
        /// Files are contiguous in order, and only a file of a single episode may exceed a limit.
        #[test]
        fn files_keep_their_limits(episodes in prop::collection::vec((1u64..400, 1u64..40), 1..60)) {
            let limits = FileLimits { video_bytes: 500, video_seconds: 5, data_bytes: 1, files_per_chunk: 3 };
            let mut rolling = Rolling::videos(&limits, 10);
            let (mut previous, mut used, mut held) = (None, 0, 0);
            for (bytes, frames) in episodes {
                let slot = rolling.place(bytes, frames, false);
                if slot.starts_file {
                    prop_assert_eq!(Some(slot.index), previous.map_or(Some(FileIndex::default()), |p: FileIndex| Some(p.next(3))));
                    (used, held) = (0, 0);
                } else {
                    prop_assert_eq!(slot.first_frame, held);
                    prop_assert!(used + bytes < 500 && held + frames <= 50);
                }
                (used, held) = (used + bytes, held + frames);
                rolling.written(slot, frames, rolling.bytes_before(slot) + bytes);
                previous = Some(slot.index);
            }
        }
    }
}
