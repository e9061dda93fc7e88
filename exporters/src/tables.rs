//! `data/`: one parquet row per frame, one row group per episode.

use crate::columns::{Column, Values};
use crate::config::DatasetConfig;
use crate::error::ExportError;
use crate::features::{Dtype, Feature, features};
use crate::plan::{FileIndex, Rolling};
use crate::videos::create_parent;
use arrow_array::{Array, ArrayRef, BooleanArray, FixedSizeListArray, Float32Array, Int64Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Settings of every table, those of lerobot's own files. The writer's name has no version: the same rows give
/// the same bytes. Pages are not indexed: with a row group per episode that index would be most of a file's own, which
/// stays in memory until the file is complete.
fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by("restage".into())
}

/// The child field of list columns; lerobot's tables name it `element`.
pub(crate) fn element(data_type: DataType) -> FieldRef {
    Arc::new(Field::new("element", data_type, true))
}

/// Writer of one table file.
pub(crate) struct TableFile {
    path: PathBuf,
    writer: ArrowWriter<File>,
}

impl TableFile {
    pub(crate) fn create(
        path: PathBuf,
        schema: &SchemaRef,
        metadata: Vec<KeyValue>,
    ) -> Result<Self, ExportError> {
        create_parent(&path)?;
        let file = File::create(&path).map_err(ExportError::io("create the table", &path))?;
        let metadata = if metadata.is_empty() { None } else { Some(metadata) };
        let properties = properties().set_key_value_metadata(metadata).build();
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties));
        let writer = writer.map_err(ExportError::table("start the table", &path))?;
        Ok(Self { path, writer })
    }

    /// Writes one row group; returns the bytes of the file so far.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<u64, ExportError> {
        let write = self.writer.write(batch).and_then(|()| self.writer.flush());
        write.map_err(ExportError::table("write rows", &self.path))?;
        Ok(self.writer.bytes_written() as u64)
    }

    pub(crate) fn close(self) -> Result<(), ExportError> {
        let file = self.writer.into_inner().map_err(ExportError::table("complete the table", &self.path))?;
        file.sync_all().map_err(ExportError::io("flush the table", &self.path))
    }
}

/// Writer of the `data/` files.
pub(crate) struct DataTable {
    folder: PathBuf,
    schema: SchemaRef,
    rolling: Rolling,
    open: Option<TableFile>,
    /// Every file so far.
    pub(crate) files: Vec<PathBuf>,
}

impl DataTable {
    pub(crate) fn new(root: &Path, config: &DatasetConfig) -> Self {
        let rolling = Rolling::tables(&config.limits);
        Self { folder: root.join("data"), schema: schema(config), rolling, open: None, files: Vec::new() }
    }

    /// Adds the frames of one episode; `columns` follow the schema.
    pub(crate) fn append(&mut self, columns: &[Column], frames: usize) -> Result<FileIndex, ExportError> {
        let slot = self.rolling.place(self.rolling.expected_bytes(frames as u64), frames as u64, false);
        if slot.starts_file {
            self.close()?;
        }
        let path = slot.index.path(&self.folder, "parquet");
        let batch = batch(&self.schema, columns).map_err(ExportError::table("lay out rows", &path))?;
        let open = match &mut self.open {
            Some(open) => open,
            closed => {
                self.files.push(path.clone());
                closed.insert(TableFile::create(path, &self.schema, Vec::new())?)
            }
        };
        let bytes = open.append(&batch)?;
        self.rolling.written(slot, frames as u64, bytes);
        Ok(slot.index)
    }

    /// Completes the open file, if there is one.
    pub(crate) fn close(&mut self) -> Result<(), ExportError> {
        self.open.take().map_or(Ok(()), TableFile::close)
    }
}

/// One table column per feature that is not a video.
fn schema(config: &DatasetConfig) -> SchemaRef {
    let features = features(config).0;
    let tabular = features.iter().filter(|(_, feature)| feature.dtype != Dtype::Video);
    let fields: Vec<Field> =
        tabular.map(|(key, feature)| Field::new(key, data_type(feature), true)).collect();
    Arc::new(Schema::new(fields))
}

fn data_type(feature: &Feature) -> DataType {
    match (feature.dtype, feature.shape.as_slice()) {
        (Dtype::Int64, _) => DataType::Int64,
        (Dtype::Bool, _) => DataType::Boolean,
        (_, [1]) | (Dtype::Video, _) => DataType::Float32,
        (Dtype::Float32, shape) => {
            let dims: u32 = shape.iter().product();
            DataType::FixedSizeList(element(DataType::Float32), i32::try_from(dims).unwrap_or(i32::MAX))
        }
    }
}

fn batch(schema: &SchemaRef, columns: &[Column]) -> Result<RecordBatch, ArrowError> {
    let arrays = columns.iter().map(|column| array(&column.values)).collect::<Result<_, _>>()?;
    RecordBatch::try_new(Arc::clone(schema), arrays)
}

fn array(values: &Values) -> Result<ArrayRef, ArrowError> {
    Ok(match values {
        Values::Float { dims: 1, values } => Arc::new(Float32Array::from(values.clone())),
        Values::Float { dims, values } => {
            let size = i32::try_from(*dims).map_err(|error| ArrowError::SchemaError(error.to_string()))?;
            let child = Arc::new(Float32Array::from(values.clone()));
            Arc::new(FixedSizeListArray::try_new(element(DataType::Float32), size, child, None)?)
        }
        Values::Int(values) => Arc::new(Int64Array::from(values.clone())),
        Values::Bool(values) => Arc::new(BooleanArray::from(values.clone())),
    })
}

/// The values of an array that [`array`] made.
pub(crate) fn values(array: &dyn Array) -> Option<Values> {
    let any = array.as_any();
    if let Some(list) = any.downcast_ref::<FixedSizeListArray>() {
        let child = list.values().as_any().downcast_ref::<Float32Array>()?;
        // A sliced list keeps its whole child.
        let dims = usize::try_from(list.value_length()).ok()?;
        let values = child.values()[list.offset() * dims..][..list.len() * dims].to_vec();
        return Some(Values::Float { dims, values });
    }
    if let Some(floats) = any.downcast_ref::<Float32Array>() {
        return Some(Values::Float { dims: 1, values: floats.values().to_vec() });
    }
    if let Some(integers) = any.downcast_ref::<Int64Array>() {
        return Some(Values::Int(integers.values().to_vec()));
    }
    let truths = any.downcast_ref::<BooleanArray>()?;
    Some(Values::Bool(truths.iter().map(|value| value.unwrap_or_default()).collect()))
}

/// Reads the feature in column `position` of `files`, some frames at a time.
pub(crate) fn read_column(
    files: &[PathBuf],
    position: usize,
    mut take: impl FnMut(&Values),
) -> Result<(), ExportError> {
    for path in files {
        let file = File::open(path).map_err(ExportError::io("read the table back", path))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file);
        let builder = builder.map_err(ExportError::table("read the table back", path))?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), [position]);
        let reader = builder.with_projection(mask).build();
        for batch in reader.map_err(ExportError::table("read the table back", path))? {
            let batch = batch.map_err(ExportError::table("read the table back", path))?;
            let column = values(batch.column(0)).ok_or_else(|| ExportError::Content {
                path: path.clone(),
                expected: "the columns just written".into(),
                found: batch.column(0).data_type().to_string(),
                hint: "did another program change the staging folder?",
            })?;
            take(&column);
        }
    }
    Ok(())
}
