//! Reads back a dataset that this crate wrote, episode by episode, as it was before it got its place.

use crate::attachments::{attachment_names, read_attachment};
use crate::columns::{Column, Values};
use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::features::{Dtype, Ordered, camera_key, features};
use crate::h264::EncodedClip;
use crate::metadata::{DATASET_FORMAT_VERSION, HISTOGRAMS, StoredHistograms};
use crate::mp4::{self, Track};
use crate::plan::FileIndex;
use crate::prepare::{PreparedClip, PreparedEpisode};
use crate::stats::{FeatureStats, KEYS, PixelHistogram};
use crate::tables;
use arrow_array::types::{Float64Type, Int64Type, UInt64Type};
use arrow_array::{
    Array, ArrowPrimitiveType, BooleanArray, ListArray, PrimitiveArray, RecordBatch, StringArray,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use restage_episodes::EpisodeProvenance;
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const HINT: &str = "only datasets that this program wrote, with equal settings and complete, can be merged";

/// A published dataset that is to be merged.
pub(crate) struct Part {
    root: PathBuf,
    /// Version of the ffmpeg that encoded it.
    pub(crate) ffmpeg: Option<String>,
    /// Pixel counts, camera by camera.
    pub(crate) histograms: Vec<PixelHistogram>,
}

impl Part {
    /// Opens the dataset at `root` if it has the features, rate and robot of `config`.
    pub(crate) fn open(root: &Path, config: &DatasetConfig) -> Result<Self, ExportError> {
        let info_path = root.join("meta/info.json");
        let info: Value = read_json(&info_path)?;
        let expected = serde_json::to_value(Ordered(features(config).0))
            .map_err(|error| ExportError::io("describe the features", &info_path)(error.into()))?;
        let fields = [
            ("codebase_version", Value::from("v3.0")),
            ("fps", Value::from(config.fps)),
            ("robot_type", Value::from(config.robot_type.clone())),
            ("features", expected),
        ];
        for (field, expected) in fields {
            if info[field] != expected {
                let describe = |value: &Value| format!("{field} {value}");
                return Err(content(&info_path, describe(&expected), describe(&info[field])));
            }
        }
        let dataset: Value = read_json(&root.join("meta/restage/dataset.json"))?;
        let path = root.join(HISTOGRAMS);
        let stored: StoredHistograms = read_json(&path)?;
        if stored.format_version != DATASET_FORMAT_VERSION {
            let expected = format!("format_version {DATASET_FORMAT_VERSION}");
            return Err(content(&path, expected, stored.format_version.to_string()));
        }
        let ffmpeg = dataset["encoder"]["ffmpeg"].as_str().map(str::to_owned);
        let histograms = stored.cameras.into_iter().map(|(_, histogram)| histogram).collect();
        Ok(Self { root: root.to_path_buf(), ffmpeg, histograms })
    }

    /// Calls `take` with every episode in order.
    pub(crate) fn episodes(
        &self,
        config: &Arc<DatasetConfig>,
        mut take: impl FnMut(PreparedEpisode) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut frames = FrameReader::new(&self.root, config);
        let mut videos: Vec<VideoReader> = config
            .cameras
            .iter()
            .map(|camera| VideoReader::new(&self.root, camera_key(&camera.name)))
            .collect();
        for path in table_files(&self.root.join("meta/episodes"))? {
            for batch in reader(&path, None)? {
                let batch = batch.map_err(ExportError::table("read episodes", &path))?;
                let rows = Rows { path: &path, batch: &batch };
                for row in 0..batch.num_rows() {
                    take(self.episode(&rows, row, &mut frames, &mut videos, config)?)?;
                }
            }
        }
        Ok(())
    }

    fn episode(
        &self,
        rows: &Rows<'_>,
        row: usize,
        frames: &mut FrameReader,
        videos: &mut [VideoReader],
        config: &Arc<DatasetConfig>,
    ) -> Result<PreparedEpisode, ExportError> {
        let index = rows.int("episode_index", row)?;
        let length = rows.int("length", row)? as usize;
        let columns = frames.next(rows.file("data", row)?, length)?;
        let mut pictures = Vec::with_capacity(videos.len());
        for video in videos {
            let prefix = format!("videos/{}", video.key);
            let from = rows.float(&format!("{prefix}/from_timestamp"), row)?;
            let first = (from * f64::from(config.fps)).round() as usize;
            let encoded = video.clip(rows.file(&prefix, row)?, first, length)?;
            let stats = rows.image_stats(&video.key, row)?;
            pictures.push(PreparedClip { encoded, stats, histogram: PixelHistogram::default() });
        }
        let mut attachments = Vec::new();
        for name in attachment_names(&self.root, index)? {
            let bytes = read_attachment(&self.root, index, &name)?;
            attachments.push((name, bytes));
        }
        Ok(PreparedEpisode {
            config: Arc::clone(config),
            label: format!("episode {index} of {}", self.root.display()),
            task: rows.task(row)?,
            frames: length,
            columns,
            pictures,
            provenance: rows.provenance(row)?,
            attachments,
        })
    }
}

fn content(path: &Path, expected: impl Into<String>, found: impl Into<String>) -> ExportError {
    ExportError::Content { path: path.into(), expected: expected.into(), found: found.into(), hint: HINT }
}

pub(crate) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, ExportError> {
    let bytes = std::fs::read(path).map_err(ExportError::io("read", path))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| content(path, "JSON that this program wrote", error.to_string()))
}

/// Parquet files two folders below `folder`, in the order of readers.
pub(crate) fn table_files(folder: &Path) -> Result<Vec<PathBuf>, ExportError> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, ExportError> {
        let entries =
            std::fs::read_dir(folder).and_then(|list| list.map(|entry| entry.map(|e| e.path())).collect());
        let mut entries: Vec<PathBuf> = entries.map_err(ExportError::io("list", folder))?;
        entries.sort();
        Ok(entries)
    };
    let mut files = Vec::new();
    for chunk in list(folder)? {
        files.extend(list(&chunk)?);
    }
    Ok(files)
}

pub(crate) type BatchReader = parquet::arrow::arrow_reader::ParquetRecordBatchReader;

/// Reads a table, or one of its row groups as a single batch.
pub(crate) fn reader(path: &Path, group: Option<usize>) -> Result<BatchReader, ExportError> {
    let file = File::open(path).map_err(ExportError::io("open the table", path))?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(ExportError::table("open the table", path))?;
    let builder = match group {
        Some(group) if group < builder.metadata().num_row_groups() => {
            let rows = usize::try_from(builder.metadata().row_group(group).num_rows()).unwrap_or(usize::MAX);
            builder.with_row_groups(vec![group]).with_batch_size(rows.max(1))
        }
        Some(group) => return Err(content(path, format!("row group {group}"), "fewer")),
        None => builder,
    };
    builder.build().map_err(ExportError::table("open the table", path))
}

/// Reads the recorded columns, one row group after the other.
struct FrameReader {
    folder: PathBuf,
    keys: Vec<String>,
    file: Option<FileIndex>,
    group: usize,
}

impl FrameReader {
    fn new(root: &Path, config: &DatasetConfig) -> Self {
        let recorded = features(config).0.into_iter().filter(|(key, feature)| {
            feature.dtype != Dtype::Video && !crate::features::DERIVED.contains(&key.as_str())
        });
        Self { folder: root.join("data"), keys: recorded.map(|(key, _)| key).collect(), file: None, group: 0 }
    }

    fn next(&mut self, file: FileIndex, frames: usize) -> Result<Vec<Column>, ExportError> {
        if self.file == Some(file) {
            self.group += 1;
        } else {
            (self.file, self.group) = (Some(file), 0);
        }
        let path = file.path(&self.folder, "parquet");
        let batch = reader(&path, Some(self.group))?.next();
        let batch = batch.ok_or_else(|| content(&path, "rows", "none"))?;
        let batch = batch.map_err(ExportError::table("read frames", &path))?;
        if batch.num_rows() != frames {
            let expected = format!("{frames} frames in row group {}", self.group);
            return Err(content(&path, expected, batch.num_rows().to_string()));
        }
        let column = |key: &String| {
            let values: Option<Values> =
                batch.column_by_name(key).and_then(|array| tables::values(array.as_ref()));
            let values =
                values.ok_or_else(|| content(&path, format!("column '{key}'"), "none of its type"))?;
            Ok(Column { key: key.clone(), values })
        };
        self.keys.iter().map(column).collect()
    }
}

/// Reads samples of one camera; keeps the last file open.
pub(crate) struct VideoReader {
    key: String,
    folder: PathBuf,
    open: Option<(FileIndex, BufReader<File>, Track, u64)>,
}

impl VideoReader {
    pub(crate) fn new(root: &Path, key: String) -> Self {
        Self { folder: root.join("videos").join(&key), key, open: None }
    }

    pub(crate) fn clip(
        &mut self,
        index: FileIndex,
        first: usize,
        frames: usize,
    ) -> Result<EncodedClip, ExportError> {
        let path = index.path(&self.folder, "mp4");
        if self.open.as_ref().is_none_or(|(open, ..)| *open != index) {
            let mut file =
                BufReader::new(File::open(&path).map_err(ExportError::io("open the video", &path))?);
            let track = mp4::read_index(&mut file)
                .map_err(|found| content(&path, "a video of this program", found))?;
            let start = file.stream_position().map_err(ExportError::io("read the video", &path))?;
            self.open = Some((index, file, track, start));
        }
        let Some((_, file, track, start)) = &mut self.open else {
            return Err(content(&path, "a video", "none"));
        };
        let range = first..first + frames;
        let (Some(sizes), Some(keys)) = (track.sizes.get(range.clone()), track.keys.get(range)) else {
            return Err(content(&path, format!("{} frames", first + frames), track.sizes.len().to_string()));
        };
        let sum = |sizes: &[u32]| sizes.iter().map(|&size| u64::from(size)).sum::<u64>();
        let mut bytes = vec![0; usize::try_from(sum(sizes)).unwrap_or(usize::MAX)];
        let read = file
            .seek(SeekFrom::Start(*start + sum(&track.sizes[..first])))
            .and_then(|_| file.read_exact(&mut bytes));
        read.map_err(ExportError::io("read the video", &path))?;
        let (sizes, keys) = (sizes.to_vec(), keys.to_vec());
        Ok(EncodedClip { parameter_sets: track.parameter_sets.clone(), bytes, sizes, keys })
    }
}

/// Typed access to rows of the episode table.
pub(crate) struct Rows<'a> {
    pub(crate) path: &'a Path,
    pub(crate) batch: &'a RecordBatch,
}

impl Rows<'_> {
    fn column<T: Array + Clone + 'static>(&self, name: &str) -> Result<&T, ExportError> {
        let column = self.batch.column_by_name(name).and_then(|array| array.as_any().downcast_ref::<T>());
        column.ok_or_else(|| content(self.path, format!("column '{name}'"), "none of its type"))
    }

    fn number<T: ArrowPrimitiveType>(&self, name: &str, row: usize) -> Result<T::Native, ExportError> {
        Ok(self.column::<PrimitiveArray<T>>(name)?.value(row))
    }

    pub(crate) fn int(&self, name: &str, row: usize) -> Result<u64, ExportError> {
        let value = self.number::<Int64Type>(name, row)?;
        u64::try_from(value)
            .map_err(|_| content(self.path, format!("'{name}' of 0 or more"), value.to_string()))
    }

    pub(crate) fn float(&self, name: &str, row: usize) -> Result<f64, ExportError> {
        self.number::<Float64Type>(name, row)
    }

    fn truth(&self, name: &str, row: usize) -> Result<bool, ExportError> {
        Ok(self.column::<BooleanArray>(name)?.value(row))
    }

    fn text(&self, name: &str, row: usize) -> Result<String, ExportError> {
        Ok(self.column::<StringArray>(name)?.value(row).to_owned())
    }

    pub(crate) fn file(&self, prefix: &str, row: usize) -> Result<FileIndex, ExportError> {
        let part = |name: &str| {
            let value = self.int(&format!("{prefix}/{name}"), row)?;
            u32::try_from(value).map_err(|_| content(self.path, "a file number", value.to_string()))
        };
        Ok(FileIndex { chunk: part("chunk_index")?, file: part("file_index")? })
    }

    pub(crate) fn task(&self, row: usize) -> Result<String, ExportError> {
        let tasks = self.column::<ListArray>("tasks")?.value(row);
        match tasks.as_any().downcast_ref::<StringArray>() {
            Some(texts) if texts.len() == 1 => Ok(texts.value(0).to_owned()),
            _ => Err(content(self.path, "one task per episode", format!("{} tasks", tasks.len()))),
        }
    }

    /// Statistics of pictures, whose shape is `(channels, 1, 1)`.
    fn image_stats(&self, key: &str, row: usize) -> Result<FeatureStats, ExportError> {
        let mut values: [Vec<f64>; KEYS.len()] = Default::default();
        for (slot, name) in values.iter_mut().zip(KEYS) {
            let name = format!("stats/{key}/{name}");
            let numbers = flatten::<Float64Type>(self.column::<ListArray>(&name)?.value(row).as_ref());
            *slot =
                numbers.ok_or_else(|| content(self.path, format!("numbers in '{name}'"), "another type"))?;
        }
        let name = format!("stats/{key}/count");
        let count = flatten::<Int64Type>(self.column::<ListArray>(&name)?.value(row).as_ref());
        let count = count.and_then(|count| count.first().copied()).unwrap_or_default();
        Ok(FeatureStats { image: true, values, count: count.unsigned_abs() })
    }

    pub(crate) fn provenance(&self, row: usize) -> Result<EpisodeProvenance, ExportError> {
        Ok(EpisodeProvenance {
            success: self.truth("success", row)?,
            stage: self.text("stage", row)?,
            failure: self.text("failure", row)?,
            seed: self.number::<UInt64Type>("seed", row)?,
            source_dataset: self.text("source_dataset", row)?,
            source_episode: self.int("source_episode", row)?,
            source_group: self.text("source_group", row)?,
            source_scripted: self.truth("source_scripted", row)?,
            environment: self.text("environment", row)?,
            scene_hash: self.text("scene_hash", row)?,
            support_height: self.float("support_height", row)?,
            generator_version: self.text("generator_version", row)?,
        })
    }
}

/// Numbers of nested lists.
fn flatten<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<Vec<T::Native>> {
    if let Some(list) = array.as_any().downcast_ref::<ListArray>() {
        let parts = (0..list.len()).map(|item| flatten::<T>(list.value(item).as_ref()));
        return parts.collect::<Option<Vec<_>>>().map(|parts| parts.concat());
    }
    array.as_any().downcast_ref::<PrimitiveArray<T>>().map(|numbers| numbers.values().to_vec())
}
