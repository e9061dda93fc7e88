//! Reading of archives: tar (plain or gzip), zip, and Debian packages through `dpkg-deb`. Only regular files come
//! out; links, devices and names that climb are never followed, and what one archive may unpack to is limited.

use super::client::open_deb;
use crate::import::{Fault, ImportError};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Component, Path};

/// Most files of an archive.
const MAX_ENTRIES: usize = 100_000;
/// Most bytes of one unpacked file.
const MAX_ENTRY_BYTES: u64 = 256 << 20;
/// Most bytes that all wanted files of an archive unpack to.
const MAX_TOTAL_BYTES: u64 = 2 << 30;

/// A regular file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Relative path without `.` or `..`.
    pub path: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// Hands every wanted regular file of an archive to `take`, in the order of the archive.
///
/// # Errors
/// When the archive is broken, a name leaves its folder, or it unpacks to too much; what `take` says.
pub fn visit(
    archive: &Path,
    mut wanted: impl FnMut(&str) -> bool,
    mut take: impl FnMut(Entry) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut file = File::open(archive).map_err(ImportError::io("open", archive))?;
    let mut start = [0; 8];
    let length = file.read(&mut start).map_err(ImportError::io("read", archive))?;
    file.seek(SeekFrom::Start(0)).map_err(ImportError::io("read", archive))?;
    let mut sink = Sink { archive, total: 0, entries: 0, wanted: &mut wanted, take: &mut take };
    match &start[..length] {
        [0x1F, 0x8B, ..] => sink.tar(flate2::read::GzDecoder::new(BufReader::new(file))),
        [b'P', b'K', 3 | 5, ..] => sink.zip(BufReader::new(file)),
        b"!<arch>\n" => {
            let mut child = open_deb(archive)?;
            let result = match child.stdout.take() {
                Some(output) => sink.tar(BufReader::new(output)),
                None => Ok(()),
            };
            // A reader that stopped early leaves the writer with a closed pipe, which is no further fault.
            let status = child.wait().map_err(ImportError::io("read", archive))?;
            result.and_then(|()| match status.success() {
                true => Ok(()),
                false => Err(broken(archive, "a Debian package", format!("dpkg-deb {status}"))),
            })
        }
        _ => sink.tar(BufReader::new(file)),
    }
}

fn broken(archive: &Path, expected: &str, found: impl Into<String>) -> ImportError {
    let fault = Fault::new("archive", expected, found).hint("fetch the archive again");
    ImportError::refused(archive, fault)
}

/// What is done with each file of an archive.
struct Sink<'a> {
    archive: &'a Path,
    total: u64,
    entries: usize,
    wanted: &'a mut dyn FnMut(&str) -> bool,
    take: &'a mut dyn FnMut(Entry) -> Result<(), ImportError>,
}

impl Sink<'_> {
    fn tar(&mut self, reader: impl Read) -> Result<(), ImportError> {
        let whole = |error: std::io::Error| broken(self.archive, "a whole tar", error.to_string());
        let mut tar = tar::Archive::new(reader);
        for entry in tar.entries().map_err(whole)? {
            let mut entry = entry.map_err(|error| broken(self.archive, "a whole tar", error.to_string()))?;
            let regular = entry.header().entry_type().is_file();
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            self.file(&path, regular, &mut entry)?;
        }
        Ok(())
    }

    fn zip(&mut self, reader: impl Read + Seek) -> Result<(), ImportError> {
        let mut zip = zip::ZipArchive::new(reader)
            .map_err(|error| broken(self.archive, "a whole zip", error.to_string()))?;
        for index in 0..zip.len() {
            let mut file = zip
                .by_index(index)
                .map_err(|error| broken(self.archive, "a whole zip", error.to_string()))?;
            let path = file
                .name()
                .map_err(|error| broken(self.archive, "readable names", error.to_string()))?
                .into_owned();
            let regular = file.is_file() && !file.is_symlink();
            self.file(&path, regular, &mut file)?;
        }
        Ok(())
    }

    /// Judges one entry and hands it on when it is a wanted file.
    fn file(&mut self, path: &str, regular: bool, contents: &mut dyn Read) -> Result<(), ImportError> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            return Err(broken(self.archive, &format!("at most {MAX_ENTRIES} files"), "more"));
        }
        let Some(path) = tame(path) else {
            return Err(broken(self.archive, "names inside the archive's folder", format!("{path:?}")));
        };
        if !regular || !(self.wanted)(&path) {
            return Ok(());
        }
        let mut bytes = Vec::new();
        contents
            .take(MAX_ENTRY_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(self.archive, "whole files", format!("{path}: {error}")))?;
        self.total += bytes.len() as u64;
        if bytes.len() as u64 > MAX_ENTRY_BYTES || self.total > MAX_TOTAL_BYTES {
            let expected = format!("files of at most {} MiB", MAX_ENTRY_BYTES >> 20);
            return Err(broken(self.archive, &expected, format!("{path} is larger")));
        }
        (self.take)(Entry { path, bytes })
    }
}

/// A relative path with `/` between plain names; `None` when it is absolute or climbs.
fn tame(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    if path.len() > 4096 || path.contains('\0') || path.as_bytes().get(1) == Some(&b':') {
        return None;
    }
    let mut names = Vec::new();
    for part in Path::new(&path).components() {
        match part {
            Component::Normal(name) => names.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(names.join("/"))
}
