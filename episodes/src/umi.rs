//! Reader of UMI replay buffers: zarr v2 groups, in a directory or a zip file.
//!
//! Layout, after the Universal Manipulation Interface's own pipeline: `meta/episode_ends` holds the cumulative
//! exclusive end of every episode, and each `data/<name>` array has one row per frame of all episodes. Arrays of
//! numbers become columns under their own name; arrays of pictures (`u8`, frames x height x width x 3) become
//! cameras, whose frames [`decode_frames`] decodes on demand. The format stores no time: rows are taken to be
//! [`UMI_RATE_HZ`] apart unless there is a `data/timestamp` array.

mod array;
mod blosc;
mod codec;
mod frames;
mod metadata;
mod store;

pub use frames::decode_frames;

use crate::raw::{Fault, RawColumn, RawDataset, RawEpisode, ReadError, RejectedEpisode, SourceFormat};
use crate::{RecordedCamera, VideoClip};
use array::NumericArray;
use metadata::ArrayMetadata;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use store::Store;

/// Frame rate of the UMI recorder, Hz: the NTSC rate of its GoPro, 60000/1001.
pub const UMI_RATE_HZ: f64 = 60_000.0 / 1001.0;

/// Episodes that a replay buffer may hold.
const MAX_EPISODES: usize = 1_000_000;
/// Numbers that all columns together may hold (8 bytes each in memory).
const MAX_TOTAL_VALUES: usize = 200_000_000;
const EPISODE_ENDS: &str = "meta/episode_ends";

/// Reads a replay buffer (`.zarr.zip` or a `.zarr` directory) into one raw episode per stored episode.
///
/// An array that cannot be understood as a whole is left out with a warning; a damaged chunk rejects only the
/// episodes that it belongs to.
///
/// # Errors
/// When the path cannot be read, is no replay buffer, or no episode at all is usable; all faults at once.
pub fn read(path: &Path) -> Result<RawDataset, ReadError> {
    let mut store = Store::open(path)?;
    let name = crate::read::dataset_name(path);
    let spans = episode_spans(&mut store, path)?;
    let total = spans.last().map_or(0, |span| span.end);
    let mut contents = Contents::read(&mut store, path, total);

    let mut episodes = Vec::new();
    let mut rejected = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let index = index as u64;
        match contents.episode(index, span) {
            Ok(episode) => episodes.push(episode),
            Err(faults) => rejected.push(RejectedEpisode { episode_index: index, faults }),
        }
    }
    if episodes.is_empty() {
        let mut faults: Vec<Fault> = contents.left_out;
        faults.extend(rejected.into_iter().flat_map(|episode| episode.faults));
        return Err(ReadError::Faults { faults });
    }
    contents.warnings.extend(contents.left_out.iter().map(|fault| format!("left out: {fault}")));
    Ok(RawDataset {
        name,
        format: SourceFormat::UmiReplayBuffer,
        rate_hz: None,
        episodes,
        rejected,
        warnings: contents.warnings,
    })
}

/// The frame range of every episode, from `meta/episode_ends`.
fn episode_spans(store: &mut Store, path: &Path) -> Result<Vec<Range<usize>>, ReadError> {
    let fault = |expected: &str, found: String, remedy: &str| ReadError::Faults {
        faults: vec![Fault::new(EPISODE_ENDS, None, EPISODE_ENDS, expected, found, remedy)],
    };
    let Some(metadata) = ArrayMetadata::load(store, EPISODE_ENDS).transpose() else {
        return Err(ReadError::Unrecognised {
            path: path.to_path_buf(),
            reason: "no array `meta/episode_ends` (zarr v2)".to_owned(),
            hint: "give a UMI replay buffer as its pipeline writes it; zarr v3 is not read".to_owned(),
        });
    };
    let again = "write the replay buffer again";
    let metadata = metadata.map_err(|found| fault("a readable zarr v2 array", found, again))?;
    if metadata.shape.len() != 1 || metadata.shape[0] > MAX_EPISODES {
        let expected = format!("one dimension of at most {MAX_EPISODES} episodes");
        return Err(fault(&expected, format!("shape {:?}", metadata.shape), again));
    }
    let ends = NumericArray::read(store, EPISODE_ENDS, &metadata)
        .map_err(|found| fault("a readable array", found, again))?;
    if let Some((_, found)) = ends.damage.first() {
        return Err(fault("readable chunks", found.clone(), "copy or download the file again"));
    }
    let mut spans: Vec<Range<usize>> = Vec::with_capacity(ends.values.len());
    let mut start = 0_usize;
    for (index, end) in ends.values.iter().copied().enumerate() {
        let whole = end >= start as f64 && end.fract() == 0.0 && end < 9.0e15;
        if !whole {
            let found = format!("{end} after {start} at episode {index}");
            return Err(fault("whole numbers that never decrease", found, again));
        }
        spans.push(start..end as usize);
        start = end as usize;
    }
    if spans.is_empty() {
        return Err(fault("at least one episode", "none".to_owned(), again));
    }
    Ok(spans)
}

/// Everything below `data/`, read or set aside.
struct Contents<'a> {
    path: &'a Path,
    columns: BTreeMap<String, NumericArray>,
    cameras: Vec<Camera>,
    /// Arrays that could not be understood at all.
    left_out: Vec<Fault>,
    warnings: Vec<String>,
}

/// A picture array.
struct Camera {
    name: String,
    width: u32,
    height: u32,
    rows: usize,
}

impl<'a> Contents<'a> {
    fn read(store: &mut Store, path: &'a Path, total: usize) -> Self {
        let mut contents = Self {
            path,
            columns: BTreeMap::new(),
            cameras: Vec::new(),
            left_out: Vec::new(),
            warnings: Vec::new(),
        };
        let mut budget = MAX_TOTAL_VALUES;
        for name in store.data_arrays() {
            if let Err(found) = contents.add(store, &name, total, &mut budget) {
                let field = format!("data/{name}");
                let remedy = "write the array again if it is needed, or leave it out";
                contents.left_out.push(Fault::new(
                    field.clone(),
                    None,
                    field,
                    "a readable array",
                    found,
                    remedy,
                ));
            }
        }
        contents
    }

    /// Reads one array of `data/`.
    fn add(&mut self, store: &mut Store, name: &str, total: usize, budget: &mut usize) -> Result<(), String> {
        let key = format!("data/{name}");
        let metadata = ArrayMetadata::load(store, &key)?.ok_or("no `.zarray`")?;
        let rows = metadata.shape.first().copied().ok_or("a scalar")?;
        if rows > total {
            let surplus = rows - total;
            self.warnings.push(format!("{key}: {surplus} rows after the last episode are ignored"));
        }
        if let Some((height, width)) = metadata.picture_size() {
            self.cameras.push(Camera { name: name.to_owned(), width, height, rows });
            return Ok(());
        }
        let values = metadata.elements();
        if values > *budget {
            return Err(format!("{values} numbers, more than the {budget} that this file may still hold"));
        }
        *budget -= values;
        self.columns.insert(name.to_owned(), NumericArray::read(store, &key, &metadata)?);
        Ok(())
    }

    /// One episode, or everything that is wrong with it.
    fn episode(&self, index: u64, span: &Range<usize>) -> Result<RawEpisode, Vec<Fault>> {
        let mut faults = Vec::new();
        if span.is_empty() {
            faults.push(Fault::new(
                EPISODE_ENDS,
                Some(index),
                EPISODE_ENDS,
                "at least one frame",
                "none",
                "remove the empty episode",
            ));
        }
        let mut columns = BTreeMap::new();
        for (name, array) in &self.columns {
            match array.slice(span) {
                Ok(values) => {
                    let column = RawColumn { names: Vec::new(), width: array.width, values };
                    columns.insert(name.clone(), column);
                }
                Err(found) => {
                    let key = format!("data/{name}");
                    let expected = format!("rows {}..{}", span.start, span.end);
                    let remedy = "copy or download the file again; it is damaged or cut off";
                    faults.push(Fault::new(key.clone(), Some(index), key, expected, found, remedy));
                }
            }
        }
        if columns.is_empty() && faults.is_empty() {
            let remedy = "check that this is a UMI replay buffer";
            faults.push(Fault::new(
                "data",
                Some(index),
                "data",
                "at least one numeric array",
                "none",
                remedy,
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let timestamps = stored_time(&columns)
            .unwrap_or_else(|| (0..span.len()).map(|frame| frame as f64 / UMI_RATE_HZ).collect());
        Ok(RawEpisode {
            episode_index: index,
            task: String::new(),
            group: None,
            scripted: false,
            timestamps,
            columns,
            cameras: self.cameras.iter().map(|camera| camera.recorded(self.path, span)).collect(),
        })
    }
}

/// The times of a `timestamp` array, when there is one.
fn stored_time(columns: &BTreeMap<String, RawColumn>) -> Option<Vec<f64>> {
    let column = columns.get("timestamp").or_else(|| columns.get("timestamps"))?;
    (column.width == 1).then(|| column.values.clone())
}

impl Camera {
    fn recorded(&self, path: &Path, span: &Range<usize>) -> RecordedCamera {
        let clip = (span.end <= self.rows).then(|| VideoClip {
            path: path.to_path_buf(),
            first_frame: span.start,
            frames: span.len(),
            rate_hz: UMI_RATE_HZ,
        });
        RecordedCamera { name: self.name.clone(), width: self.width, height: self.height, clip }
    }
}
