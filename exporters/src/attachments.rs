//! Files kept beside episodes: `meta/restage/episodes/chunk-NNN.zip` holds those of 1000 episodes, as members
//! `episode_NNNNNN/<name>`. Any zip tool opens them; equal files give equal archives.

use crate::error::ExportError;
use crate::videos::create_parent;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Episodes per archive.
const EPISODES_PER_ARCHIVE: u64 = 1000;

fn archive_path(root: &Path, episode: u64) -> PathBuf {
    root.join(format!("meta/restage/episodes/chunk-{:03}.zip", episode / EPISODES_PER_ARCHIVE))
}

fn member(episode: u64, name: &str) -> String {
    format!("episode_{episode:06}/{name}")
}

fn zip_error(action: &'static str, path: &Path) -> impl FnOnce(zip::result::ZipError) -> ExportError {
    let io = ExportError::io(action, path);
    move |error| io(error.into())
}

/// Writer of the archives.
pub(crate) struct AttachmentFiles {
    root: PathBuf,
    open: Option<(PathBuf, ZipWriter<BufWriter<File>>)>,
}

impl AttachmentFiles {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), open: None }
    }

    /// Adds the files of an episode; episodes come in ascending order.
    pub(crate) fn append(&mut self, episode: u64, files: &[(String, Vec<u8>)]) -> Result<(), ExportError> {
        if files.is_empty() {
            return Ok(());
        }
        let path = archive_path(&self.root, episode);
        if self.open.as_ref().is_some_and(|(open, _)| *open != path) {
            self.close()?;
        }
        let (_, archive) = match &mut self.open {
            Some(open) => open,
            closed => {
                create_parent(&path)?;
                let file = File::create(&path).map_err(ExportError::io("create the archive", &path))?;
                closed.insert((path.clone(), ZipWriter::new(BufWriter::new(file))))
            }
        };
        // A fixed date: the archive says nothing about when it was made.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        for (name, bytes) in files {
            let options = options.large_file(bytes.len() as u64 > u64::from(u32::MAX));
            let started = archive.start_file(member(episode, name), options);
            started.map_err(zip_error("add to the archive", &path))?;
            archive.write_all(bytes).map_err(ExportError::io("add to the archive", &path))?;
        }
        Ok(())
    }

    /// Completes the open archive, if there is one.
    pub(crate) fn close(&mut self) -> Result<(), ExportError> {
        let Some((path, archive)) = self.open.take() else { return Ok(()) };
        let writer = archive.finish().map_err(zip_error("complete the archive", &path))?;
        let file = writer.into_inner().map_err(|error| error.into_error());
        file.and_then(|file| file.sync_all()).map_err(ExportError::io("flush the archive", &path))
    }
}

/// A larger file beside an episode is refused, bytes unpacked: a rollout of an hour stays far below.
const LARGEST: u64 = 1 << 30;

/// Reads one file that was kept beside an episode.
///
/// # Errors
/// [`ExportError::Io`] when there is no archive or it is damaged; [`ExportError::Content`] when the episode has
/// no such file.
pub fn read_attachment(dataset: &Path, episode: u64, name: &str) -> Result<Vec<u8>, ExportError> {
    let path = archive_path(dataset, episode);
    let mut archive = open(&path)?;
    let wanted = member(episode, name);
    if archive.index_for_name(&wanted).is_none() {
        let found = attachment_names(dataset, episode)?;
        return Err(ExportError::Content {
            path,
            expected: format!("'{name}' of episode {episode}"),
            found: if found.is_empty() { "no file of this episode".into() } else { found.join(", ") },
            hint: "was the dataset made without it, or changed by a tool that renumbers episodes?",
        });
    }
    let file = archive.by_name(&wanted).map_err(zip_error("read from the archive", &path))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(ExportError::io("read from the archive", &path))?;
    if bytes.len() as u64 > LARGEST {
        return Err(ExportError::Content {
            path,
            expected: format!("at most {LARGEST} bytes in '{name}' of episode {episode}"),
            found: "more".into(),
            hint: "the archive is damaged or was not written by this program",
        });
    }
    Ok(bytes)
}

/// Names of the files kept beside an episode, in the order in which they were given; none is not an error.
///
/// # Errors
/// [`ExportError::Io`] when the archive is damaged.
pub fn attachment_names(dataset: &Path, episode: u64) -> Result<Vec<String>, ExportError> {
    let path = archive_path(dataset, episode);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let archive = open(&path)?;
    let folder = member(episode, "");
    let mut names = Vec::new();
    for name in archive.file_names() {
        let name = name.map_err(zip_error("read the archive", &path))?;
        names.extend(name.strip_prefix(&folder).map(str::to_owned));
    }
    Ok(names)
}

fn open(path: &Path) -> Result<ZipArchive<std::io::BufReader<File>>, ExportError> {
    let file = File::open(path).map_err(ExportError::io("open the archive", path))?;
    ZipArchive::new(std::io::BufReader::new(file)).map_err(zip_error("read the archive", path))
}
