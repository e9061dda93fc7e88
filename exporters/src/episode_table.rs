//! `meta/episodes/`: one row per episode, with its places, its provenance and its statistics; and
//! `meta/tasks.parquet`.

use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::features::{Dtype, features};
use crate::plan::{FileIndex, Rolling};
use crate::stats::{FeatureStats, KEYS};
use crate::tables::{TableFile, element};
use crate::videos::VideoPlace;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, UInt64Array,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::file::metadata::KeyValue;
use restage_episodes::EpisodeProvenance;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that wait in memory and are then written as one row group.
const ROWS_PER_GROUP: usize = 1000;

/// What `meta/episodes` says about one episode.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EpisodeRow {
    pub(crate) index: u64,
    pub(crate) task: String,
    pub(crate) frames: u64,
    pub(crate) first_index: u64,
    pub(crate) data: FileIndex,
    /// One per camera of the dataset.
    pub(crate) videos: Vec<VideoPlace>,
    /// One per feature of the dataset.
    pub(crate) stats: Vec<FeatureStats>,
    pub(crate) provenance: EpisodeProvenance,
}

/// Writer of the `meta/episodes/` files.
pub(crate) struct EpisodeTable {
    folder: PathBuf,
    camera_keys: Vec<String>,
    feature_keys: Vec<String>,
    rows: Vec<EpisodeRow>,
    rolling: Rolling,
    open: Option<TableFile>,
}

impl EpisodeTable {
    pub(crate) fn new(root: &Path, config: &DatasetConfig) -> Self {
        let features = features(config).0;
        let cameras = features.iter().filter(|(_, feature)| feature.dtype == Dtype::Video);
        Self {
            folder: root.join("meta/episodes"),
            camera_keys: cameras.map(|(key, _)| key.clone()).collect(),
            feature_keys: features.iter().map(|(key, _)| key.clone()).collect(),
            rows: Vec::new(),
            rolling: Rolling::tables(&config.limits),
            open: None,
        }
    }

    /// Adds a row; full groups of rows are written.
    pub(crate) fn append(&mut self, row: EpisodeRow) -> Result<(), ExportError> {
        self.rows.push(row);
        if self.rows.len() < ROWS_PER_GROUP { Ok(()) } else { self.flush() }
    }

    /// Writes what waits and completes the file.
    pub(crate) fn close(&mut self) -> Result<(), ExportError> {
        self.flush()?;
        self.open.take().map_or(Ok(()), TableFile::close)
    }

    fn flush(&mut self) -> Result<(), ExportError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = self.rows.len() as u64;
        let slot = self.rolling.place(self.rolling.expected_bytes(rows), rows, false);
        if slot.starts_file
            && let Some(full) = self.open.take()
        {
            full.close()?;
        }
        let path = slot.index.path(&self.folder, "parquet");
        let batch = self.batch(slot.index).map_err(ExportError::table("lay out episode rows", &path))?;
        let open = match &mut self.open {
            Some(open) => open,
            closed => closed.insert(TableFile::create(path, &batch.schema(), Vec::new())?),
        };
        let bytes = open.append(&batch)?;
        self.rolling.written(slot, rows, bytes);
        self.rows.clear();
        Ok(())
    }

    fn batch(&self, own: FileIndex) -> Result<RecordBatch, ArrowError> {
        let rows = &self.rows;
        let mut columns = Columns::default();
        columns.int("episode_index", rows.iter().map(|row| row.index));
        columns.texts("tasks", rows.iter().map(|row| row.task.as_str()))?;
        columns.int("length", rows.iter().map(|row| row.frames));
        columns.int("dataset_from_index", rows.iter().map(|row| row.first_index));
        columns.int("dataset_to_index", rows.iter().map(|row| row.first_index + row.frames));
        columns.file("data", rows.iter().map(|row| row.data));
        for (camera, key) in self.camera_keys.iter().enumerate() {
            let prefix = format!("videos/{key}");
            columns.file(&prefix, rows.iter().map(|row| row.videos[camera].index));
            columns
                .float(&format!("{prefix}/from_timestamp"), rows.iter().map(|row| row.videos[camera].from));
            columns.float(&format!("{prefix}/to_timestamp"), rows.iter().map(|row| row.videos[camera].to));
        }
        self.provenance(&mut columns);
        for (feature, key) in self.feature_keys.iter().enumerate() {
            for (position, name) in KEYS.iter().enumerate() {
                let stats = rows.iter().map(|row| &row.stats[feature]);
                columns.stats(&format!("stats/{key}/{name}"), stats, position)?;
            }
            let counts: Vec<i64> = rows.iter().map(|row| row.stats[feature].count as i64).collect();
            let counts = list(Arc::new(Int64Array::from(counts)), vec![1; rows.len()])?;
            columns.push(&format!("stats/{key}/count"), counts);
        }
        columns.file("meta/episodes", rows.iter().map(|_| own));
        columns.batch()
    }

    fn provenance(&self, columns: &mut Columns) {
        let rows = || self.rows.iter().map(|row| &row.provenance);
        columns.truth("success", rows().map(|from| from.success));
        columns.text("stage", rows().map(|from| from.stage.as_str()));
        columns.text("failure", rows().map(|from| from.failure.as_str()));
        columns.push("seed", Arc::new(rows().map(|from| Some(from.seed)).collect::<UInt64Array>()));
        columns.text("source_dataset", rows().map(|from| from.source_dataset.as_str()));
        columns.int("source_episode", rows().map(|from| from.source_episode));
        columns.text("source_group", rows().map(|from| from.source_group.as_str()));
        columns.truth("source_scripted", rows().map(|from| from.source_scripted));
        columns.text("environment", rows().map(|from| from.environment.as_str()));
        columns.text("scene_hash", rows().map(|from| from.scene_hash.as_str()));
        columns.float("support_height", rows().map(|from| from.support_height));
        columns.text("generator_version", rows().map(|from| from.generator_version.as_str()));
    }
}

/// Columns of a record batch under construction.
#[derive(Default)]
struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn push(&mut self, name: &str, array: ArrayRef) {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(array);
    }

    fn int(&mut self, name: &str, values: impl Iterator<Item = u64>) {
        self.push(name, Arc::new(values.map(|value| Some(value as i64)).collect::<Int64Array>()));
    }

    fn float(&mut self, name: &str, values: impl Iterator<Item = f64>) {
        self.push(name, Arc::new(values.map(Some).collect::<Float64Array>()));
    }

    fn truth(&mut self, name: &str, values: impl Iterator<Item = bool>) {
        self.push(name, Arc::new(values.map(Some).collect::<BooleanArray>()));
    }

    fn text<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        self.push(name, Arc::new(StringArray::from_iter_values(values)));
    }

    /// A list of one text per row.
    fn texts<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) -> Result<(), ArrowError> {
        let values = StringArray::from_iter_values(values);
        let lengths = vec![1; arrow_array::Array::len(&values)];
        self.push(name, list(Arc::new(values), lengths)?);
        Ok(())
    }

    fn file(&mut self, prefix: &str, files: impl Iterator<Item = FileIndex> + Clone) {
        self.int(&format!("{prefix}/chunk_index"), files.clone().map(|file| u64::from(file.chunk)));
        self.int(&format!("{prefix}/file_index"), files.map(|file| u64::from(file.file)));
    }

    /// One statistic: a list of numbers, or for pictures lists of shape `(channels, 1, 1)`.
    fn stats<'a>(
        &mut self,
        name: &str,
        stats: impl Iterator<Item = &'a FeatureStats> + Clone,
        position: usize,
    ) -> Result<(), ArrowError> {
        let lengths: Vec<usize> = stats.clone().map(|stats| stats.values[position].len()).collect();
        let image = stats.clone().any(|stats| stats.image);
        let flat: Float64Array =
            stats.flat_map(|stats| &stats.values[position]).map(|&value| Some(value)).collect();
        let total = arrow_array::Array::len(&flat);
        let mut array: ArrayRef = Arc::new(flat);
        if image {
            array = list(array, vec![1; total])?;
            array = list(array, vec![1; total])?;
        }
        self.push(name, list(array, lengths)?);
        Ok(())
    }

    fn batch(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
    }
}

fn list(values: ArrayRef, lengths: Vec<usize>) -> Result<ArrayRef, ArrowError> {
    let child = element(values.data_type().clone());
    Ok(Arc::new(ListArray::try_new(child, OffsetBuffer::from_lengths(lengths), values, None)?))
}

/// Schema metadata that pandas reads. Without it, loaders return the row number instead of the task text.
const TASKS_PANDAS: &str = r#"{"index_columns": ["task"], "column_indexes": [{"name": null, "field_name": null, "pandas_type": "unicode", "numpy_type": "object", "metadata": {"encoding": "UTF-8"}}], "columns": [{"name": "task_index", "field_name": "task_index", "pandas_type": "int64", "numpy_type": "int64", "metadata": null}, {"name": "task", "field_name": "task", "pandas_type": "unicode", "numpy_type": "object", "metadata": null}], "creator": {"library": "restage", "version": "1"}, "pandas_version": "2.2.0"}"#;

/// Writes `meta/tasks.parquet`; row `i` is the task of index `i`.
pub(crate) fn write_tasks(root: &Path, tasks: &[String]) -> Result<(), ExportError> {
    let path = root.join("meta/tasks.parquet");
    let fields =
        vec![Field::new("task_index", DataType::Int64, true), Field::new("task", DataType::Utf8, true)];
    // Readers that find an Arrow schema in the file take its metadata, others that of the file: both have it.
    let arrow_metadata = HashMap::from([("pandas".to_owned(), TASKS_PANDAS.to_owned())]);
    let schema: SchemaRef = Arc::new(Schema::new_with_metadata(fields, arrow_metadata));
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..tasks.len() as i64));
    let texts: ArrayRef = Arc::new(StringArray::from_iter_values(tasks));
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![numbers, texts]);
    let batch = batch.map_err(ExportError::table("lay out the tasks", &path))?;
    let metadata = KeyValue::new("pandas".to_owned(), TASKS_PANDAS.to_owned());
    let mut table = TableFile::create(path, &schema, vec![metadata])?;
    table.append(&batch)?;
    table.close()
}
