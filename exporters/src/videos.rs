//! The video files of one camera: samples are spooled episode by episode and laid into an mp4 when it is full.

use crate::config::{CameraConfig, DatasetConfig};
use crate::error::ExportError;
use crate::features::camera_key;
use crate::h264::EncodedClip;
use crate::mp4::{self, Track};
use crate::plan::{FileIndex, Rolling};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Where the pictures of an episode are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct VideoPlace {
    pub(crate) index: FileIndex,
    /// Seconds in that mp4.
    pub(crate) from: f64,
    /// Seconds, exclusive.
    pub(crate) to: f64,
}

/// Writer of one camera's mp4 files.
pub(crate) struct VideoFiles {
    /// Feature key of the camera.
    pub(crate) key: String,
    camera: CameraConfig,
    fps: u32,
    folder: PathBuf,
    spool: PathBuf,
    rolling: Rolling,
    open: Option<OpenFile>,
    /// Finished files.
    pub(crate) files: u64,
}

struct OpenFile {
    index: FileIndex,
    spool: File,
    track: Track,
}

impl VideoFiles {
    /// Files go below `root/videos`, samples wait in `work`.
    pub(crate) fn new(root: &Path, work: &Path, camera: &CameraConfig, config: &DatasetConfig) -> Self {
        let key = camera_key(&camera.name);
        Self {
            folder: root.join("videos").join(&key),
            spool: work.join(format!("{}.samples", camera.name)),
            key,
            camera: camera.clone(),
            fps: config.fps,
            rolling: Rolling::videos(&config.limits, config.fps),
            open: None,
            files: 0,
        }
    }

    /// Adds an episode.
    pub(crate) fn append(&mut self, clip: &EncodedClip) -> Result<VideoPlace, ExportError> {
        let frames = clip.sizes.len() as u64;
        let bytes = clip.bytes.len() as u64;
        let other_sets = |open: &OpenFile| open.track.parameter_sets != clip.parameter_sets;
        let slot = self.rolling.place(bytes, frames, self.open.as_ref().is_some_and(other_sets));
        if slot.starts_file {
            self.close()?;
        }
        let open = match &mut self.open {
            Some(open) => open,
            closed => closed.insert(OpenFile {
                index: slot.index,
                spool: create_spool(&self.spool)?,
                track: Track {
                    fps: self.fps,
                    width: self.camera.width,
                    height: self.camera.height,
                    parameter_sets: clip.parameter_sets.clone(),
                    sizes: Vec::new(),
                    keys: Vec::new(),
                },
            }),
        };
        open.spool.write_all(&clip.bytes).map_err(ExportError::io("spool encoded pictures", &self.spool))?;
        open.track.sizes.extend(&clip.sizes);
        open.track.keys.extend(&clip.keys);
        self.rolling.written(slot, frames, self.rolling.bytes_before(slot) + bytes);
        let seconds = |frame: u64| frame as f64 / f64::from(self.fps);
        let (from, to) = (seconds(slot.first_frame), seconds(slot.first_frame + frames));
        Ok(VideoPlace { index: slot.index, from, to })
    }

    /// Completes the open mp4, if there is one.
    pub(crate) fn close(&mut self) -> Result<(), ExportError> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        open.spool
            .seek(SeekFrom::Start(0))
            .map_err(ExportError::io("rewind encoded pictures", &self.spool))?;
        let path = open.index.path(&self.folder, "mp4");
        create_parent(&path)?;
        let mut write = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create(&path)?);
            mp4::write(&open.track, &mut open.spool, &mut out)?;
            out.into_inner()?.sync_all()
        };
        write().map_err(ExportError::io("write the video", &path))?;
        self.files += 1;
        Ok(())
    }
}

fn create_spool(path: &Path) -> Result<File, ExportError> {
    let options = File::options().read(true).write(true).create(true).truncate(true).open(path);
    options.map_err(ExportError::io("create the spool of encoded pictures", path))
}

/// Creates the folder that `path` lies in.
pub(crate) fn create_parent(path: &Path) -> Result<(), ExportError> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(ExportError::io("create the folder", parent))
}
